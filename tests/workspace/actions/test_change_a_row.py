"""An officer changes a row, reads what is wrong at its field, mends it; adds one, takes one out."""

import pytest

from unfence.workspace.books.models import Row, latest_revision


@pytest.mark.parametrize(("lang", "wrong"), [("en", "0 or more"), ("zh", "不")])
def test_a_row_is_changed(live, lang, wrong):
    page = live.page("officer", lang=lang)
    page.goto("/book/links/")
    page.click("tbody a >> text=road")
    page.fill("[name=km]", "-3")
    page.fill("[name=note]", "measured\nagain")
    page.click("button[value=save]")
    assert wrong in page.inner_text(".bad")
    assert page.input_value("[name=note]") == "measured\nagain"
    page.fill("[name=km]", "25.5")
    page.click("button[value=save]")
    page.wait_for_url("**/book/revisions/2/")
    assert "25.5" in page.inner_text("ins >> nth=0")
    assert Row.objects.get(key="road").values["note"] == "measured\nagain"
    assert [c for c in page.complaints if "422" not in c] == []


def test_a_row_is_added_and_taken_out(live):
    page = live.page("officer")
    page.goto("/book/sites/")
    page.click("text=New row")
    page.fill("[name=id]", "Mill!")
    page.fill("[name=name]", "Mill")
    page.fill("[name=jurisdiction]", "west")
    page.click("button[value=save]")
    assert "belongs to west" in page.inner_text("[role=alert]")
    page.fill("[name=jurisdiction]", "east")
    page.click("button[value=save]")
    assert "Mill!" in page.inner_text(".bad")
    page.fill("[name=id]", "mill")
    page.click("button[value=save]")
    page.wait_for_url("**/revisions/2/")
    page.goto("/book/sites/rows/mill/")
    page.click("button[value=remove]")
    page.wait_for_url("**/revisions/3/")
    assert not Row.objects.filter(key="mill").exists()
    page.goto("/book/sites/rows/east/")
    page.click("button[value=remove]")
    assert "links/road" in page.inner_text("[role=alert]"), "what still names it is said"
    assert latest_revision().number == 3


def test_a_row_of_the_other_side_is_only_looked_at(live):
    page = live.page("officer", "east")
    page.goto("/book/plants/rows/kiln/")
    assert page.query_selector("main form") is None
    assert page.inner_text(".cells").count("withheld") >= 3
    assert page.complaints == []
