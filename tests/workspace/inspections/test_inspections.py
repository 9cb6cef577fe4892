"""An inspection is signed by one side, recognised by the other, and verified at its checkpoint, online or not."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from unfence.cli.program import Program
from unfence.workspace.audit.models import Entry
from unfence.workspace.inspections import read_keys, verify
from unfence.workspace.inspections.models import Inspection, Key, inspect, key_of, keys_for

FORM = {"vehicle": "贵d 12345", "cargo": "barite", "kinds": ["weight", "cargo"], "hours": "24"}


@pytest.fixture
def made(area, client_of, tmp_path, settings):
    """One inspection by East; West recognises its weights."""
    settings.DATA = tmp_path
    assert client_of("officer").post("/inspections/new/", FORM).status_code == 302
    client_of("leader", "west").post("/recognition/", {"of": "east", "kinds": ["weight"]})
    return Inspection.objects.get()


def verdict(area, made, side=None, after=timedelta(hours=1)):
    return verify(made.text, keys_for(side or area.other), timezone.now() + after)


def test_recorded_signed_and_fit_at_the_other_side(area, made):
    assert made.vehicle == "贵D12345"
    found = verdict(area, made)
    assert (found.reason, found.kinds, found.code.vehicle) == ("fit", ("weight",), "贵D12345")
    assert verdict(area, made, after=timedelta(hours=25)).reason == "expired"
    assert verdict(area, made, side=area.own).kinds == ("weight", "cargo"), "one's own counts whole"


def test_what_is_no_longer_recognised_is_refused(area, made, client_of):
    assert client_of("leader", "west").post("/recognition/", {"of": "west", "kinds": ["weight"]}).status_code == 422
    client_of("leader", "west").post("/recognition/", {"of": "east"})
    assert verdict(area, made).reason == "unknown_key"


def test_taken_back_is_refused_and_said_once(area, made, client_of):
    leader, where = client_of("leader"), f"/inspections/{made.code}/"
    assert leader.post(where, {"reason": " "}).status_code == 422
    assert leader.post(where, {"reason": "the scale was wrong"}).status_code == 302
    assert leader.post(where, {"reason": "again"}).status_code == 422
    assert verdict(area, made).reason == "taken_back"
    assert "the scale was wrong" in client_of("viewer", "west").get(where).content.decode()


def test_a_replaced_key_still_verifies_and_a_lost_one_does_not(area, made, client_of):
    leader = client_of("leader")
    leader.post("/recognition/key/", {"do": "replace"})
    assert verdict(area, made).reason == "fit"
    second = inspect(area.member("officer"), "A1", "coal", ["weight"], 1)
    assert second.key != made.key
    leader.post("/recognition/key/", {"do": "lost"})
    assert verdict(area, second, after=timedelta()).reason == "unknown_key"
    assert verdict(area, made).reason == "fit"


def test_the_private_half_lies_in_a_file_of_our_own_only(area, made):
    key = key_of(area.own)
    assert Key.objects.count() == 1
    assert key.path.parent == Path(settings.DATA) / "keys"
    if key.path.stat().st_uid:
        assert key.path.stat().st_mode & 0o077 == 0
    raw = key.private().private_bytes_raw().hex()
    held = [str(value) for row in (*Key.objects.values(), *Entry.objects.values()) for value in row.values()]
    assert not any(raw in value for value in held)


def test_what_was_signed_cannot_be_rewritten(made):
    for change in (lambda: Inspection.objects.update(vehicle="X"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_picture_is_the_code(made, client_of):
    answer = client_of("viewer", "west").get(f"/inspections/{made.code}/code.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    wanted = segno.make(made.text, error="m", micro=False)
    assert wanted.mode == "alphanumeric", "the letters of the code are those that QR codes hold densely"
    buffer = io.BytesIO()
    wanted.save(buffer, kind="svg", scale=4, border=4, xmldecl=False, svgclass=None, lineclass=None)
    assert answer.content == buffer.getvalue()


def test_a_form_with_mistakes_keeps_what_was_typed(client_of, area):
    answer = client_of("officer").post("/inspections/new/", {"vehicle": "贵D1", "cargo": "", "hours": "900"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "贵D1" in page
    assert not Inspection.objects.exists()


def test_the_checkpoint_page_lets_a_code_through_once(made, client_of):
    officer = client_of("officer", "west")
    first = officer.post("/checkpoint/", {"text": made.text}).content.decode()
    assert "Fit" in first
    assert "贵D12345" in first
    assert "has passed here before" in officer.post("/checkpoint/", {"text": made.text}).content.decode()
    assert "no inspection code" in officer.post("/checkpoint/", {"text": "UF1:HELLO"}).content.decode()
    logged = Entry.objects.filter(action="inspections.checked").order_by("pk")
    assert [entry.facts["verdict"] for entry in logged] == ["fit", "used", "unreadable"]


def ran(*args, typed=None):
    return CliRunner().invoke(Program("en"), list(args), input=typed)


def test_the_command_at_a_checkpoint_without_a_network(area, made, client_of, tmp_path):
    file = tmp_path / "keys-west.json"
    file.write_bytes(client_of("officer", "west").get("/checkpoint/keys.json").content)
    assert read_keys(file.read_text()).side == "west"
    first = ran("verify-code", made.text, "--keys", str(file))
    assert first.exit_code == 0, first.output
    assert "Fit: need not be inspected again for weight" in first.output
    assert "贵D12345" in first.output
    again = ran("verify-code", made.text, "--keys", str(file), "--json")
    assert again.exit_code == 1
    assert (json.loads(again.stdout)["reason"], json.loads(again.stdout)["fit"]) == ("used", False)
    scanned = ran("verify-code", "--keys", str(file), "--used", str(tmp_path / "b"), typed=f"{made.text}\n\nrubbish\n")
    assert scanned.exit_code == 1
    assert [line.split(":")[0] for line in scanned.stdout.splitlines()] == ["Fit", "Refused"]


def test_the_command_says_what_is_wrong_with_a_list(tmp_path):
    (tmp_path / "k.json").write_text("[]")
    answer = ran("verify-code", "UF1:A", "--keys", str(tmp_path / "k.json"))
    assert answer.exit_code == 1
    assert "no list of a checkpoint's keys" in answer.output
    assert ran("verify-code", "UF1:A", "--keys", str(tmp_path / "none.json")).exit_code == 1
    assert ran("verify-code", "UF1:A").exit_code == 2
