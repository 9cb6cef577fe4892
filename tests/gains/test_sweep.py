"""Many states: neighbours in the code, no answer, progress."""

import itertools

import numpy as np
import pytest

from gains.opened import economy_of
from unfence.gains.sweep import Scenario, gray, welfares
from worlds import worlds


def test_gray_visits_every_set_one_step_at_a_time():
    walk = gray(5)
    assert sorted(walk) == list(range(32))
    assert all((a ^ b).bit_count() == 1 for a, b in itertools.pairwise(walk))


def test_a_state_without_an_answer_is_worth_less_than_anything(tmp_path):
    tables, settings = worlds.must_short()
    tables["markets"][0]["quantity"] = 100
    tables["measures"] = [{"id": "shrink", "name": "Shrink", "capex": 1}]
    tables["effects"] = [{"measure": "shrink", "on": "market", "id": "boiler", "change": "add", "amount": -12}]
    economy = economy_of((tables, settings), tmp_path)
    found = welfares(economy, [Scenario(), Scenario(measures=("shrink",)), Scenario()])
    assert found == pytest.approx(np.array([1100, -np.inf, 1100]))


def test_progress_counts_up(tmp_path):
    heard = []
    economy = economy_of(worlds.quota_shared(), tmp_path)
    found = welfares(economy, [Scenario(), Scenario(fences=("quota",))], progress=lambda *at: heard.append(at))
    assert found == pytest.approx([920, 1280])
    assert heard == [(1, 2), (2, 2)]
