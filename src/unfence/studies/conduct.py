"""How a study is conducted: bill of fences, bill of measures, three states with incomes and prices, the sharing."""

from collections.abc import Callable
from dataclasses import replace

from unfence.book import Book
from unfence.economy import Economy, InfeasibleError, SolverError, UnboundedError
from unfence.economy.accounts import accounts_of
from unfence.economy.prices import flows_of, prices_of
from unfence.economy.trouble import EndlessError, endless_path, shortage
from unfence.errors import StudyError
from unfence.gains.agreement import agreement_of
from unfence.gains.choices import EXACT, choices_of
from unfence.gains.fences import fence_bill
from unfence.gains.incidence import incidences
from unfence.gains.measures import measure_bill
from unfence.gains.movers import footing_of
from unfence.gains.order import order_of
from unfence.gains.plans import Plans, enumerated
from unfence.gains.search import Searched
from unfence.gains.sensitivity import Sensitivity, sensitivity
from unfence.gains.sharing import Incomed, sharing_of, solver
from unfence.gains.sweep import Scenario
from unfence.studies.doubts import doubts_of
from unfence.studies.industry import industry_of
from unfence.studies.record import Outcome, Study
from unfence.studies.travels import reach_of

Progress = Callable[[str, int, int], None]
"""Called with the step (``fences``, ``measures``, ``prices``, ``draws``), how much is done, and how much there is."""


def _silent(_step: str, _done: int, _whole: int) -> None:
    """Tell nobody."""


def study(
    book: Book,
    *,
    jobs: int = 1,
    budget_year: float | None = None,
    draws: int = 0,
    seed: int = 0,
    progress: Progress = _silent,
) -> Study:
    """Study a book.

    Parameters
    ----------
    book
        The facts of both sides.
    jobs
        How many processes share the work.
    budget_year
        Capex that each year brings, in the book's currency, for the order over the years; None: as much as needed.
    draws
        How many books are drawn to find the bands of the answers; 0: none, and no bands.
    seed
        Names the draws: the same seed gives the same bands.
    progress
        Told how far the work is.

    Raises
    ------
    StudyError
        Today has no solution (``ShortError``: what is short, what stands in the way), or a trade pays without end
        (``EndlessError``: the path), in plain words.

    >>> from unfence.examples import example
    >>> study(example("two_towns")).fences.open
    139800.0
    """
    economy = Economy(book)
    try:
        _refuse_endless(economy)
        _refuse_short(economy)
        fences = fence_bill(economy, jobs, lambda done, whole: progress("fences", done, whole))
        gain = fences.open - fences.today
        plans = _plans(economy, fences.today, gain, jobs, progress)
        measures = measure_bill(plans, gain)
        incomed = solver(economy)
        scenarios = {
            "today": Scenario(),
            "open": Scenario(fences=tuple(economy.book["fences"]["id"])),
            "best": Scenario(measures=measures.best.measures),
        }
        outcomes = {}
        for done, (name, scenario) in enumerate(scenarios.items()):
            progress("prices", done, len(scenarios))
            outcomes[name] = _outcome(name, incomed, scenario)
        progress("prices", len(scenarios), len(scenarios))
        sharing = sharing_of(economy, plans, incomed, gain)
        last = outcomes["best" if len(plans.choices) else "open"].accounts
        return Study(
            book=economy.book,
            outcomes=outcomes,
            fences=fences,
            measures=replace(measures, exact=plans.exact),  # the sharing asked for plans too
            payments=plans.choices.payments(measures.best.mask, economy.programme.parties),
            incidence=incidences(plans, measures.best, incomed),
            order=order_of(plans, measures.best, book.settings.year + 1, budget_year),
            sharing=sharing,
            agreement=agreement_of(economy.book, sharing, outcomes["today"].accounts, last, gain),
            doubt=doubts_of(economy, outcomes, fences, measures),
            footing=footing_of(economy, plans.choices, measures.best.mask),
            industry=industry_of(economy, outcomes, plans.choices, measures.best.mask),
            reach=reach_of(economy, measures.best.measures),
            sensitivity=_sensitivity(economy, plans, draws, seed, jobs, progress),
        )
    except UnboundedError as error:
        raise StudyError("endless_somewhere") from error
    except SolverError as error:
        raise StudyError("solver") from error


def _refuse_short(economy: Economy) -> None:
    """Today must have a solution, else nothing can be compared with it."""
    try:
        economy.solve(economy.today())
    except InfeasibleError as error:
        raise shortage(economy.programme, economy.today()) from error


def _refuse_endless(economy: Economy) -> None:
    """No state may hold a trade without end: today, all fences down, all measures in place, or both."""
    everything = tuple(economy.book["measures"]["id"])
    fences = tuple(economy.book["fences"]["id"])
    for down, done in (((), ()), (fences, ()), ((), everything), (fences, everything)):
        path = endless_path(economy.programme, economy.state(down, done))
        if path is not None:
            raise EndlessError(path)


def _plans(economy: Economy, today: float, gain: float, jobs: int, progress: Progress) -> Plans:
    choices = choices_of(economy.book)
    if len(choices) <= EXACT:
        return enumerated(economy, choices, gain, jobs, lambda done, whole: progress("measures", done, whole))
    return Searched(economy, choices, today, gain, lambda done, whole: progress("measures", done, whole))


def _sensitivity(
    economy: Economy, plans: Plans, draws: int, seed: int, jobs: int, progress: Progress
) -> Sensitivity | None:
    if draws < 1:
        return None
    return sensitivity(
        economy, plans, draws, seed=seed, jobs=jobs, progress=lambda done, whole: progress("draws", done, whole)
    )


def _outcome(name: str, incomed: Incomed, scenario: Scenario) -> Outcome:
    solution, incomes = incomed(scenario)
    accounts = accounts_of(solution, incomes)
    return Outcome(name, solution, incomes, accounts, prices_of(solution), flows_of(solution))
