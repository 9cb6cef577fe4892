"""A leader invites a colleague, who comes in by the link."""


def test_a_colleague_comes_in(live):
    leader = live.page("leader")
    leader.click("nav >> text=Members")
    leader.fill("[name=shown]", "New Colleague")
    leader.select_option("[name=role]", "officer")
    leader.click("text=Make a link")
    link = leader.inner_text(".link")
    colleague = live.page()
    colleague.goto(link)
    assert "East Town" in colleague.inner_text("main")
    assert colleague.input_value("[name=shown]") == "New Colleague"
    for field, text in (("name", "colleague"), ("password", "short"), ("again", "short")):
        colleague.fill(f"[name={field}]", text)
    colleague.click("main button")
    assert "too short" in colleague.inner_text(".bad")
    for field in ("password", "again"):
        colleague.fill(f"[name={field}]", "over-the-river-88")
    colleague.click("main button")
    colleague.wait_for_url(live.url + "/")
    assert "New Colleague" in colleague.inner_text("header")
    leader.goto("/members/")
    assert "colleague" in leader.inner_text("main")
    assert [c for c in colleague.complaints if "422" not in c] == []
    assert leader.complaints == []
