"""A truck is inspected on one side and passes the other side's checkpoint with its code, once."""


def test_inspected_once(live, tmp_path, settings):
    settings.DATA = tmp_path
    leader = live.page("leader", "west")
    leader.goto("/recognition/")
    leader.check("[name=kinds][value=weight]")
    leader.click("main form >> text=Save")
    officer = live.page("officer", width=390)
    officer.goto("/inspections/")
    officer.click("text=New inspection")
    officer.fill("[name=vehicle]", "贵D12345")
    officer.fill("[name=cargo]", "barite")
    officer.check("[name=kinds][value=weight]")
    officer.click("text=Record and sign")
    assert "West Town recognises" in officer.inner_text("main")
    assert officer.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    assert officer.evaluate("document.documentElement.scrollWidth") <= 390
    officer.click("text=The code as text")
    code = officer.inner_text(".codetext")
    gate = live.page("officer", "west", lang="zh", width=390)
    gate.goto("/checkpoint/")
    gate.fill("[name=text]", code)
    gate.keyboard.press("Enter")
    gate.wait_for_selector(".verdict.fit")
    assert "贵D12345" in gate.inner_text(".verdict")
    gate.fill("[name=text]", code)
    gate.keyboard.press("Enter")
    gate.wait_for_selector(".verdict:not(.fit)")
    assert "用过" in gate.inner_text(".verdict")
    gate.fill("[name=text]", code[:-5] + "AAAAA")
    gate.keyboard.press("Enter")
    gate.wait_for_selector(".verdict >> text=伪造")
    assert leader.complaints == officer.complaints == gate.complaints == []
