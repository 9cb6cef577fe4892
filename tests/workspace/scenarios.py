"""Scenarios that somebody kept, for tests; solved once."""

import json
from functools import cache

from unfence.examples import example
from unfence.studies.whatif import whatif
from unfence.workspace.jobs.models import DONE, Job, ask
from unfence.workspace.whatif.models import Scenario
from unfence.workspace.whatif.works import KIND


@cache
def figures(measures=("one_check",), fences=()):
    """What comes of a scenario of two towns."""
    return json.loads(json.dumps(whatif(example("two_towns"), measures, fences).to_dict()))


def solved(area, measures=("one_check",), fences=(), revision=1):
    """The job of a scenario, done."""
    arguments = {"measures": list(measures), "fences": list(fences)}
    job = ask(KIND, area.member("officer"), revision, **arguments)
    Job.objects.filter(pk=job.pk).update(state=DONE, result=figures(tuple(measures), tuple(fences)))
    return Job.objects.get(pk=job.pk)


def kept(area, name="One check", office="east", shared=False, measures=("one_check",), fences=(), revision=1):
    """A scenario of an office."""
    member = area.member("officer", office)
    return Scenario.objects.create(
        office=member.office,
        author=member,
        name=name,
        shared=shared,
        measures=list(measures),
        fences=list(fences),
        revision=revision,
        job=solved(area, measures, fences, revision),
    )
