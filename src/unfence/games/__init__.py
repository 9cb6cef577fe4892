"""Ways to share what was won together, and tests of them: pure arrays that know no park.

A game is the worth of every coalition, ``(2**n,)`` floats: bit i of the index is player i, nobody is worth 0. K games,
``(K, 2**n)``, are K states of one world and give K allocations, ``(K, n)``. Costs are worths with the sign turned.

=====================  ================================================================================
what is asked          names
=====================  ================================================================================
how to share           ``shapley`` ``nucleolus`` ``prenucleolus`` ``per_capita_nucleolus`` ``tau_value``
                       ``equal_surplus`` ``nash`` ``proportional`` ``remaining_benefits`` ``equal_rest``
                       ``equal_profit`` ``owen``
when some need others  ``ordered_shapley``
when worths are dear   ``sampled_shapley``
who objects            ``core_excess`` ``least_core``
who needs whom         ``dividends`` ``worth_of``
what kind of game      ``superadditive`` ``convex`` ``balanced``
is it really so        ``kohlberg``
how sure               ``spread``
=====================  ================================================================================

>>> from unfence.games import core_excess, shapley
>>> shapley([0, 40, 10, 80]), core_excess([0, 40, 10, 80], [55, 25])
(array([55., 25.]), (-15.0, 1))
"""

from unfence.games.coalitions import coalition, members
from unfence.games.core import core_excess, least_core
from unfence.games.dividends import dividends, worth_of
from unfence.games.equal_profit import equal_profit
from unfence.games.keys import equal_rest, equal_surplus, nash, proportional, remaining_benefits
from unfence.games.kohlberg import Verdict, kohlberg
from unfence.games.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from unfence.games.ordered import ordered_shapley
from unfence.games.owen import Owen, Production, owen, production, production_worth
from unfence.games.properties import Balance, Pair, balanced, convex, superadditive
from unfence.games.sampled import Estimate, sampled_shapley
from unfence.games.shapley import shapley
from unfence.games.spread import Spread, spread
from unfence.games.tau import tau_value

__all__ = [
    "Balance",
    "Estimate",
    "Owen",
    "Pair",
    "Production",
    "Spread",
    "Verdict",
    "balanced",
    "coalition",
    "convex",
    "core_excess",
    "dividends",
    "equal_profit",
    "equal_rest",
    "equal_surplus",
    "kohlberg",
    "least_core",
    "members",
    "nash",
    "nucleolus",
    "ordered_shapley",
    "owen",
    "per_capita_nucleolus",
    "prenucleolus",
    "production",
    "production_worth",
    "proportional",
    "remaining_benefits",
    "sampled_shapley",
    "shapley",
    "spread",
    "superadditive",
    "tau_value",
    "worth_of",
]
