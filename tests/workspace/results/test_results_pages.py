"""The page of a study: the six answers, its tables, and what of them a member sees."""

import json

from unfence.workspace.jobs.models import Job, ask
from workspace.area import change
from workspace.studied import figures, studied


def text(answer):
    return answer.content.decode()


def test_without_a_study_it_says_what_to_do(client_of):
    page = text(client_of("viewer").get("/results/"))
    assert "There is no study yet" in page
    assert "Study revision 1" not in page
    assert "Study revision 1" in text(client_of("officer").get("/results/"))


def test_the_six_answers(area, client_of):
    studied(area)
    page = text(client_of("secretary").get("/results/"))
    for sentence in (
        "a net gain of 27,500 yuan a year",
        "The costliest fence is “The same truck is checked twice”: taking it down is worth 30,500 yuan",
        "Start with “One check for both towns”: it takes 40,000 yuan once, works 6 months after the start",
        "East Town +20,500 yuan; West Town +7,000 yuan; nobody else gains or loses",
        "East Town pays West Town 6,750 yuan",
        "100 % of the money that the best measures move rests on assumed rows",
    ):
        assert sentence in page
    zh = client_of("secretary")
    zh.cookies["lang"] = "zh"
    area.member("secretary").__class__.objects.update(lang="zh")
    assert "东镇付给西镇 6,750 元" in text(zh.get("/results/"))


def test_the_report_is_for_who_sees_all(area, client_of):
    number = studied(area).pk
    assert f"/jobs/{number}/report/" in text(client_of("secretary").get("/results/"))
    page = text(client_of("viewer").get("/results/"))
    assert f"/jobs/{number}/report/" not in page
    assert "some are withheld from your office" in page


def test_the_other_sides_income_is_withheld_and_cannot_be_reckoned(area, client_of):
    number = studied(area).pk
    held = figures()["income"]["today"]
    page = client_of("viewer").get(f"/results/{number}/")
    lines = {line.thing.key: list(line.states) for line in page.context["reading"].incomes}
    assert lines["east"][0] == held["east"]
    assert lines["west"] == lines["outside"] == [None, None, None]
    assert "“Withheld”" in text(page)
    assert {price.site.key for price in page.context["reading"].prices} == {"east", "far"}, "the kiln is at west"
    every = client_of("secretary").get(f"/results/{number}/").context["reading"]
    assert {line.thing.key: list(line.states) for line in every.incomes}["west"][0] == held["west"]
    assert len(every.prices) == len(figures()["prices"])


def test_the_latest_is_shown_and_says_when_the_book_has_moved_on(area, client_of):
    old = studied(area).pk
    change(area.member("officer"), "measures", "one_check", capex="80000")
    client = client_of("viewer")
    assert "this study is of revision 1, the book is at revision 2" in text(client.get("/results/"))
    new = ask("jobs.study", area.member("officer"), 2)
    assert "A study of revision 2 is under way" in text(client.get("/results/"))
    Job.objects.filter(pk=new.pk).update(state="done", result=figures())
    assert client.get("/results/").context["reading"].study.number == new.pk
    page = text(client.get("/results/all/"))
    assert page.index(f"/results/{new.pk}/") < page.index(f"/results/{old}/")


def test_only_a_study_that_is_done_is_a_result(area, client_of):
    waiting = ask("jobs.study", area.member("officer"), 1)
    other = Job.objects.create(kind="whatif.solve", state="done", result={})
    client = client_of("secretary")
    assert [client.get(f"/results/{n}/").status_code for n in (waiting.pk, other.pk, 99)] == [404, 404, 404]


def test_a_book_without_fences_measures_and_players(area, client_of):
    bare = json.loads(json.dumps(figures()))
    bare |= {"fences": [], "measures": [], "best": [], "order": [], "plans": []}
    bare["sharing"] |= {"players": [], "own_change": [], "solutions": {}, "transfers": {}}
    job = studied(area)
    Job.objects.filter(pk=job.pk).update(result=bare)
    page = text(client_of("secretary").get("/results/"))
    assert "The book names no fence." in page
    assert "The book names no measure." in page
    assert "The book names no player" in page
