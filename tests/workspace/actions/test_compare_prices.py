"""Both sides report what power costs; each sees the wedge once the other shares its prices."""

import pytest

from unfence.workspace.priceboard.models import Price


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("zh", 390)])
def test_report_and_compare(live, lang, width):
    said = {"en": ("Report", "withheld"), "zh": ("报送", "未共享")}[lang]
    pages = {office: live.page("officer", office, lang=lang, width=width) for office in ("east", "west")}
    for office, prices in (("east", ("3.10", "3.20", "3.30")), ("west", ("2.10", "2.20", "2.30"))):
        page = pages[office]
        page.goto("/prices/factors/water/")
        for month, price in enumerate(prices, start=1):
            page.fill("[name=month]", f"2026-0{month}")
            page.fill("[name=price]", price)
            page.click(f"main button:text-is('{said[0]}')")
            page.wait_for_selector(f"tbody th:text-is('2026-0{month}')")
    assert Price.objects.count() == 6
    east = pages["east"]
    east.goto("/prices/")
    assert said[1] in east.inner_text("tbody")
    giver = live.page("leader", "west")
    giver.goto("/sharing/")
    giver.select_option("#give_table", "markets")
    giver.select_option("#give_group", "money")
    giver.select_option("#give_level", "values")
    giver.click("button:text-is('Let the other side see')")
    giver.wait_for_url("**/sharing/")
    east.goto("/prices/")
    assert said[1] not in east.inner_text("tbody")
    east.click("tbody tr:first-child a")
    assert east.locator("figure svg").count() == 1
    assert east.complaints == giver.complaints == []
