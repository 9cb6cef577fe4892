"""Two at once: the last place is given once, a case is handed over once, a number is given once."""

import threading

import pytest
from django.db import connection
from django.test import Client

from unfence.workspace.counter.models import Case, Leg, Quota
from workspace.area import make_area
from workspace.cases import case, school, step


@pytest.fixture
def committed(transactional_db):
    """The area as others see it too: committed."""
    return make_area()


def together(*acts):
    """Let each act run in a thread of its own, all begun at the same moment; what they gave."""
    found, ready = [], threading.Barrier(len(acts))

    def run(act):
        ready.wait()
        try:
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def poster(area, where, sent, office):
    client = Client()
    client.force_login(area.member("officer", office), "django.contrib.auth.backends.ModelBackend")
    return lambda: client.post(where, sent).status_code


def test_the_last_place_is_given_once(committed):
    quota = school(committed, places=1)
    cases = [case(committed, "for_other", kind="school", quota=quota) for _ in range(2)]
    for made in cases:
        for action in ("take", "hand_over"):
            step(committed, made, action)
        step(committed, Case.objects.whole().get(pk=made.pk), "take")
    sent = {"version": 4, "action": "granted", "note": ""}
    found = together(*(poster(committed, f"/counter/cases/{made.code}/", sent, "west") for made in cases))
    assert sorted(found) == [302, 422]
    assert Quota.objects.get().taken == 1


def test_a_case_is_handed_over_once(committed):
    made = case(committed)
    step(committed, made, "take")
    sent = {"version": 2, "action": "hand_over", "note": ""}
    where = f"/counter/cases/{made.code}/"
    found = together(*(poster(committed, where, sent, "east") for _ in range(2)))
    assert found.count(302) == 1
    assert Leg.objects.filter(case=made).count() == 2


def test_every_number_is_given_once(committed):
    case(committed)
    form = {"applicant": "A", "contact": "1", "first": "east"}
    found = together(*(poster(committed, "/counter/items/together/apply/", form, "east") for _ in range(4)))
    assert found == [302] * 4
    assert Case.objects.values("code").distinct().count() == 5
