"""The few sentences that a study comes down to."""

from unfence.cli.printed.paper import Paper

ALMOST_NOTHING = 0.01
"""Share of the largest price of a fence below which another one costs almost nothing."""


def summary(paper: Paper) -> None:
    """Today, open, best and gain; the costliest fence and those that cost nothing; what comes first; how sure it is."""
    settings = paper.study.book.settings
    title = (paper.lang == "zh" and settings.title_zh) or settings.title
    paper.console.print(paper.say("summary.title", title=title, year=settings.year), style="bold")
    _states(paper)
    _best(paper)
    _fences(paper)
    _first(paper)
    doubt = paper.study.doubt
    if doubt.today is not None:
        key = "doubt_today" if doubt.gain is None or not paper.study.measures.best.measures else "doubt"
        paper.line(f"summary.{key}", today=paper.percent(doubt.today), gain=paper.percent(doubt.gain))
    _exactness(paper)


def _states(paper: Paper) -> None:
    fences = paper.study.fences
    more = paper.calm(fences.open - fences.today)
    same = "today_same" if fences.prices else "today_alone"
    key = "today" if more > 0 else "today_less" if more < 0 else same
    values = {"today": fences.today, "open": fences.open, "more": abs(more)}
    paper.line(f"summary.{key}", **{name: paper.money(value) for name, value in values.items()})


def _best(paper: Paper) -> None:
    bill = paper.study.measures
    whole = len(bill.prices)
    if not whole:
        paper.line("summary.no_measures")
    elif not bill.best.measures:
        paper.line("summary.best_nothing", whole=whole)
    else:
        values = {"capex": bill.best.capex, "cost": bill.best.yearly_cost, "gain": bill.best.gain}
        money = {name: paper.money(value) for name, value in values.items()}
        paper.line("summary.best", count=len(bill.best.measures), whole=whole, **money)


def _fences(paper: Paper) -> None:
    """The fence that costs most, and as plainly those that cost almost nothing."""
    prices = paper.study.fences.prices
    if not prices:
        paper.line("summary.no_fences")
        return
    size = {f.id: max(abs(f.alone), abs(f.last), abs(f.shapley)) for f in prices}
    limit = max(paper.small, ALMOST_NOTHING * max(size.values()))
    cheap = [name for name, most in size.items() if most <= limit]
    if len(cheap) == len(prices):
        paper.line("summary.fence_nothing")
        return
    first = max(prices, key=lambda f: f.shapley)
    values = {"share": first.shapley, "alone": first.alone, "last": first.last}
    money = {name: paper.money(value) for name, value in values.items()}
    paper.line("summary.fence", name=paper.names["fences", first.id], **money)
    if cheap:
        paper.line("summary.almost_nothing", limit=paper.money(2 * limit), names=paper.called("fences", cheap))


def _first(paper: Paper) -> None:
    """The measure to begin with, and who decides it."""
    if not paper.study.order:
        return
    step = paper.study.order[0]
    rows = paper.study.book["measures"].rows_by_key("id", named=True, unique=True)
    paper.line(
        "summary.first",
        name=paper.names["measures", step.measure],
        capex=paper.money(step.capex),
        added=paper.money(step.added_gain),
        who=paper.say(f"who.{rows[step.measure]['decides']}"),
    )


def _exactness(paper: Paper) -> None:
    fences, measures = paper.study.fences, paper.study.measures
    bills = (("fence", fences.prices), ("measure", measures.prices))
    sampled = [name for name, prices in bills if any(price.error > 0 for price in prices)]
    if not sampled and (fences.prices or measures.prices):
        paper.line("summary.exact")
    if measures.prices:
        paper.line("summary.proven" if measures.exact else "summary.unproven")
    for name in sampled:
        paper.line("summary.sampled", what=paper.say(f"many.{name}"))
