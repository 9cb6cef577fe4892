"""The first hour: ``unfence serve``, the secretary's link, the example, the offices, a study that both can read."""

import re

import pytest

NEW = {"password": "over-the-river-88", "again": "over-the-river-88"}


def _comes_in(page, link, name):
    page.goto(link)
    for field, text in ({"shown": name.title(), "name": name} | NEW).items():
        page.fill(f"[name={field}]", text)
    page.click("main button")
    page.wait_for_selector("nav.menu")


def _invited(page, name, office, role):
    page.goto("/members/")
    page.fill("[name=shown]", name)
    page.select_option("[name=office]", office)
    page.select_option("[name=role]", role)
    page.click("text=Make a link")
    return page.inner_text(".link")


@pytest.mark.slow
def test_from_serve_to_a_shared_study(served, chromium):
    server = served()
    while not server.link:
        pass
    secretary = chromium.new_context(base_url=server.url, locale="en").new_page()
    _comes_in(secretary, server.link, "keeper")
    secretary.click(".notice a")
    secretary.click("text=Two Towns")
    secretary.wait_for_url("**/book/")
    leaders = {}
    for office in ("east", "west"):
        link = _invited(secretary, f"Leader {office}", office, "leader")
        leaders[office] = chromium.new_context(base_url=server.url, locale="en").new_page()
        _comes_in(leaders[office], link, f"leader.{office}")
    for page in leaders.values():
        page.goto("/sharing/")
        page.select_option("#give_table", "*")
        page.select_option("#give_group", "*")
        page.select_option("#give_level", "values")
        page.click("button:text-is('Let the other side see')")
    secretary.goto("/jobs/")
    secretary.click("text=Study revision 1")
    secretary.wait_for_selector(".state.done", timeout=90_000)
    path = re.sub(r"https?://[^/]+", "", secretary.url)
    for page in leaders.values():
        page.goto(path + "report/")
        assert page.query_selector(".tiles") is not None
    for context in chromium.contexts:
        context.close()


@pytest.mark.slow
def test_the_link_is_for_once_and_a_later_start_gives_none(served, chromium):
    server = served("--example", "two_towns")
    while not server.link:
        pass
    page = chromium.new_context(base_url=server.url, locale="en").new_page()
    _comes_in(page, server.link, "keeper")
    again = chromium.new_context(base_url=server.url, locale="en").new_page()
    again.goto(server.link)
    assert "used" in again.inner_text("main")
    for context in chromium.contexts:
        context.close()
    server.end()
    assert (server.data / "secret").stat().st_mode & 0o077 == 0
    server.link = ""
    server.start()
    server.end()
    assert server.link == ""
