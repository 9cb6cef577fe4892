"""The menu: every page that wants to stand there does, once, under a word of both languages; two lines at 390 px."""

from types import SimpleNamespace

from django.test import RequestFactory

from unfence.words import sentences
from unfence.workspace import APPS, MENU
from unfence.workspace.pages import all_pages
from unfence.workspace.people.models import Member
from unfence.workspace.shell.frame import menu_of


def _asked(view, role):
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, role=role)
    request.resolver_match = SimpleNamespace(view_name=view)
    return request


def test_every_app_that_has_a_menu_page_stands_in_one_group():
    grouped = [app for apps in MENU.values() for app in apps]
    assert len(grouped) == len(set(grouped))
    assert {page.app for page in all_pages() if page.menu} <= set(grouped) <= set(APPS)
    assert {f"shell.group.{key}" for key in MENU} <= set(sentences())


def test_who_may_not_see_a_page_does_not_find_it_in_the_menu():
    def entries(role):
        return {entry.name for group in menu_of(_asked("shell.home", role)) for entry in group.entries}

    assert entries("auditor") - entries("officer") == {"audit.log"}
    assert "people.members" in entries("viewer")


def test_the_group_of_an_inner_page_is_the_current_one():
    menu = menu_of(_asked("register.report", "officer"))
    assert [group.key for group in menu if group.current] == ["affairs"]
    assert [group.key for group in menu_of(_asked("people.account", "officer")) if group.current] == ["office"]


def test_from_home_to_any_page_and_on_within_the_group(live):
    page = live.page("leader", lang="zh", width=390)
    page.click("nav.directory >> text=规划同图")
    page.wait_for_url("**/map/")
    assert page.inner_text("nav.menu [aria-current=page]") == "规划同图"
    assert page.locator("nav.menu").bounding_box()["height"] < 90, "two lines at 390 px"
    page.click("nav.menu .within >> text=数据共享")
    page.wait_for_url("**/sharing/")
    page.click("nav.menu >> text=会商")
    page.wait_for_url("**/register/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.complaints == []


def test_an_empty_workspace_says_what_to_do_first(area, client_of):
    Member.objects.filter(office__key="west").update(is_active=False)
    home = client_of("secretary").get("/").content.decode()
    assert "Nobody works in West Town yet: invite its leader." in home
    assert "Nobody works in East Town yet" not in home
    assert "There is no study of revision 1 of the book yet" in home
    assert "There is no study" not in client_of("viewer").get("/").content.decode()
