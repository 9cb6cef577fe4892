"""Codes: an inspection in a line of text, signed, that a checkpoint verifies without a network.

    code      =  "UF1:" base32( len(key) key body signature )                 no padding; QR codes hold it densely
    body      =  JSON [serial, from, until, vehicle, cargo, [kinds], seal]    times in seconds since 1970
    signature =  Ed25519 over "unfence inspection 1" 0 key body               64 bytes

A checkpoint holds the other side's public keys, each with the kinds of inspection that its own side recognises from it,
and the serials that were taken back (``Keys``). A code is refused when it cannot be read, is signed by an unknown key
or not by the one that it names, is not of a kind that is recognised, has been taken back, is not yet or no longer
valid, or when the list of keys is too old to say. Whether it has been used before only the checkpoint itself knows
(``window``). Ed25519 (RFC 8032) is computed by ``cryptography``; nothing here knows Django.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unfence.errors import UnfenceError

MARK: Final = "UF1:"
PURPOSE: Final = b"unfence inspection 1\0"
SIGNATURE = 64
"""Bytes."""
LONGEST = 2000
"""Characters of a code that is read at all."""
LATEST = 2**35
"""No code names a later second; a calendar could not show it."""
AHEAD = 300
"""Seconds by which two clocks may differ."""
FIT = "fit"
REFUSALS = (
    *("unreadable", "unknown_key", "forged", "taken_back", "not_recognised"),
    *("too_early", "expired", "old_keys", "used"),
)


@dataclass(frozen=True)
class Code:
    """What a code says: times in seconds since 1970; ``kinds`` are what was inspected and found in order."""

    key: str
    serial: str
    since: int
    until: int
    vehicle: str
    cargo: str
    kinds: tuple[str, ...]
    seal: str = ""


@dataclass(frozen=True)
class Trusted:
    """A key that a checkpoint trusts: whose it is, its 32 public bytes in hex, the kinds recognised from it."""

    office: str
    public: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Keys:
    """What a checkpoint carries: for which side, made and good until when (seconds), its keys, serials taken back."""

    side: str
    made: int
    until: int
    trusted: Mapping[str, Trusted]
    taken_back: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """``fit``, or why not (one of ``REFUSALS``); ``kinds`` are those of the code that are recognised here."""

    reason: str
    code: Code | None = None
    office: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def fit(self) -> bool:
        """Whether the vehicle need not be inspected again."""
        return self.reason == FIT


def sign(code: Code, private: Ed25519PrivateKey) -> str:
    """The text of a code, signed."""
    held = [code.serial, code.since, code.until, code.vehicle, code.cargo, list(code.kinds), code.seal]
    body = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
    name = code.key.encode()
    signature = private.sign(_signed(name, body))
    return MARK + base64.b32encode(bytes([len(name)]) + name + body + signature).decode().rstrip("=")


def verify(code: str, keys: Keys, now: datetime) -> Verdict:
    """Whether a code is fit at a moment, by a checkpoint's keys. Pure: no network, no clock, no memory.

    Parameters
    ----------
    code
        The text that the scanner reads; blanks and line ends round it do not matter.
    keys
        The checkpoint's list; see ``read_keys``.
    now
        The moment, with its time zone.

    Examples
    --------
    >>> private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> trusted = Trusted("east", private.public_key().public_bytes_raw().hex(), frozenset({"weight"}))
    >>> keys = Keys("west", 1000, 9000, {"east-1": trusted})
    >>> text = sign(Code("east-1", "S1", 1000, 2000, "贵D12345", "barite", ("weight",)), private)
    >>> at = lambda second: datetime.fromtimestamp(second, UTC)
    >>> verify(text, keys, at(1500)).reason, verify(text, keys, at(2001)).reason, verify("UF1:A", keys, at(0)).reason
    ('fit', 'expired', 'unreadable')
    """
    moment = int(now.timestamp())
    if moment > keys.until:
        return Verdict("old_keys")
    parts = _parts(code)
    if parts is None:
        return Verdict("unreadable")
    name, body, signature = parts
    trusted = keys.trusted.get(name.decode("utf-8", "replace"))
    if trusted is None:
        return Verdict("unknown_key")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(trusted.public)).verify(signature, _signed(name, body))
    except InvalidSignature:
        return Verdict("forged")
    read = _read(name.decode(), body)
    if read is None:
        return Verdict("unreadable")
    kinds = tuple(kind for kind in read.kinds if kind in trusted.kinds)
    return Verdict(_reason(read, kinds, keys, moment), read, trusted.office, kinds)


def _reason(code: Code, kinds: tuple[str, ...], keys: Keys, moment: int) -> str:
    """What a code that is truly signed lacks, if it lacks anything."""
    if code.serial in keys.taken_back:
        return "taken_back"
    if moment > code.until:
        return "expired"
    if moment < code.since - AHEAD:
        return "too_early"
    return FIT if kinds else "not_recognised"


def read_keys(text: str) -> Keys:
    """The keys that a file holds, as ``write_keys`` wrote it; raises ``UnfenceError`` for anything else."""
    try:
        held = json.loads(text)
        trusted = {
            name: Trusted(str(one["office"]), str(one["public"]), frozenset(map(str, one["kinds"])))
            for name, one in held["keys"].items()
        }
        for one in trusted.values():
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(one.public))
        back = frozenset(map(str, held["taken_back"]))
        return Keys(str(held["side"]), int(held["made"]), int(held["until"]), trusted, back)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UnfenceError("workspace.keys_file", reason=f"{type(error).__name__}: {error}"[:120]) from error


def write_keys(keys: Keys) -> str:
    """A checkpoint's list as a file.

    >>> read_keys(write_keys(Keys("west", 1, 2, {}))) == Keys("west", 1, 2, {})
    True
    """
    named = {
        name: {"office": one.office, "public": one.public, "kinds": sorted(one.kinds)}
        for name, one in keys.trusted.items()
    }
    held = {"side": keys.side, "made": keys.made, "until": keys.until, "keys": named}
    return json.dumps(held | {"taken_back": sorted(keys.taken_back)}, ensure_ascii=False, indent=1) + "\n"


def shown(seconds: int) -> str:
    """A moment as a checkpoint reads it, in the time zone of its own clock."""
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _signed(name: bytes, body: bytes) -> bytes:
    """What is signed: the length is signed too, so that no byte moves from one part to the other."""
    return PURPOSE + bytes([len(name)]) + name + body


def _parts(text: str) -> tuple[bytes, bytes, bytes] | None:
    """Key's name, body and signature; None for what is no code."""
    plain = text.strip().upper()
    if not plain.startswith(MARK) or len(plain) > LONGEST:
        return None
    letters = plain.removeprefix(MARK)
    try:
        held = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return None
    if base64.b32encode(held).decode().rstrip("=") != letters:  # one code has one writing
        return None
    if len(held) < 2 + SIGNATURE or len(held) < 1 + held[0] + SIGNATURE:
        return None
    end = 1 + held[0]
    return held[1:end], held[end:-SIGNATURE], held[-SIGNATURE:]


def _read(name: str, body: bytes) -> Code | None:
    """What a signed body says; None where it is no body of ours."""
    try:
        serial, since, until, vehicle, cargo, kinds, seal = json.loads(body)
        times, named = (int(since), int(until)), tuple(map(str, kinds))
        code = Code(name, str(serial), *times, str(vehicle), str(cargo), named, str(seal))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return code if 0 <= code.since <= code.until <= LATEST else None
