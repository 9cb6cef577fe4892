"""Random books with as many choices as one likes: a random book whose measures are drawn anew."""

import random

from worlds.random_book import random_book
from worlds.writing import World


def book_with(seed: int, measures: int, *, size: int = 4, slopes: bool = False, fees: bool = True) -> World:
    """A random book with so many ideas, some of which need or exclude each other, and one that is done."""
    tables, settings = random_book(seed, size, slopes=slopes, fees=fees)
    dice = random.Random(seed)
    things = [(kind, row) for kind in ("link", "terminal", "plant") for row in tables.get(f"{kind}s", [])]
    planned = [(kind, str(row["id"])) for kind, row in things if row.get("status") == "planned"]
    sized = [(kind, str(row["id"])) for kind, row in things if "capacity" in row]
    sized += [("market", str(r["id"])) for r in tables["markets"] if "must" not in r and "twin" not in str(r["id"])]
    fences = [str(row["id"]) for row in tables["fences"]]
    tables["measures"] = [{"id": "d0", "name": "Done", "capex": 50, "status": "done"}]
    effects = [{"measure": "d0", "on": "fence", "id": fences[0], "change": "scale", "amount": 0.9}]
    for k in range(1, measures + 1):
        tables["measures"].append(_measure(dice, k))
        drawn = [("open", *dice.choice(planned))] if planned and dice.random() < 0.4 else []
        drawn += [("remove", "fence", dice.choice(fences))] if dice.random() < 0.3 else []
        drawn += [(dice.choice(["scale", "add"]), *dice.choice(sized))] if dice.random() < 0.5 else []
        drawn += [("scale", "fence", dice.choice(fences))] if dice.random() < 0.4 else []
        for change, on, key in drawn or [("scale", "fence", fences[0])]:
            amount = {"scale": _number(dice, 0.2, 0.9 if on == "fence" else 2.5), "add": _number(dice, -3, 60)}
            effects.append(
                {"measure": f"d{k}", "on": on, "id": key, "change": change, "amount": amount.get(change, "")}
            )
    tables["effects"] = effects
    return tables, settings


def _measure(dice: random.Random, k: int) -> dict[str, object]:
    row: dict[str, object] = {"id": f"d{k}", "name": f"Idea {k}", "capex": _number(dice, 10, 3000)}
    row |= {"opex": _number(dice, 0, 30), "life": dice.choice([5, 10, 20])}
    row |= {"decides": dice.choice(["players", "province"])}
    rival = k % 3 == 0  # every third may exclude others of its kind; no other measure needs one of these
    if k > 3 and dice.random() < 0.6:
        earlier = [j for j in range(1, k) if (j % 3 == 0) == rival]
        row["excludes" if rival else "needs"] = f"d{dice.choice(earlier)}"
    return row


def _number(dice: random.Random, low: float, high: float) -> float:
    return round(dice.uniform(low, high), 2)
