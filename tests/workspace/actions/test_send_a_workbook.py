"""An office takes its workbook along, changes it in Excel, sends it back, sees the difference, accepts."""

import openpyxl

from unfence.workspace.books.content import current_content
from workspace.area import change


def _taken_along(page, tmp_path):
    page.goto("/book/")
    with page.expect_download() as held:
        page.click("text=Download as a workbook")
    path = tmp_path / held.value.suggested_filename
    held.value.save_as(path)
    return path


def _cell(sheet, key, column):
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == key)
    return row[heads.index(column)]


def _sent(page, path):
    page.goto("/book/upload/")
    page.set_input_files("[name=file]", path)
    page.click("text=Show the difference")


def test_it_comes_back_changed(live, tmp_path):
    page = live.page("officer", "east")
    path = _taken_along(page, tmp_path)
    assert path.name == "east-1.xlsx"
    book = openpyxl.load_workbook(path)
    _cell(book["links"], "road", "km").value = 22.5
    _cell(book["jurisdictions"], "west", "name").value = "Wild West"
    book.save(path)
    _sent(page, path)
    page.wait_for_url("**/proposals/*/")
    assert page.inner_text("del") == "20"
    assert page.inner_text("ins") == "22.5"
    assert "jurisdictions/west" in page.inner_text(".note"), "what is not ours is named and left alone"
    assert current_content()["links", "road"]["km"] == "20", "nothing is changed yet"
    page.click("text=Accept as a new revision")
    page.wait_for_url("**/revisions/2/")
    assert current_content()["links", "road"]["km"] == "22.5"
    assert current_content()["jurisdictions", "west"]["name"] == "West Town"
    assert page.complaints == []


def test_a_workbook_as_it_went_out_changes_nothing(live, tmp_path):
    for office in ("east", "west"):
        page = live.page("officer", office)
        _sent(page, _taken_along(page, tmp_path))
        assert "Nothing is different" in page.inner_text("main")
        assert page.query_selector("button[value=accept]") is None


def test_somebody_was_quicker(live, tmp_path):
    page = live.page("officer", "east")
    path = _taken_along(page, tmp_path)
    book = openpyxl.load_workbook(path)
    _cell(book["links"], "road", "km").value = 22.5
    book.save(path)
    _sent(page, path)
    change(live.area.member("leader"), "links", "road", km="24")
    page.click("text=Accept as a new revision")
    assert "links/road" in page.inner_text("[role=alert]")
    assert page.inner_text("del") == "24"
    page.click("text=Accept as a new revision")
    page.wait_for_url("**/revisions/3/")


def test_what_is_wrong_is_said_and_nothing_else_happens(live, tmp_path):
    page = live.page("officer", "east")
    path = _taken_along(page, tmp_path)
    book = openpyxl.load_workbook(path)
    _cell(book["links"], "road", "a").value = "atlantis"
    book.save(path)
    _sent(page, path)
    assert "atlantis" in page.inner_text("[role=alert]")
    assert page.query_selector("button[value=accept]") is None
    page.click("button[value=drop]")
    for name, data, said in (
        ("a.xlsx", b"not a workbook", "a.xlsx"),
        ("a.csv", b"id,name", "no Excel workbook"),
        ("a.xlsx", b"x" * (10 * 2**20 + 1), "at most 10 MB"),
    ):
        page.set_input_files("[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
        page.click("text=Show the difference")
        assert said in page.inner_text("[role=alert]") or "upload.xlsx" in page.inner_text("[role=alert]")
    assert current_content()["links", "road"]["a"] == "east"
