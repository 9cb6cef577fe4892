"""A year of the ledger in a process of its own, every step of it killed at every statement before it is let through.

    python -m workspace.ledger.killing     (UNFENCE_DATA or DATABASE_URL say where)

For each step a child begins it and is killed (SIGKILL, as by a power cut) before its 1st, 2nd, ... statement, at last
before its commit. Each time nothing of the step may be found. Prints one line of JSON: how often it was killed, the
balances at the end, how many rows there are.
"""

import json
import os
import signal

import django
from django.core.management import call_command

DONE = 0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unfence.workspace.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from unfence.workspace.ledger.balances import balances
    from workspace.area import make_area

    area = make_area()
    killed = 0
    for step in _steps(area):
        killed += _killed_everywhere(step)
    agreement = _agreement()
    told = {b.office.key: b.due for b in balances(agreement)}
    print(json.dumps({"killed": killed, "balances": told, "state": _state()}))  # noqa: T201


def _steps(area):
    """What happens in the year; each is begun anew until it is done."""
    from unfence.workspace.ledger.booking import agree, clear, pay, sign
    from unfence.workspace.ledger.models import Version
    from workspace.deals import PARK, entered, report

    east, west = area.member("leader", "east"), area.member("leader", "west")
    yield lambda: entered(area, PARK)
    yield lambda: report(area, _agreement(), "west", {1: 1000, 2: 500})
    yield lambda: agree(east, Version.objects.get())
    yield lambda: agree(west, Version.objects.get())
    yield lambda: report(area, _agreement(), "west", dict.fromkeys(range(2, 13), 1000))
    yield lambda: clear(east, _agreement(), 2026)
    yield lambda: sign(west, _agreement().postings.get(kind="clearing"))
    yield lambda: pay(east, _agreement(), "west", 500000, 2026)
    yield lambda: report(area, _agreement(), "west", {7: 4000})
    yield lambda: clear(west, _agreement(), 2026)


def _agreement():
    from unfence.workspace.ledger.models import Agreement

    return Agreement.objects.get()


def _state():
    """How many rows there are of everything, after looking whether the ledger is whole."""
    from unfence.workspace.audit.models import Entry
    from unfence.workspace.ledger import models
    from unfence.workspace.ledger.booking import broken, net_of

    for agreement in models.Agreement.objects.all():
        assert broken(agreement) is None
        for account in (models.ACCRUED, models.DUE):
            assert sum(net_of(agreement.lines.filter(account=account)).values()) == 0
    tables = (models.Version, models.Consent, models.Fact, models.Posting, models.Line, models.Signature, Entry)
    return [table.objects.count() for table in tables]


def _killed_everywhere(step) -> int:
    """Kill a step before each statement and before its commit: nothing happened. Then it is let through."""
    before, killed = _state(), 0
    for nth in range(1, 1000):
        if _child(step, nth) == DONE:
            break
        killed += 1
        assert _state() == before, f"killed before statement {nth}, and something is there"
    assert _state() != before
    return killed


def _child(step, nth: int) -> int:
    """Do a step in a child that is killed before its n-th statement, its commit being the last; how it ended."""
    from django.db import connection, connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        left = [nth]

        def count() -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def counted(execute, sql, params, many, context):
            count()
            return execute(sql, params, many, context)

        connection.ensure_connection()
        commit = connection._commit
        connection._commit = lambda: (count(), commit())
        with connection.execute_wrapper(counted):
            step()
        os._exit(DONE)
    _, status = os.waitpid(child, 0)
    assert status == DONE or os.WTERMSIG(status) == signal.SIGKILL, f"the step failed by itself: {status}"
    return status


if __name__ == "__main__":
    main()
