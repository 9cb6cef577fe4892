"""Both sides settle a matter: raised, decided, signed by both leaders; a task done by one, confirmed by the other."""

from unfence.workspace.matters.models import Matter
from workspace.affairs import studied


def test_settle_a_matter(live, tmp_path):
    studied()
    officer = live.page("officer", "east")
    officer.goto("/matters/new/")
    officer.fill("[name=title]", "One check for both towns")
    officer.check("[value=one_check]")
    officer.click("main form button")
    officer.wait_for_url("**/matters/M-*/")
    assert "2,292 yuan" in officer.inner_text("main .tiles")
    officer.fill("textarea[name=text]", "One check from the first of March.")
    officer.click("form[action$='/decision/'] button")
    officer.wait_for_selector("text=West Town: not signed yet")
    matter = Matter.objects.get()

    for office in ("east", "west"):
        leader = live.page("leader", office, lang="zh", width=390)
        leader.click("main .notices a")
        leader.click("form[action$='/sign/'] button")
        leader.wait_for_selector(".state.agreed" if office == "west" else "text=已签署")
        assert leader.evaluate("document.documentElement.scrollWidth") <= 390
        assert leader.complaints == []

    officer.reload()
    officer.click("summary:has-text('Give a task')")
    officer.fill("input[name=text]", "Move the west's scale")
    officer.fill("[name=due]", "2031-03-01")
    officer.select_option("[name=lead]", "west.officer")
    officer.select_option("[name=partner]", "east.officer")
    officer.click("form[action$='/tasks/'] button")
    officer.click("text=Move the west's scale")

    west = live.page("officer", "west")
    west.goto(officer.url)
    proof = tmp_path / "scale.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n")
    west.set_input_files("[name=document]", proof)
    west.click("button[value=done]")
    west.wait_for_selector(".state.reported")
    assert west.locator("button[value=confirm]").count() == 0
    officer.reload()
    officer.click("button[value=confirm]")
    officer.wait_for_selector(".state.confirmed")
    assert matter.tasks.get().state == "confirmed"
    assert officer.complaints == west.complaints == []
