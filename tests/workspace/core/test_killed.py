"""The server is killed while people save: what was answered is kept, nothing is half there; fifty people at once."""

import re
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from unfence.words import say
from workspace.served import Visitor

NEW = {"password": "over-the-river-88", "again": "over-the-river-88"}


def _opened(server):
    """The secretary, come in by the first link."""
    end = time.monotonic() + 30
    while not server.link and time.monotonic() < end:
        time.sleep(0.05)
    keeper = Visitor(server.url)
    status, _ = keeper.post(server.link.removeprefix(server.url), name="keeper", shown="K", **NEW)
    assert status == 200
    return keeper


def _officer(server, keeper, name="officer.east", office="east"):
    """Somebody of an office, invited by the secretary."""
    _, text = keeper.post("/members/", shown=name, office=office, role="officer")
    visitor = Visitor(server.url)
    visitor.post(re.search(r'href="http://[^/]+(/invitation/[^"]+)"', text)[1], name=name, shown=name, **NEW)
    return visitor


def _form(page):
    """The fields of a row's form as they stand."""
    fields = dict(re.findall(r'<input id="c_\w+" name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<input type="hidden" name="(version)" value="(\d+)"', page))
    for name, body in re.findall(r'<select id="c_\w+" name="(\w+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


@pytest.mark.slow
def test_what_was_answered_is_kept(served):
    server = served("--example", "two_towns")
    officer = _officer(server, _opened(server))
    where, kept = "/book/links/rows/road/", [0]

    def save():
        for n in range(1, 500):
            try:
                _, page = officer.get(where)
                fields = _form(page) | {"km": str(20 + n), "do": "save"}
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
    assert int(_form(page)["km"]) in (kept[0], kept[0] + 1), "the last answer, or one that was not answered any more"
    fields = _form(page) | {"km": "99", "do": "save"}
    assert officer.post(where, **fields)[0] == 200


@pytest.mark.slow
def test_fifty_people_at_once(served):
    server = served("--example", "two_towns")
    keeper = _opened(server)
    visitors = [_officer(server, keeper, f"p{n}", ("east", "west")[n % 2]) for n in range(50)]
    wrong, count, end = [], [0], time.monotonic() + 20
    paths = ("/", "/book/", "/book/links/", "/sharing/", "/jobs/", "/members/", "/book/revisions/")

    def walk(n, visitor):
        step = n
        while time.monotonic() < end:
            path = paths[step % len(paths)]
            status, text = visitor.get(path)
            count[0] += 1
            if status != 200 or say("shell.mistake.500.title", "en") in text:
                wrong.append((path, status))
            if step % 10 == 0:
                where = "/book/links/rows/road/" if n % 2 == 0 else "/book/links/rows/highway/"
                _, page = visitor.get(where)
                status, _ = visitor.post(where, **(_form(page) | {"km": str(20 + step), "do": "save"}))
                if status not in (200, 409, 422):  # saved, somebody was quicker, or nothing new
                    wrong.append((where, status))
            step += 1

    threads = [threading.Thread(target=walk, args=pair) for pair in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
    assert count[0] > 100


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
