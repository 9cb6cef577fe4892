"""Somebody fills in the form, well or badly, in either language."""

import openpyxl
import pytest

from unfence.errors import UnfenceError
from unfence.quick import FormError, read_form, write_form
from unfence.quick.answers import Span
from unfence.quick.form import AREA, CHOICES, QUESTIONS, word
from unfence.quick.reading import usual_hour
from unfence.words import sentences

GOOD = {"name": ["Two checks"], "crosses": ["trucks"], "number": ["120"], "minutes": ["25"], "says": ["police, 2025"]}


def test_ten_questions_for_each_barrier_in_both_languages():
    assert list(QUESTIONS) == [str(n) for n in range(1, 11)]
    for key in (*AREA.values(), *QUESTIONS.values()):
        assert sentences()[f"quick.question.{key}"].keys() == {"en", "zh"} == sentences()[f"quick.hint.{key}"].keys()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_written_is_read(filled, lang):
    other = {
        "crosses": [word("people", lang)], "gets": [word("second", lang)], "decides": [word("state", lang)],
        "more": ["30"], "money": ["90"], "hour": ["15-25"],
    }  # fmt: skip
    form = read_form(filled(lang, **{**GOOD, **other}))
    assert (form.title, form.sides, form.currency, form.year) == ("Exercise", ("East", "West"), "CNY", 2025)
    (barrier,) = form.barriers
    assert (barrier.crosses, barrier.gets, barrier.decides) == ("people", "second", "state")
    assert (barrier.number, barrier.hour) == (Span(108, 120, 132), Span(15, 20, 25))
    assert (barrier.assumed, barrier.column, barrier.says) == ((), "D", "police, 2025")


def test_what_is_left_empty_takes_the_usual_and_says_so(filled):
    form = read_form(filled(**GOOD))
    assert form.barriers[0].hour == usual_hour("trucks")
    assert form.barriers[0].assumed == ("hour",)
    assert form.assumed == ("truck_days", "people_days", "km")
    assert form.days["trucks"].value == 330


def test_other_money_has_no_usual_hour(filled):
    assert read_form(filled(**GOOD, currency=["EUR"])).barriers[0].hour is None


def test_a_side_may_be_named_as_the_one_who_is_paid(filled):
    assert read_form(filled(**GOOD, money=["5"], gets=["west"])).barriers[0].gets == "second"


def test_gaps_between_columns_and_question_marks_are_no_harm(filled):
    form = read_form(filled(name=["A", "", "C"], number=["5", "", "?"], minutes=["5", "", "6"]))
    assert [(b.name, b.column, b.number is None) for b in form.barriers] == [("A", "D", False), ("C", "F", True)]


def test_numbers_that_excel_holds_as_numbers(filled):
    path = filled(**GOOD)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    row = next(cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value == "3")
    sheet.cell(row, 4).value = 450.0
    sheet.cell(row, 4).number_format = "General"
    sheet.insert_rows(2)  # somebody adds a line for the office's name
    workbook.save(path)
    assert read_form(path).barriers[0].number.value == 450


BAD = [
    ("number", "many", "quick_count", "many"),
    ("minutes", "soon", "quick_minutes", "soon"),
    ("money", "20 kg", "quick_money", "20 kg"),
    ("crosses", "truks", "quick_choice", "trucks"),
    ("gets", "the mayor", "quick_choice", "nobody"),
    ("number", "2026-03-05", "quick_date", "2026-03-05"),
    ("year", "last year", "quick_year", "last year"),
    ("truck_days", "3300", "quick_days", "3300"),
    ("name", "", "quick_no_name", ""),
]


@pytest.mark.parametrize(("key", "text", "code", "seen"), BAD)
def test_every_bad_answer_is_named_with_its_cell(filled, key, text, code, seen):
    path = filled(**{**GOOD, key: [text]})
    with pytest.raises(FormError) as caught:
        read_form(path)
    (finding,) = caught.value.findings
    assert finding.code == code
    sheet = openpyxl.load_workbook(path).active
    label = {v: k for k, v in {**AREA, **QUESTIONS}.items()}[key]
    assert (sheet.cell(finding.place.row, 1).value, finding.place.column) == (label, "D")
    assert seen in finding.say("en")
    assert seen in finding.say("zh") or key in CHOICES


def test_all_bad_answers_at_once(cli, filled):
    path = filled(**{**GOOD, "number": ["many", "few"], "minutes": ["soon", "10"], "name": ["A", "B"]})
    done = cli("quick", path)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 3
    assert all(word in done.stdout for word in ("many", "few", "soon", "column E"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_no_form_is_said_in_a_sentence(cli, tmp_path, lang):
    book = tmp_path / "book.xlsx"
    cli("new", str(book))
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    for path in (book, text, tmp_path):
        done = cli("quick", str(path), "--lang", lang)
        assert done.exit_code == 1
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr
    with pytest.raises(UnfenceError):
        write_form(tmp_path / "form.csv", lang)


def test_an_empty_form_is_said_to_be_empty(cli, tmp_path):
    path = str(tmp_path / "form.xlsx")
    made = cli("quick", path)
    assert made.exit_code == 0
    assert path in made.stdout
    again = cli("quick", path)
    assert again.exit_code == 1
    assert "no barrier is filled in yet" in again.stdout
