"""A report becomes a fence of the book by one step; a mistake in the row loses nothing that was typed."""

from unfence.workspace.books.models import Row
from workspace.barriers import reported


def test_put_a_report_into_the_book(live):
    report = reported(live.area)
    page = live.page("officer", "east")
    page.goto(f"/register/{report.code}/")
    assert "not in the book yet" in page.inner_text("main")
    page.click("main a.button")
    page.fill("[name=size]", "an hour")
    page.fill("[name=name]", "A second weighing")
    page.click("button[value=enter]")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=name]") == "A second weighing"
    assert page.input_value("[name=size]") == "an hour"
    page.fill("[name=size]", "1")
    page.complaints.clear()  # the browser's own line about the 422
    page.click("button[value=enter]")
    page.wait_for_url(f"**/register/{report.code}/")
    assert "A second weighing" in page.inner_text("main")
    page.click("main .tiles a")
    assert report.code in page.inner_text("main")
    assert Row.objects.get(table="fences", key=report.code.lower()).values["size"] == "1"
    assert page.complaints == []
