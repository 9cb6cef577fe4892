"""An officer puts up a firm's card with what it needs; the other side finds it, figures only once they are shown."""


def test_put_up_a_card(live):
    page = live.page("officer", "east", lang="zh", width=390)
    page.click("nav >> text=企业")
    assert "还没有名片" in page.inner_text("main")
    page.click("main a.button")
    page.fill("[name=name]", "East Brick Yard")
    page.fill("[name=name_zh]", "东镇砖厂")
    page.click("main form.form button")
    page.click("text=添加货物")
    page.select_option("[name=kind]", "need")
    page.fill("[name=quantity]", "1000")
    page.click("main form.form button")
    assert "请写明是什么" in page.inner_text("main")
    assert page.input_value("[name=quantity]") == "1000"
    page.select_option("[name=commodity]", "bricks")
    page.fill("[name=price]", "255")
    page.click("main form.form button")
    page.wait_for_selector("tbody tr")
    assert "255 元" in page.inner_text("tbody")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    west = live.page("viewer", "west")
    west.goto("/firms/?q=bricks")
    assert "withheld" in west.inner_text("tbody")
    page.click("tbody >> text=修改")
    page.check("[name=public]")
    page.click("main form.form button")
    page.wait_for_selector("tbody tr")
    west.reload()
    assert "1,000 t · 255 yuan per t" in west.inner_text("tbody")
    assert west.query_selector("main a.button") is None
    assert [c for c in page.complaints if "422" not in c] == west.complaints == []
