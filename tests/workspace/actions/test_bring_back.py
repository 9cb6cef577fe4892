"""A leader names a revision, compares two, and brings an earlier one back."""

from unfence.workspace.books.content import current_content
from workspace.area import change


def test_a_revision_is_brought_back(live):
    east, west = live.area.member("officer", "east"), live.area.member("officer", "west")
    change(east, "links", "road", km="25")
    change(west, "plants", "kiln", capacity="1500")
    page = live.page("leader", "east")
    page.goto("/book/revisions/")
    page.click("tbody a >> text=1")
    page.fill("[name=name]", "as agreed")
    page.click("text=Name it")
    assert "as agreed" in page.inner_text("h1")
    page.goto("/book/revisions/3/")
    page.select_option("[name=against]", "1")
    page.click("button:text-is('Compare')")
    assert page.inner_text("ins") == "25"
    assert "1500" not in page.inner_text("main"), "west's capacity is withheld, in the history too"
    assert "not shown to your office" in page.inner_text("main")
    page.goto("/book/revisions/1/")
    page.click("button:text-is('Bring this revision back')")
    page.wait_for_url("**/revisions/4/")
    now = current_content()
    assert (now["links", "road"]["km"], now["plants", "kiln"]["capacity"]) == ("20", "1500")
    assert page.complaints == []
