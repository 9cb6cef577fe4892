"""The ledger survives a kill at every statement of every step, on the database under test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workspace.conftest import new_database


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a process that cannot be forked cannot be killed at each statement"
)
def test_killed_at_every_statement(tmp_path, postgres):
    env = {**os.environ, "UNFENCE_DATA": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    env.pop("DATABASE_URL", None)
    if postgres:
        env["DATABASE_URL"] = new_database(postgres, f"killed{os.getpid()}")
    command = [sys.executable, "-m", "workspace.ledger.killing"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["balances"] == {"east": 720000 - 500000 + 180000, "west": -400000}
    assert told["killed"] > 60
    versions, consents, facts, postings, _, signatures, _ = told["state"]
    assert (versions, consents, facts, postings, signatures) == (1, 2, 14, 5, 1)
