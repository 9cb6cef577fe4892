"""Two people have the same row open: the second sees both, and nothing that was typed is lost."""

from unfence.workspace.books.content import content_at, current_content


def test_the_second_sees_both(live):
    first, second = live.page("officer"), live.page("leader")
    for page in (first, second):
        page.goto("/book/links/rows/road/")
    first.fill("[name=km]", "25")
    second.fill("[name=km]", "30")
    second.fill("[name=minutes]", "40")
    first.click("button[value=save]")
    first.wait_for_url("**/revisions/2/")
    second.click("button[value=save]")
    assert "Somebody else has changed" in second.inner_text("[role=alert]")
    assert "There now: 25" in second.inner_text(".bad >> nth=0")
    assert (second.input_value("[name=km]"), second.input_value("[name=minutes]")) == ("30", "40")
    second.click("button[value=save]")
    second.wait_for_url("**/revisions/3/")
    row = current_content()["links", "road"]
    assert (row["km"], row["minutes"]) == ("30", "40")
    assert content_at(2)["links", "road"]["km"] == "25"


def test_the_row_was_taken_out_in_between(live):
    first, second = live.page("officer", "west"), live.page("leader", "west")
    first.goto("/book/markets/")
    key = first.inner_text("tbody tr:has(td:text-is('west')) a >> nth=0")
    for page in (first, second):
        page.goto(f"/book/markets/rows/{key}/")
    second.fill("[name=note]", "typed with care")
    first.click("button[value=remove]")
    first.wait_for_url("**/revisions/2/")
    second.click("button[value=save]")
    assert "taken this row out" in second.inner_text("[role=alert]")
    assert second.input_value("[name=note]") == "typed with care"
    second.click("button[value=save]")
    second.wait_for_url("**/revisions/3/")
    assert current_content()["markets", key]["note"] == "typed with care"
