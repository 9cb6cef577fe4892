"""Kept scenarios: whose they are, who sees them, what is compared, two people at once."""

import pytest

from unfence.workspace.audit.models import Entry
from unfence.workspace.whatif.models import Scenario
from workspace.area import change
from workspace.scenarios import kept, solved


def text(answer):
    return answer.content.decode()


def test_keep_and_find_again(area, client_of):
    solved(area)
    sent = client_of("officer").post("/whatif/keep/", {"m": "one_check", "name": "First step", "note": "cheap"})
    made = Scenario.objects.get()
    assert sent.headers["Location"] == f"/whatif/{made.pk}/"
    assert (made.measures, made.fences, made.revision, made.shared) == (["one_check"], [], 1, False)
    page = text(client_of("viewer").get(f"/whatif/{made.pk}/"))
    assert "First step" in page
    assert "+27,500 yuan" in page
    assert "First step" in text(client_of("viewer").get("/whatif/kept/"))
    assert Entry.objects.filter(action="whatif.kept", thing="First step").exists()


def test_what_was_typed_stays_where_it_cannot_be_kept(area, client_of):
    kept(area, name="Taken")
    sent = client_of("officer").post("/whatif/keep/", {"m": "one_check", "name": "Taken", "note": "keep me"})
    assert sent.status_code == 422
    assert "kept a scenario called “Taken” already" in text(sent)
    assert "keep me" in text(sent)
    nothing = client_of("officer").post("/whatif/keep/", {"name": "Today", "note": "keep me"})
    assert nothing.status_code == 422
    assert "no answer to keep yet" in text(nothing)
    assert Scenario.objects.count() == 1, "the baseline cannot be kept or overwritten"


def test_the_other_side_sees_what_is_shared(area, client_of):
    own = kept(area, name="Ours alone")
    other = client_of("leader", "west")
    assert other.get(f"/whatif/{own.pk}/").status_code == 404
    assert "Ours alone" not in text(other.get("/whatif/kept/"))
    assert other.get(f"/whatif/compare/?s={own.pk}").status_code == 422
    form = {"name": "For both", "note": "", "shared": "on", "version": own.version}
    assert client_of("officer").post(f"/whatif/{own.pk}/", form).status_code == 302
    assert "For both" in text(other.get(f"/whatif/{own.pk}/"))
    assert other.post(f"/whatif/{own.pk}/", form).status_code == 403
    assert other.post(f"/whatif/{own.pk}/drop/").status_code == 403


def test_two_at_once_lose_nothing(area, client_of):
    made = kept(area)
    first = {"name": "A", "note": "from the first", "version": made.version}
    second = {"name": "B", "note": "from the second", "version": made.version}
    assert client_of("officer").post(f"/whatif/{made.pk}/", first).status_code == 302
    late = client_of("leader").post(f"/whatif/{made.pk}/", second)
    assert late.status_code == 409
    assert "from the second" in text(late)
    assert "somebody changed “A”" in text(late)
    assert Scenario.objects.get().note == "from the first"
    version = late.context["form"]["version"].value()
    assert client_of("leader").post(f"/whatif/{made.pk}/", second | {"version": version}).status_code == 302
    assert Scenario.objects.get().name == "B"


def test_a_name_is_there_once_in_an_office(area, client_of):
    made = kept(area, name="A")
    kept(area, name="B", measures=(), fences=("checkpoint",))
    sent = client_of("officer").post(f"/whatif/{made.pk}/", {"name": "B", "version": 1})
    assert sent.status_code == 422
    assert "already" in text(sent)


def test_it_says_when_the_book_has_moved_on(area, client_of):
    made = kept(area)
    client = client_of("officer")
    assert "moved on" not in text(client.get(f"/whatif/{made.pk}/"))
    change(area.member("officer"), "measures", "one_check", capex="80000")
    assert "rests on revision 1, the book is at revision 2" in text(client.get(f"/whatif/{made.pk}/"))
    assert "+27,500 yuan" in text(client.get(f"/whatif/{made.pk}/")), "what it was kept with"


def test_side_by_side(area, client_of):
    numbers = [kept(area).pk, kept(area, "Free", fences=("checkpoint",), measures=()).pk]
    page = client_of("secretary", "east").get(f"/whatif/compare/?s={numbers[0]}&s={numbers[1]}")
    assert page.status_code == 422, "the secretary sees what is shared"
    page = text(client_of("viewer").get(f"/whatif/compare/?s={numbers[0]}&s={numbers[1]}"))
    assert "+27,500 yuan" in page
    assert "+30,500 yuan" in page
    assert page.index("today</th>") < page.index("One check</a>") < page.index("Free</a>")


@pytest.mark.parametrize("asked", ["", "?s=1&s=2&s=3&s=4&s=5", "?s=x"])
def test_one_to_four_are_compared(client_of, asked):
    sent = client_of("viewer").get(f"/whatif/compare/{asked}")
    assert sent.status_code == 422
    assert "choose one to 4" in text(sent)


def test_dropped(area, client_of):
    made = kept(area, name="Gone")
    assert client_of("officer").post(f"/whatif/{made.pk}/drop/").status_code == 302
    assert not Scenario.objects.exists()
    assert Entry.objects.get(action="whatif.dropped").before == {"measures": ["one_check"], "fences": []}
