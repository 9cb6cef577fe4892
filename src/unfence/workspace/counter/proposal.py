"""Proposals: a start catalogue that comes with an example book, to be agreed to item by item.

The file ``counter.toml`` beside a book says what the two sides might offer together. Nothing in it is in force before
both sides have agreed here.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from unfence.errors import UnfenceError
from unfence.examples import NAMES
from unfence.workspace.audit.models import record
from unfence.workspace.counter.models import KINDS, MODES, Item, Paper
from unfence.workspace.people.models import SECRETARIAT, Member, Office

FILE = "counter.toml"


@dataclass(frozen=True)
class Proposal:
    """A start catalogue: whose it is, the sides that it is about, its items as they are written."""

    name: str
    sides: tuple[str, ...]
    items: Sequence[Mapping[str, Any]]


def read_proposal(name: str, text: str) -> Proposal:
    """The proposal that a text holds; raises ``UnfenceError`` with the place for what cannot be meant."""
    held = tomllib.loads(text)
    sides = tuple(held["sides"])
    for item in held["items"]:
        for field, known in (("kind", KINDS), ("mode", MODES)):
            if item[field] not in known:
                raise UnfenceError("workspace.proposal", item=item["key"], value=item[field], known=list(known))
        for paper in item["papers"]:
            strangers = {*paper["by"], *paper.get("recognised_by", ())} - {*sides}
            if strangers:
                raise UnfenceError("workspace.proposal", item=item["key"], value=sorted(strangers), known=list(sides))
    return Proposal(name, sides, held["items"])


def proposal_here() -> Proposal | None:
    """The proposal that fits the sides of this workspace; None if none does."""
    here = set(Office.objects.exclude(key=SECRETARIAT).values_list("key", flat=True))
    for name in NAMES:
        file = resources.files("unfence.examples").joinpath(name, FILE)
        if file.is_file():
            found = read_proposal(name, file.read_text(encoding="utf-8"))
            if set(found.sides) == here:
                return found
    return None


def take_up(proposal: Proposal, member: Member) -> int:
    """Put the items that are not in the catalogue yet into it, agreed to by nobody; how many."""
    offices = {office.key: office for office in Office.objects.filter(key__in=proposal.sides)}
    there = set(Item.objects.values_list("key", flat=True))
    fresh = [item for item in proposal.items if item["key"] not in there]
    for item in fresh:
        words = {name: str(item.get(name, "")).strip() for name in ("name", "name_zh", "text", "text_zh")}
        made = Item.objects.create(key=item["key"], kind=item["kind"], mode=item["mode"], **words)
        for paper in item["papers"]:
            for side in paper["by"]:
                Paper.objects.create(
                    item=made,
                    office=offices[side],
                    same=paper["same"],
                    name=paper["name"],
                    name_zh=paper.get("name_zh", ""),
                    recognises=side in paper.get("recognised_by", ()),
                )
    if fresh:
        record(member, "counter.proposed", proposal.name, count=len(fresh))
    return len(fresh)
