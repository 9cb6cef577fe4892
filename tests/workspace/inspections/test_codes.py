"""Codes by themselves: what is changed, borrowed, old or of no agreed kind is refused; nothing is believed unread."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from unfence.errors import UnfenceError
from unfence.words import sentences
from unfence.workspace.inspections import Code, Keys, Trusted, read_keys, verify
from unfence.workspace.inspections.codes import MARK, REFUSALS, sign, write_keys
from unfence.workspace.inspections.window import use

EAST, WEST = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
CODE = Code("east-1", "a1b2", 1000, 5000, "贵D12345", "barite 重晶石", ("weight", "cargo"), "S-77")


def trusted(private, *kinds):
    return Trusted("east", private.public_key().public_bytes_raw().hex(), frozenset(kinds))


KEYS = Keys("west", 900, 90_000, {"east-1": trusted(EAST, "weight", "papers")})
TEXT = sign(CODE, EAST)


def at(second):
    return datetime.fromtimestamp(second, UTC)


def reason(text, keys=KEYS, second=2000):
    return verify(text, keys, at(second)).reason


def test_a_fit_code_says_what_was_inspected_and_what_of_it_counts_here():
    verdict = verify(f" {TEXT}\r\n", KEYS, at(2000))
    assert verdict.fit
    assert verdict.code == CODE
    assert (verdict.kinds, verdict.office) == (("weight",), "east"), "cargo is not recognised from there"


def test_ed25519_is_that_of_the_standard():
    """RFC 8032, 7.1, test 2: so what we verify is what anybody else's Ed25519 signs."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert private.public_key().public_bytes_raw().hex() == public
    assert private.sign(b"\x72").hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")
    keys = replace(KEYS, trusted={"east-1": Trusted("east", public, frozenset({"weight"}))})
    assert reason(sign(CODE, private), keys) == "fit"


@given(st.integers(len(MARK), len(TEXT) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_no_letter_can_be_changed(place, letter):
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    assert changed == TEXT or reason(changed) in ("forged", "unreadable", "unknown_key")


@given(st.one_of(st.text(), st.text().map(lambda t: MARK + t), st.integers(0, len(TEXT)).map(lambda n: TEXT[:n])))
def test_anything_else_is_refused_and_never_breaks(text):
    assert text.strip().upper() == TEXT or reason(text) != "fit"


def test_a_body_signed_by_the_other_side_is_forged():
    assert reason(sign(CODE, WEST)) == "forged"


def test_no_key_signs_in_the_name_of_another():
    """West's own key is trusted too; a code that names East's stays East's."""
    both = replace(KEYS, trusted={**KEYS.trusted, "west-1": trusted(WEST, "weight")})
    assert reason(sign(CODE, WEST), both) == "forged"
    assert reason(sign(replace(CODE, key="west-1"), WEST), both) == "fit"
    assert reason(sign(replace(CODE, key="west-2"), WEST), both) == "unknown_key"


def test_the_hours_by_hand():
    assert [reason(TEXT, second=s) for s in (699, 700, 5000, 5001)] == ["too_early", "fit", "fit", "expired"]


def test_a_list_that_is_too_old_knows_nothing():
    assert reason(TEXT, replace(KEYS, until=1999)) == "old_keys"


def test_taken_back_and_not_recognised():
    assert reason(TEXT, replace(KEYS, taken_back=frozenset({"a1b2"}))) == "taken_back"
    assert reason(TEXT, replace(KEYS, trusted={"east-1": trusted(EAST, "papers")})) == "not_recognised"


def test_signed_nonsense_is_unreadable():
    from unfence.workspace.inspections import codes

    def packed(body):
        held = bytes([6]) + b"east-1" + body
        return MARK + codes.base64.b32encode(held + EAST.sign(codes.PURPOSE + held)).decode().rstrip("=")

    for body in (
        b"",
        b"{}",
        b"[1]",
        b"null",
        b'["a","b",1,"","",[],""]',
        b"\xff",
        b'["s",1,9e999,"","",[],""]',
        b'["s",1,9999999999999,"","",[],""]',
        b'["s",9,1,"","",[],""]',
        b"[" * 1100,
    ):
        assert reason(packed(body)) == "unreadable", body


def test_a_code_passes_a_checkpoint_once(tmp_path):
    here, there = tmp_path / "new" / "here.used", tmp_path / "there.used"
    assert use(TEXT, KEYS, at(2000), here).fit
    again = use(TEXT.lower(), KEYS, at(2001), here)
    assert (again.reason, again.code) == ("used", CODE)
    assert use(TEXT, KEYS, at(2002), there).fit, "another checkpoint counts for itself"
    assert use(TEXT, KEYS, at(5001), here).reason == "expired", "it is refused for good, remembered or not"


def test_a_refused_code_is_not_used_up(tmp_path):
    file = tmp_path / "w.used"
    assert use(TEXT, KEYS, at(100), file).reason == "too_early"
    assert use(TEXT, KEYS, at(2000), file).fit


def test_of_two_who_scan_at_once_one_is_first(tmp_path):
    found = []
    scan = lambda: found.append(use(TEXT, KEYS, at(2000), tmp_path / "w.used").reason)  # noqa: E731
    threads = [threading.Thread(target=scan) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["fit"] + ["used"] * 7


def test_a_window_that_cannot_be_written_lets_nothing_through(tmp_path):
    (tmp_path / "w.used").write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(UnfenceError, match="cannot be used"):
        use(TEXT, KEYS, at(2000), tmp_path / "w.used")


@given(st.text())
def test_a_list_of_keys_is_read_or_refused(text):
    with pytest.raises(UnfenceError, match="no list"):
        read_keys(text)


def test_a_list_keeps_everything():
    assert read_keys(write_keys(replace(KEYS, taken_back=frozenset({"x"})))) == replace(
        KEYS, taken_back=frozenset({"x"})
    )


def test_every_refusal_has_its_sentence():
    assert all(f"inspections.verdict.{one}" in sentences() for one in (*REFUSALS, "fit"))


def test_a_checkpoint_needs_no_django_and_no_network():
    code = (
        "import socket, sys\n"
        "def no(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.create_connection = no\n"
        "from datetime import datetime, UTC\n"
        "from unfence.workspace.inspections import Keys, verify\n"
        "assert verify('UF1:A', Keys('w', 0, 9, {}), datetime.fromtimestamp(1, UTC)).reason == 'unreadable'\n"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_code_has_one_writing():
    """Spare bits of the last letter say nothing, and still may not be changed."""
    for vehicle in ("A", "AB", "ABC", "ABCD", "ABCDE"):
        text = sign(replace(CODE, vehicle=vehicle), EAST)
        fit = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if reason(text[:-1] + letter) == "fit"]
        assert fit == [text[-1]]
