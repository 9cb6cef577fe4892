"""The server is killed while people save: what was answered is kept, nothing is half there; ten people at once.

`benchmarks/users.py` lets fifty loose for a minute.
"""

import csv
import io
import json
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import psutil
import pytest

from workspace.crowd import crowd, invited, let_loose, opened, row_form


@pytest.mark.slow
def test_what_was_answered_is_kept(served):
    server = served("--example", "two_towns")
    officer = invited(server, opened(server), "officer.east", "east")
    where, kept = "/book/links/rows/road/", [0]

    def save():
        for n in range(1, 500):
            try:
                _, page = officer.get(where)
                fields = row_form(page) | {"km": str(20 + n), "do": "save"}
                status, _ = officer.post(where, **fields)
            except OSError:
                return
            assert status == 200
            kept[0] = 20 + n

    thread = threading.Thread(target=save)
    thread.start()
    while kept[0] < 24:
        time.sleep(0.02)
    beside = server.process.children(recursive=True)
    server.kill()
    thread.join(60)
    psutil.wait_procs(beside, timeout=15)
    assert not [p for p in beside if p.is_running()], "the worker went with its server"
    server.start()
    officer.url = server.url
    _, page = officer.get(where)
    assert int(row_form(page)["km"]) in (kept[0], kept[0] + 1), "the last answer, or one that was not answered any more"
    fields = row_form(page) | {"km": "99", "do": "save"}
    assert officer.post(where, **fields)[0] == 200


def test_a_port_that_is_taken_is_said_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "unfence", "serve", "--port", port, "--data", str(tmp_path), "--lang", "en"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_crowd_loses_nothing_when_the_server_is_killed(served):
    server = served("--example", "two_towns")
    keeper = opened(server)
    people = crowd(server, keeper, 6)
    people[0].visitor.post("/study/", "/jobs/")
    job = urlsplit(people[0].visitor.at).path
    walk = threading.Thread(target=let_loose, args=(people, 8, 0.05))
    walk.start()
    time.sleep(5)
    server.kill()
    walk.join(60)
    server.start()
    keeper.url = server.url
    status, text = keeper.get("/log.csv")
    assert status == 200
    log = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    changed = sorted(json.loads(line["facts"])["number"] for line in log if line["action"] == "books.changed")
    assert changed == list(range(2, len(changed) + 2)), "the log is whole"
    saved = {number for person in people for number in person.saved}
    assert saved
    assert saved <= set(changed)
    assert len(changed) <= len(saved) + len(people), "no more than what each had under way"
    for code in (code for person in people for code in person.reported):
        assert keeper.get(f"/register/{code}/")[0] == 200
    end = time.monotonic() + 120
    while 'class="state done"' not in (page := keeper.get(job)[1]) and time.monotonic() < end:
        assert 'class="state failed"' not in page
        time.sleep(0.5)
    assert 'class="state done"' in page, "the job that was under way is done"


@pytest.mark.slow
def test_ten_people_for_ten_seconds(served):
    server = served("--example", "two_towns")
    people = crowd(server, opened(server), 10)
    let_loose(people, 10)
    met = [m for person in people for m in person.met]
    assert [m for m in met if m.wrong] == []
    assert {m.step for m in met} >= {"read", "edit", "report"}
    numbers = [n for person in people for n in person.saved]
    assert len(numbers) == len(set(numbers)) > 0
