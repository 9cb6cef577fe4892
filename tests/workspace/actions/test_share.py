"""One side asks to see figures, the other's leader grants, and takes it back."""


def test_asked_granted_seen_revoked(live):
    asks, decides = live.page("officer", "east"), live.page("leader", "west")
    asks.goto("/book/plants/rows/kiln/")
    assert "2000" not in asks.inner_text("main")
    asks.goto("/sharing/")
    asks.select_option("#ask_table", "plants")
    asks.select_option("#ask_group", "amounts")
    asks.select_option("#ask_level", "values")
    asks.fill("#ask_reason", "to plan the road")
    asks.click("button:text-is('Ask to see')")
    assert asks.query_selector("button:text-is('Grant')") is None, "who asks does not decide"
    decides.goto("/")
    decides.click(".notices a")
    assert "to plan the road" in decides.inner_text("main")
    decides.click("button:text-is('Grant')")
    asks.goto("/book/plants/rows/kiln/")
    assert "2000" in asks.inner_text("main")
    decides.click("button:text-is('Revoke')")
    asks.reload()
    assert "2000" not in asks.inner_text("main")
    log = live.page("auditor", "west")
    log.goto("/log/?q=sharing")
    assert [word in log.inner_text("tbody") for word in ("lets east see plants/amounts", "revoked")] == [True, True]
    assert asks.complaints == decides.complaints == log.complaints == []


def test_given_unasked_until_a_day_that_makes_sense(live):
    page = live.page("leader", "west")
    page.goto("/sharing/")
    page.fill("#give_since", "2030-02-01")
    page.fill("#give_until", "2030-01-01")
    page.click("button:text-is('Let the other side see')")
    assert "before it begins" in page.inner_text(".wrong")
    page.fill("#give_until", "2030-03-01")
    page.click("button:text-is('Let the other side see')")
    page.wait_for_url("**/sharing/")
    assert "2030-02-01 to 2030-03-01" in page.inner_text(".entry")
