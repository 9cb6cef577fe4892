"""A crowd: people of all offices and roles who read and write at the same time, and what they met.

Each walks on their own, by a seed: pages of the menu, a row that everybody of the office edits, a barrier reported, a
job looked after. Whoever makes a mistake of the workspace visible (a status that the step cannot end with) is noted.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from workspace.served import Served, Visitor

ROLES = ("officer", "leader", "officer", "viewer", "auditor")
PASSWORD = {"password": "over-the-river-88", "again": "over-the-river-88"}
FINE = {"read": {200}, "poll": {200}, "edit": {200, 409, 422}, "report": {200}, "study": {200}}
"""By step: how it may end; an edit also with somebody quicker (409) or nothing new (422)."""


@dataclass(frozen=True)
class Met:
    """One request: what for, where, seconds, how it ended."""

    step: str
    where: str
    seconds: float
    status: int

    @property
    def wrong(self) -> bool:
        """Whether it should not have ended so."""
        return self.status not in FINE[self.step]


@dataclass
class Person:
    """Somebody with a browser, their role, and what they met; ``saved`` and ``reported`` is what was acknowledged."""

    visitor: Visitor
    role: str
    row: str
    dice: random.Random
    met: list[Met] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)

    def walk(self, end: float, pause: float) -> None:
        """Go about until the time is over."""
        menu, job = ["/"], ""
        while time.monotonic() < end:
            step = self.dice.random()
            if step < 0.10 and self.role in ("officer", "leader"):
                self._edit()
            elif step < 0.15:
                self._report()
            elif step < 0.16 and self.role in ("officer", "leader"):
                self._send("study", "/study/", self._get("read", "/jobs/"), {})
                job = urlsplit(self.visitor.at).path
            elif step < 0.30 and job:
                self._get("poll", job)
            else:
                text = self._get("read", self.dice.choice(menu))
                menu = re.findall(r'href="(/[^"?#]*)"', text.partition("</nav>")[0].partition("<nav")[2]) or menu
                job = next(iter(re.findall(r'href="(/jobs/\d+/)"', text)), job)
            time.sleep(self.dice.uniform(0.5, 1.5) * pause)

    def _get(self, step: str, where: str) -> str:
        return self._timed(step, where, self.visitor.get)

    def _send(self, step: str, where: str, page: str, cells: Mapping[str, str]) -> str:
        return self._timed(step, where, lambda there: self.visitor.send(there, page, cells))

    def _timed(self, step: str, where: str, ask: Callable[[str], tuple[int, str]]) -> str:
        began = time.perf_counter()
        try:
            status, text = ask(where)
        except OSError as error:
            status, text = 0, str(error)
        self.met.append(Met(step, where, time.perf_counter() - began, status))
        return text

    def _edit(self) -> None:
        page = self._get("read", self.row)
        cells = row_form(page) | {"km": f"{self.dice.uniform(1, 99):.6f}", "do": "save"}
        self._send("edit", self.row, page, cells)
        if made := re.search(r"/revisions/(\d+)/$", self.visitor.at):
            self.saved.append(int(made[1]))

    def _report(self) -> None:
        where = "/register/new/"
        page = self._get("read", where)
        cells = {"title": "A second weighing", "kind": "time", "place": "links/road", "crosses": "good", "size": "1.5"}
        cells |= {"owner": self.dice.choice(("east", "west"))}
        self._send("report", where, page, cells)
        if made := re.search(r"/register/(B-[^/]+)/$", self.visitor.at):
            self.reported.append(made[1])


def row_form(page: str) -> dict[str, str]:
    """The fields of a row's form as they stand."""
    fields = dict(re.findall(r'<input id="c_\w+" name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<input type="hidden" name="(version)" value="(\d+)"', page))
    for name, body in re.findall(r'<select id="c_\w+" name="(\w+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


def opened(server: Served) -> Visitor:
    """The secretary, come in by the first link."""
    end = time.monotonic() + 30
    while not server.link and time.monotonic() < end:
        time.sleep(0.05)
    keeper = Visitor(server.url)
    status, text = keeper.post(server.link.removeprefix(server.url), name="keeper", shown="K", **PASSWORD)
    assert status == 200, text
    return keeper


def invited(server: Served, keeper: Visitor, name: str, office: str, role: str = "officer") -> Visitor:
    """Somebody of an office, invited by the secretary and come in."""
    _, text = keeper.post("/members/", shown=name, office=office, role=role)
    link = re.search(r'href="http://[^/]+(/invitation/[^"]+)"', text)
    assert link, text
    visitor = Visitor(server.url)
    status, text = visitor.post(link[1], name=name, shown=name, **PASSWORD)
    assert status == 200, text
    return visitor


def crowd(server: Served, keeper: Visitor, count: int) -> list[Person]:
    """So many people, half of them of each office of ``two_towns``, of every role of a side."""
    people = []
    for n in range(count):
        office, row = (("east", "road"), ("west", "highway"))[n % 2]
        role = ROLES[n // 2 % len(ROLES)]
        visitor = invited(server, keeper, f"p{n}", office, role)
        people.append(Person(visitor, role, f"/book/links/rows/{row}/", random.Random(n)))
    return people


def let_loose(people: list[Person], seconds: float, pause: float = 0.0) -> float:
    """Let everybody walk at the same time, ``pause`` seconds between two steps; how long it took."""
    began = time.monotonic()
    threads = [threading.Thread(target=person.walk, args=(began + seconds, pause)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 120)
    assert not any(thread.is_alive() for thread in threads), "somebody never got an answer"
    return time.monotonic() - began
