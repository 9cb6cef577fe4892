"""What matters and the counter have to say in a digest: late tasks, texts to sign, cases in red, the dearest delays."""

from datetime import timedelta

from django.utils import timezone

from unfence.workspace.counter.models import Leg
from unfence.workspace.digest.sources import gathered, told
from unfence.workspace.matters.models import Task
from unfence.workspace.register.models import Report
from workspace.affairs import decided, given, raised, studied
from workspace.barriers import reported
from workspace.cases import case


def told_to(office, section, lang="en"):
    """The lines of one section of an office's digest, in a language."""
    found = {held["name"]: held for held in gathered(office, timezone.localdate())}
    return [told(line, lang) for line in found[section]["lines"]] if section in found else []


def test_tasks_and_texts_of_the_office(area):
    matter = raised(area)
    decided(area, matter, signers=("east",))
    late, soon = given(area, matter, 5), given(area, matter, 6, "Print the forms")
    Task.objects.filter(pk=late.pk).update(due="2020-01-02")
    assert told_to(area.own, "matters.overdue") == ["Move the scale of West Town – was due on 2020-01-02."]
    assert told_to(area.own, "matters.waiting") == [f"Print the forms – due on {soon.due}."]
    to_sign = f"{matter.code} One check: a decision waits for your leader's signature."
    assert told_to(area.other, "matters.waiting")[0] == to_sign
    assert "逾期" in told_to(area.other, "matters.overdue", "zh")[0]


def test_the_dearest_delay_first(area):
    studied()
    cheap, dear = raised(area, "The stamp", ("stamp",), ()), raised(area, "One check")
    codes = [text.split(" ")[0] for text in told_to(area.own, "matters.delays")]
    assert codes == [dear.code, cheap.code][: len(codes)]
    assert codes[0] == dear.code


def test_barriers_that_were_not_answered(area):
    late = reported(area)
    Report.objects.filter(pk=late.pk).update(deadline="2020-01-02")
    assert told_to(area.own, "matters.reports")[0].startswith(late.code)
    assert told_to(area.other, "matters.reports") == []


def test_a_case_in_red_is_told_by_its_number_only(area):
    red, _green = case(area), case(area)
    Leg.objects.filter(case=red).update(got=timezone.localdate() - timedelta(days=20))
    (line,) = told_to(area.own, "counter.red")
    assert line.startswith(red.code)
    assert "Wu Xiaomei" not in str(gathered(area.own, timezone.localdate()))
    assert told_to(area.other, "counter.red") == []
    assert len(told_to(area.neutral, "counter.red")) == 1
