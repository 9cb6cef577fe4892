"""One submission, two offices: taken at one counter, handed over, decided at the other; the applicant looks it up."""

from workspace.cases import item


def test_from_the_counter_to_the_decision(live):
    made = item(live.area)
    east, west = live.page("officer"), live.page("officer", "west", lang="zh", width=390)
    east.click("nav >> text=Counter")
    east.click("text=Catalogue")
    east.click("main table >> text=Permit")
    assert "spared by recognition" in east.inner_text("main")
    east.click("text=Take a case")
    for field, text in (("applicant", "Wu"), ("contact", "1380"), ("text", "a workshop")):
        east.fill(f"[name={field}]", text)
    east.click("main form button")
    number, word = east.inner_text(".receipt dd >> nth=0"), east.inner_text(".receipt dd >> nth=1")
    east.click("text=Open the case")

    applicant = live.page(width=390)
    applicant.goto("/status/")
    applicant.fill("[name=code]", number)
    applicant.fill("[name=word]", word)
    applicant.click("main form button")
    assert "lies at East Town" in applicant.inner_text("main")
    assert "Wu" not in applicant.inner_text("main")

    for action in ("take", "hand_over"):
        east.select_option("[name=action]", action)
        east.click("text=Do it")
    assert "It lies at West Town" in east.inner_text("main")
    assert east.query_selector("[name=action]") is None

    west.goto("/counter/")
    west.click(f"main >> text={number}")
    assert "Wu" in west.inner_text("main")
    west.select_option("[name=action]", "ask")
    west.check(f"[name=papers][value='{made.papers.filter(same='plan').get().pk}']")
    west.click("main form:has([name=action]) button")
    assert "待补材料" in west.inner_text("main")
    assert west.evaluate("document.documentElement.scrollWidth") <= 390

    applicant.goto("/status/")
    applicant.fill("[name=code]", number)
    applicant.fill("[name=word]", word)
    applicant.click("main form button")
    assert "plan of west" in applicant.inner_text("main")

    west.select_option("[name=action]", "came")
    west.click("main form:has([name=action]) button")
    west.select_option("[name=action]", "granted")
    west.click("main form:has([name=action]) button")
    assert "通过" in west.inner_text("main .state")
    east.reload()
    assert "granted" in east.inner_text("main .state")
    assert east.complaints == west.complaints == applicant.complaints == []
