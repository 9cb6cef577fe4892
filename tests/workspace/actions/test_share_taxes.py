"""An agreement is entered and signed, a year's taxes are reported, cleared, signed, paid and corrected."""

import openpyxl

from unfence.workspace.ledger.balances import balances
from unfence.workspace.ledger.models import Agreement
from workspace.deals import PARK


def test_a_year_of_shared_taxes(live, tmp_path):
    secretary = live.page("secretary")
    secretary.goto("/ledger/")
    secretary.click("text=Enter an agreement")
    secretary.fill("[name=key]", "park-tax")
    secretary.fill("[name=since]", "2026")
    secretary.fill("[name=text]", PARK.replace("ratio", "ration"))
    secretary.click("button:text-is('Enter it')")
    assert "ration" in secretary.inner_text("[role=alert]")
    secretary.fill("[name=text]", PARK)
    secretary.click("button:text-is('Enter it')")
    secretary.wait_for_url("**/versions/1/")
    leaders = {office: live.page("leader", office) for office in ("east", "west")}
    for office, page in leaders.items():
        page.goto("/")
        page.click(".notices a:has-text('waits for your signature')")
        page.click(f"text=Sign for {office}")
        page.wait_for_selector(f"button:text-is('Sign for {office}')", state="detached")
    officer = live.page("officer", "west", lang="zh", width=390)
    officer.goto("/ledger/park-tax/facts/?year=2026")
    officer.fill("[name=item]", "tax")
    officer.click("button:text-is('录入')")
    officer.fill("[name=value1]", "1,000.50")
    officer.click("button:text-is('报送')")
    officer.wait_for_url("**/facts/?year=2026")
    officer.goto("/ledger/park-tax/upload/")
    _workbook(tmp_path / "rest.xlsx", [("west", 2026, month, "tax", 1000) for month in range(2, 13)])
    officer.set_input_files("[name=file]", tmp_path / "rest.xlsx")
    officer.click("button:text-is('显示差异')")
    officer.wait_for_selector("ins")
    assert officer.locator("ins").count() == 11
    officer.click("button:text-is('确认报送')")
    officer.wait_for_url("**/facts/?year=2026")
    officer.goto("/ledger/park-tax/2026/")
    officer.click("button:text-is('清算 2026 年')")
    officer.wait_for_selector(".state.done")
    for page in leaders.values():
        page.goto("/ledger/park-tax/2026/")
        page.click("button:text-is('Sign')")
        page.wait_for_selector("button:text-is('Sign')", state="detached")
    east = leaders["east"]
    assert "7,200.30 yuan" in east.inner_text(".tiles")
    east.goto("/ledger/park-tax/")
    east.click("summary:text-is('Money has arrived')")
    east.fill("[name=amount]", "7000")
    east.fill("#id_year", "2026")
    east.click("button:text-is('Book it as received')")
    east.wait_for_selector("text=200.30 yuan")
    agreement = Agreement.objects.get()
    assert {b.office.key: b.due for b in balances(agreement)} == {"east": 20030, "west": -20030}
    assert officer.complaints == east.complaints == leaders["west"].complaints == []


def _workbook(path, rows):
    book = openpyxl.Workbook()
    for row in [("party", "year", "month", "item", "value"), *rows]:
        book.active.append(row)
    book.save(path)
