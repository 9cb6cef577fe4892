"""A member ticks measures and fences and sees at once what changes; keeps it, and puts two side by side."""

import re

from unfence.workspace.whatif.models import Scenario

KEPT = re.compile(r"/whatif/\d+/$")


def test_tick_keep_compare(live):
    page = live.page("officer", "east", width=390)
    page.goto("/whatif/")
    assert "Nothing is ticked: this is today" in page.inner_text("#answer")
    page.check("[value=one_check]")
    page.wait_for_selector("#answer .tiles")
    assert "+27,500 yuan" in page.inner_text("#answer .tiles")
    page.wait_for_url("**/whatif/?m=one_check")
    page.fill("#keep [name=name]", "One check")
    page.check("[value=stamp]")
    page.wait_for_url("**f=stamp")
    assert page.input_value("#keep [name=name]") == "One check", "another tick leaves what was typed"
    page.uncheck("[value=stamp]")
    page.wait_for_url("**/whatif/?m=one_check")
    page.click("#keep button")
    page.wait_for_url(KEPT)
    page.click("text=Go on from here")
    page.uncheck("[value=one_check]")
    page.check("[value=checkpoint]")
    page.wait_for_url("**/whatif/?f=checkpoint")
    page.fill("#keep [name=name]", "For nothing")
    page.click("#keep button")
    page.wait_for_url(KEPT)
    page.click("main >> text=Kept scenarios")
    for box in page.query_selector_all("[name=s]"):
        box.check()
    page.click("text=Put side by side")
    table = page.inner_text("table")
    assert "+27,500 yuan" in table
    assert "+30,500 yuan" in table
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.complaints == []
    assert Scenario.objects.count() == 2


def test_without_scripts(live):
    held = live.page("viewer", "west")
    context = live.browser.new_context(
        base_url=live.url, java_script_enabled=False, storage_state=held.context.storage_state()
    )
    page = context.new_page()
    page.goto("/whatif/")
    page.check("[value=one_check]")
    page.click("text=Work it out")
    assert "+27,500 yuan" in page.inner_text("#answer .tiles")
    assert page.is_checked("[value=one_check]")
