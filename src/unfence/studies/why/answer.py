"""The answer to why: who can be asked about, and what is said of each."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from unfence.book import Book
from unfence.economy import InfeasibleError, UnboundedError
from unfence.economy.trouble import shortage
from unfence.errors import StudyError, UnfenceError
from unfence.studies.why.income import of_income, of_price
from unfence.studies.why.parts import Bearing, Formula, Row, Sum, rows_of
from unfence.studies.why.scene import Scene
from unfence.studies.why.trade import of_claim, of_match, of_wedge, price_board
from unfence.studies.why.worth import Told, of_fence, of_measure, of_welfare


@dataclass(frozen=True)
class Why:
    """Why a number is what it is."""

    what: str
    formulas: tuple[Formula, ...]
    sums: tuple[Sum, ...]
    bearings: tuple[Bearing, ...]
    rows: tuple[Row, ...]


def askable(book: Book) -> dict[str, tuple[str, ...]]:
    """What can be asked, by kind: ``fences`` to their ids and so on; prices are ``SITE.COMMODITY``.

    >>> from unfence.examples import example
    >>> askable(example("two_towns"))["match"]
    ('kiln.coal',)
    """
    return _askable(_scene(book))


def why(book: Book, what: str) -> Why:
    """Why a number of the book's study is what it is.

    Parameters
    ----------
    book
        The facts of both sides.
    what
        ``fences.ID``, ``measures.ID``, ``match.ID``, ``claim.ID``, ``wedge.COMMODITY``, ``price.SITE.COMMODITY``,
        ``income.JURISDICTION`` or ``welfare``.

    Raises
    ------
    UnfenceError
        There is no such number; the sentence names the nearest.
    StudyError
        Today, or the state that is asked about, has no answer.

    >>> from unfence.examples import example
    >>> found = why(example("two_towns"), "fences.checkpoint")
    >>> found.formulas[0].values["worth"], [(row.table, row.row) for row in found.rows][0]
    (30500.0, ('fences', 2))
    """
    scene = _scene(book)
    known = [f"{kind}.{name}" if name else kind for kind, names in _askable(scene).items() for name in names]
    if what not in known:
        near = difflib.get_close_matches(what, known, n=1, cutoff=0.0)
        raise UnfenceError("why_unknown", what=what, near=near[0] if near else "welfare")
    kind, _, name = what.partition(".")
    try:
        formulas, sums, bearings, named = _ASKED[kind](scene, name)
    except (InfeasibleError, UnboundedError) as error:
        raise UnfenceError("why_no_answer", what=what) from error
    return Why(what, formulas, sums, bearings, rows_of(scene.book, named))


def _scene(book: Book) -> Scene:
    try:
        return Scene(book)
    except InfeasibleError as error:
        from unfence.economy import Economy  # noqa: PLC0415  only to say what is short

        economy = Economy(book)
        raise shortage(economy.programme, economy.today()) from error
    except UnboundedError as error:
        raise StudyError("endless_somewhere") from error


def _askable(scene: Scene) -> dict[str, tuple[str, ...]]:
    book, layout = scene.book, scene.programme.layout
    sites, commodities = book["sites"]["id"], book["commodities"]["id"]
    ends = [*layout.recipe_node.tolist(), *layout.market_node.tolist()]
    places = dict.fromkeys(
        f"{sites[int(layout.node_site[n])]}.{commodities[int(layout.node_commodity[n])]}" for n in ends
    )
    return {
        "fences": tuple(book["fences"]["id"]),
        "measures": tuple(book["measures"]["id"]),
        "match": tuple(match.id for match in scene.matches.rows),
        "claim": tuple(book["claims"]["id"]),
        "wedge": tuple(dict.fromkeys(wedge.commodity for wedge in price_board(scene).wedges)),
        "price": tuple(places),
        "income": scene.incomes.parties,
        "welfare": ("",),
    }


def _of_match(scene: Scene, name: str) -> Told:
    return of_match(scene, next(match for match in scene.matches.rows if match.id == name))


def _of_wedge(scene: Scene, name: str) -> Told:
    return of_wedge(scene, price_board(scene), name)


def _of_price(scene: Scene, name: str) -> Told:
    site, _, commodity = name.partition(".")
    found = of_price(scene, site, commodity)
    if found is None:
        raise UnfenceError("why_no_answer", what=f"price.{name}")
    return found


_ASKED: dict[str, Callable[[Scene, str], Told]] = {
    "fences": of_fence,
    "measures": of_measure,
    "match": _of_match,
    "claim": of_claim,
    "wedge": _of_wedge,
    "price": _of_price,
    "income": of_income,
    "welfare": lambda scene, _: of_welfare(scene),
}
