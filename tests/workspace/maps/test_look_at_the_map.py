"""In the browser: a mark is clicked, its card read and followed; layers go off and on; all of it on a telephone too."""

from workspace.area import change


def test_click_on_a_fence_and_follow_it(live):
    page = live.page("viewer")
    page.goto("/map/")
    page.locator(".mark-on-map.fences").first.click()
    card = page.locator(".card")
    card.wait_for()
    assert "no study yet" in card.inner_text()
    card.locator("a").click()
    page.wait_for_url("**/book/fences/rows/checkpoint/")
    assert page.complaints == []


def test_layers_go_off_and_on(live):
    page = live.page("viewer")
    page.goto("/map/")
    page.locator(".mark-on-map.sites").first.wait_for()
    assert page.locator(".mark-on-map.sites").count() == 3
    page.click("#pick summary")
    page.uncheck("#pick input[name=side][value=east]")
    assert page.locator(".mark-on-map.sites").count() == 2  # west, and the market elsewhere
    assert page.locator("#sites-east").get_attribute("hidden") is not None
    page.reload()  # the address says what is picked
    page.locator(".mark-on-map.sites").first.wait_for()
    assert page.locator(".mark-on-map.sites").count() == 2
    assert not page.is_checked("#pick input[name=side][value=east]")
    page.check("#pick input[name=side][value=east]")
    page.uncheck("#pick input[name=layer][value=fences]")
    assert page.locator(".mark-on-map.sites").count() == 3
    assert page.locator(".mark-on-map.fences").count() == 0
    assert page.complaints == []


def test_planned_is_dashed_and_the_list_leads_to_it(live):
    change(live.area.member("officer"), "links", "road", status="planned")
    page = live.page("officer", "west", lang="zh", width=390)
    page.goto("/map/")
    page.locator("path[stroke-dasharray='7 7']").first.wait_for(state="attached")
    page.click("#list-links summary")
    page.locator("#links-road .to-map").click()
    card = page.locator(".card")
    card.wait_for()
    assert "规划" in card.inner_text()
    assert "未开放" in card.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []


def test_with_the_keyboard(live):
    page = live.page("viewer")
    page.goto("/map/")
    page.locator(".mark-on-map.sites").first.focus()
    page.keyboard.press("Enter")
    page.locator(".card").wait_for()
    assert page.complaints == []
