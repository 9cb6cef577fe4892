"""The worker writes the week's digest; a leader says who gets it, a viewer reads it in their own language."""

import json

from django.conf import settings
from django.utils import timezone

from unfence.examples import example
from unfence.studies import study
from unfence.workspace.digest.models import Reader, week_of
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import Job, ask


def test_read_the_digest(live):
    job = ask("jobs.study", None, 1)
    figures = json.loads(study(example("two_towns")).to_json())
    Job.objects.filter(pk=job.pk).update(state="done", result=figures)
    leader = live.page("leader", "east", lang="zh", width=390)
    leader.click("nav >> text=每周提要")
    leader.fill("[name=address]", "li@east.example")
    leader.select_option("[name=language]", "zh")
    leader.click("main form.form button")
    leader.wait_for_selector("text=li@east.example")
    assert Reader.objects.get().lang == "zh"
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    week = week_of(timezone.localdate())
    ask("digest.weekly", None, None, week=week.isoformat())
    do(claim("w"), "w")
    viewer = live.page("viewer", "east")
    viewer.goto("/digest/")
    viewer.click(f"text=Week of {week}")
    viewer.wait_for_selector("text=file in the data folder")
    assert "a month's delay costs" in viewer.inner_text("main")
    year, number, _ = week.isocalendar()
    held = settings.DATA / "digests" / f"{year}-W{number:02}-east-zh.eml"
    assert held.is_file()
    assert leader.complaints == viewer.complaints == []
