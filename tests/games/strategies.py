"""Games that hypothesis draws."""

import numpy as np
from hypothesis import strategies as st

from games.known_games import bankruptcy
from unfence.games import worth_of


@st.composite
def games(draw, least=1, most=5, low=-4, high=6):
    """Any game with small whole worths: many ties, cores empty or not."""
    n = draw(st.integers(least, most))
    size = (1 << n) - 1
    worths = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
    return np.array([0.0, *worths])


@st.composite
def convex_games(draw, most=5):
    """Convex games: dividends of larger coalitions are not below 0; and bankruptcies."""
    n = draw(st.integers(1, most))
    if draw(st.booleans()):
        claims = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
        return bankruptcy(draw(st.integers(0, sum(claims))), claims)
    size = np.bitwise_count(np.arange(1 << n))
    dividends = [draw(st.integers(-3, 5) if s == 1 else st.integers(0, 5)) for s in size[1:]]
    return worth_of([0.0, *dividends])


@st.composite
def games_with_imputations(draw, most=5):
    """Games in which everybody together is worth at least as much as all alone."""
    game = draw(games(most=most))
    alone = game[1 << np.arange(len(game).bit_length() - 1)].sum()
    game[-1] = max(game[-1], alone + draw(st.integers(0, 5)) if len(game) > 2 else game[-1])
    return game
