"""What stands in a digest: every app's sections, each office's own, in both languages, no withheld figure."""

import json
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.utils import timezone

from unfence.examples import example
from unfence.studies import study
from unfence.words import money, sentences
from unfence.workspace.digest.models import Issue, week_of
from unfence.workspace.digest.post import sections_in
from unfence.workspace.digest.sources import MOST, Line, gathered, sources, told
from unfence.workspace.firms.dealing import make_contact
from unfence.workspace.firms.models import Contact
from unfence.workspace.jobs.models import Job, ask


@pytest.fixture(scope="module")
def figures():
    return json.loads(study(example("two_towns")).to_json())


def studied(figures, days_ago):
    job = ask("jobs.study", None, 1, draws=days_ago)
    ended = timezone.now() - timedelta(days=days_ago)
    Job.objects.filter(pk=job.pk).update(state="done", result=figures, ended=ended)
    return job


def sections(office, lang="en"):
    issue = Issue(office=office, week=week_of(timezone.localdate()), sections=gathered(office, timezone.localdate()))
    return {section["title"]: section for section in sections_in(issue, lang)}


def texts(office, title, lang="en"):
    return [line["text"] for line in sections(office, lang)[title]["lines"]]


def test_every_section_is_worded():
    assert len({s.name for s in sources()}) == len(sources()) >= 3
    for section in sources():
        assert f"digest.sections.{section.name}" in sentences()


def test_nothing_to_say_is_said(area, client_of):
    assert gathered(area.own, timezone.localdate()) == []
    assert "Nothing is late" in client_of("viewer").get("/digest/").content.decode()


def test_what_waiting_costs_a_month(area, figures):
    studied(figures, 0)
    dearest = max((m for m in figures["measures"] if m["id"] in figures["best"]), key=lambda m: m["in_best"])
    title = "Measures that nobody has begun, and what a month costs"
    first = texts(area.own, title)[0]
    assert first.startswith(dearest["name"])
    assert money(dearest["in_best"] / 12, "CNY", "en") in first
    assert "每拖一月损失" in texts(area.own, "尚未动工的措施及每拖一月的损失", "zh")[0]


def test_prices_that_moved_within_the_week_as_far_as_the_office_sees_them(area, figures):
    before, now = deepcopy(figures), deepcopy(figures)
    for entry in now["prices"]:
        if entry["commodity"] == "coal" and entry["today"]:
            entry["today"] = [value * 1.25 for value in entry["today"]]
    studied(before, 8)
    studied(now, 0)
    title = "Prices that moved"
    far = "Coal at Far City: up 25 %, now 322.5 yuan."
    assert texts(area.own, title) == ["Coal at East Town: up 25 %, now 375 yuan.", far]
    assert any("West Town" in text for text in texts(area.neutral, title)), "the secretariat sees both sides"
    assert texts(area.own, "价格变动", "zh")[0] == "东镇的煤：上涨 25%，现为 375 元。"


def test_a_price_of_the_same_study_or_of_this_week_has_not_moved(area, figures):
    dearer = deepcopy(figures)
    dearer["prices"][0]["today"] = [999.0, 999.0]
    studied(figures, 3)
    studied(dearer, 0)
    assert "Prices that moved" not in sections(area.own)


def test_contacts_without_a_step_for_a_month(area):
    facts = {"what": "Coal", "seller": "mine", "buyer": "kiln", "office": area.own, "other": area.other}
    quiet, talked = (make_contact(area.member("officer"), facts | {"what": what}) for what in ("Coal", "Bricks"))
    Contact.objects.filter(pk=quiet.pk).update(moved=timezone.now() - timedelta(days=40))
    assert not talked.over
    for office in (area.own, area.other):
        (line,) = texts(office, "Contacts between firms without a step for a month")
        assert line.startswith("Coal: last step on ")


def test_of_many_lines_the_first_are_kept_and_the_rest_counted(area, figures):
    studied(figures, 0)
    for what in range(MOST + 3):
        facts = {"what": f"Coal {what:02}", "seller": "mine", "buyer": "kiln", "office": area.own, "other": area.other}
        made = make_contact(area.member("officer"), facts)
        Contact.objects.filter(pk=made.pk).update(moved=timezone.now() - timedelta(days=60 - what))
    section = sections(area.own)["Contacts between firms without a step for a month"]
    assert (len(section["lines"]), section["more"]) == (MOST, 3)
    assert section["lines"][0]["text"].startswith("Coal 00")


def test_a_line_is_told_in_the_readers_language():
    line = Line(
        "digest.delay", "", {"measure": {"name": "Bridge", "name_zh": "桥"}, "cost": {"money": 5e6, "currency": "CNY"}}
    )
    kept = {"key": line.key, "values": line.values}
    assert told(kept, "en") == "Bridge: a month's delay costs 5 million yuan."
    assert told(kept, "zh") == "桥：每拖一月损失 500 万元。"


def test_weeks_begin_on_mondays():
    assert {week_of(date(2026, 11, 16) + timedelta(days=n)) for n in range(7)} == {date(2026, 11, 16)}
