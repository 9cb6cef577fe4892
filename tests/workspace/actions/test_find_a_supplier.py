"""An officer looks for coal, makes contact, writes down what it saved; the secretary reads the check."""

import json

from unfence.examples import example
from unfence.studies import study
from unfence.workspace.firms.models import Contact
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import Job, ask


def test_find_a_supplier(live):
    job = ask("jobs.study", None, 1)
    figures = json.loads(study(example("two_towns")).to_json())
    Job.objects.filter(pk=job.pk).update(state="done", result=figures)
    page = live.page("officer", "west", lang="zh", width=390)
    page.goto("/firms/find/")
    page.click("text=计算到厂价")
    page.wait_for_url("**/jobs/2/")
    do(claim("w"), "w")
    page.goto("/firms/find/")
    page.select_option("[name=commodity]", "coal")
    page.click("main form.filter button")
    page.wait_for_selector("tbody tr")
    rows = page.eval_on_selector_all("tbody tr", "rows => rows.map(row => row.innerText)")
    assert "340 元" in rows[0], "from the far city: nothing of it is withheld"
    assert "未开放" in rows[1], "the mine is East's"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("tbody tr:nth-child(2) >> text=发起对接")
    assert page.input_value("[name=seller]") == "mine"
    page.fill("[name=note]", "求购块煤")
    page.click("main form.form button")
    page.wait_for_selector(".state")
    contact = Contact.objects.get()

    east = live.page("officer", "east")
    east.click("main .notices a")
    east.select_option("[name=state]", "agreed")
    east.fill("[name=quantity]", "400")
    east.fill("[name=saving]", "-12800")
    east.select_option("[name=was]", "far_coal")
    east.click("main form.form button")
    east.wait_for_selector(".state.done")
    assert "being checked" in east.inner_text("main")
    do(claim("w"), "w")
    secretary = live.page("secretary")
    secretary.goto(f"/firms/contacts/{contact.pk}/")
    assert "400 t, delivered for 340 yuan per unit before and 372 yuan now" in secretary.inner_text("main")
    assert page.complaints == east.complaints == secretary.complaints == []
