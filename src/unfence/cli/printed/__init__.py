"""A study on a terminal: a few plain sentences first, then the bills, the plans, the sharing, the industry."""

import sys

from rich.console import Console

from unfence.cli.printed.agreement import agreement
from unfence.cli.printed.bands import bands
from unfence.cli.printed.bills import fences, measures
from unfence.cli.printed.carbon import carbon
from unfence.cli.printed.factors import board
from unfence.cli.printed.incomes import incomes
from unfence.cli.printed.industry import claims, matches, missing
from unfence.cli.printed.paper import Paper
from unfence.cli.printed.plans import order, plans
from unfence.cli.printed.reach import reach
from unfence.cli.printed.sharing import sharing
from unfence.cli.printed.structure import structure
from unfence.cli.printed.summary import summary
from unfence.studies import Study
from unfence.words import Lang

__all__ = ["print_study", "print_summary"]


def print_study(study: Study, lang: Lang, *, budget_year: float | None = None, width: int | None = None) -> None:
    """Print all of a study on stdout, ``width`` cells wide (None: as wide as the terminal)."""
    paper = _paper(study, lang, width)
    summary(paper)
    fences(paper)
    measures(paper)
    plans(paper)
    order(paper, budget_year)
    incomes(paper)
    sharing(paper)
    agreement(paper)
    bands(paper)
    claims(paper)
    matches(paper)
    missing(paper)
    board(paper)
    structure(paper)
    carbon(paper)
    reach(paper)


def print_summary(study: Study, lang: Lang, *, width: int | None = None) -> None:
    """Print what a study says in a few sentences on stdout."""
    summary(_paper(study, lang, width))


def _paper(study: Study, lang: Lang, width: int | None) -> Paper:
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    return Paper(lang, console, study.book.settings.currency, study)
