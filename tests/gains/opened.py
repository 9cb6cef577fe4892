"""A world opened: its economy, its choices, its bills, in one call each."""

from pathlib import Path

from unfence.book import Book, read_book
from unfence.economy import Economy
from unfence.gains.choices import choices_of
from unfence.gains.fences import FenceBill, fence_bill
from unfence.gains.plans import Enumerated, enumerated
from unfence.gains.search import Searched
from unfence.gains.sharing import Sharing, sharing_of, solver
from worlds.writing import World, write


def quiet(_done: int, _whole: int) -> None:
    """Tell nobody how far it is."""


def book_of(world: World, folder: Path) -> Book:
    return read_book(write(*world, folder))


def economy_of(world: World, folder: Path) -> Economy:
    return Economy(book_of(world, folder))


def fences_of(economy: Economy, jobs: int = 1) -> FenceBill:
    return fence_bill(economy, jobs, quiet)


def gain_of(economy: Economy) -> float:
    """Open less today."""
    every = tuple(economy.book["fences"]["id"])
    return economy.solve(economy.state(fences_down=every)).welfare - economy.solve(economy.today()).welfare


def tried(economy: Economy, jobs: int = 1) -> Enumerated:
    """Every plan solved."""
    return enumerated(economy, choices_of(economy.book), gain_of(economy), jobs, quiet)


def searched(economy: Economy) -> Searched:
    """Plans by search, however few the choices are."""
    today = economy.solve(economy.today()).welfare
    return Searched(economy, choices_of(economy.book), today, gain_of(economy), quiet)


def shared(economy: Economy) -> Sharing:
    return sharing_of(economy, tried(economy), solver(economy), gain_of(economy))
