"""Somebody logs in, looks at the account, logs out."""

from workspace.area import PASSWORD


def test_log_in_and_out(live):
    page = live.page()
    page.goto("/book/")
    assert "/login/?next=%2Fbook%2F" in page.url
    page.fill("[name=name]", "east.officer")
    page.fill("[name=password]", "not it")
    page.click("main button")
    assert "not right" in page.inner_text("[role=alert]")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/book/")
    page.click(".who a")
    assert "Officer" in page.inner_text("main") or "officer" in page.inner_text("main")
    page.click("header .quiet")
    page.wait_for_url("**/login/")
    page.goto("/book/")
    assert "/login/" in page.url
    assert [c for c in page.complaints if "422" not in c] == []
