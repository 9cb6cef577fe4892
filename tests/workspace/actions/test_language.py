"""Somebody reads Chinese, before and after the log-in, and it stays so."""

from workspace.area import PASSWORD


def test_the_language_is_switched_and_kept(live):
    page = live.page()
    page.goto("/login/")
    assert page.inner_text("h1") == "Log in"
    page.click(".tongue button")
    assert page.inner_text("h1") == "登录"
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.fill("[name=name]", "west.viewer")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(live.url + "/")
    assert "Book" in page.inner_text("nav"), "the account's own language goes before the cookie's"
    page.click(".tongue button")
    assert "账册" in page.inner_text("nav")
    other = live.browser.new_context(base_url=live.url, locale="en").new_page()
    other.goto("/login/")
    other.fill("[name=name]", "west.viewer")
    other.fill("[name=password]", PASSWORD)
    other.click("main button")
    other.wait_for_url(live.url + "/")
    assert "账册" in other.inner_text("nav")
    assert page.complaints == []
