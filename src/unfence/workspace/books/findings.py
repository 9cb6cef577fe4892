"""Findings, told to a member: what is wrong elsewhere in the book, without what they may not see of it."""

from collections.abc import Sequence

from unfence.errors import Finding
from unfence.words import Lang
from unfence.workspace.books.content import Draft
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import Member


def elsewhere(member: Member, lang: Lang, draft: Draft, here: Sequence[Finding] = ()) -> list[str]:
    """Findings about other rows; of rows that the member does not see whole only that there is something."""
    there = set(Row.objects.values_list("table", "key"))
    seen = {(r.table, r.key): r for r in Row.objects.all().seen_by(member)}
    said = []
    for finding in draft.findings:
        pair = draft.row_of(finding)
        if finding in here:
            continue
        shown = seen.get(pair)
        if pair not in there or (shown and shown.whole):
            said.append(f"{'/'.join(filter(None, pair))}: {finding.what(lang)}; {finding.mend(lang)}")
        else:
            said.append("/".join(pair) if shown else pair[0])
    return said
