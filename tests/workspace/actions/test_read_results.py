"""A viewer reads the latest results; the secretary opens the whole report from there."""

from workspace.studied import studied


def test_read_results(live):
    studied(live.area)
    page = live.page("viewer", "west", lang="zh", width=390)
    page.click("nav >> text=研究结果")
    assert "净增 2.75 万元" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.complaints == []
    secretary = live.page("secretary")
    secretary.goto("/results/")
    secretary.click("text=Read the report")
    assert "everything" in secretary.inner_text("body")
