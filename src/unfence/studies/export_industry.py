"""Industry and sensitivity as JSON: frozen results as they are, a number without end, or none at all, as null."""

from unfence.industry import plain
from unfence.studies.record import Study

Json = dict[str, object]


def industry_dict(study: Study) -> Json:
    """The keys ``chain`` to ``sensitivity`` of a study's JSON."""
    industry = study.industry
    board = industry.board
    return {
        "chain": plain(industry.chain),
        "matches": plain(industry.matches),
        "claims": plain(industry.claims),
        "structure": plain(industry.complements),
        "factors": {
            "offers": plain(board.offers),
            "wedges": [plain({**vars(wedge), "lost": dict(wedge.lost)}) for wedge in board.wedges],
            "shadows": plain(board.shadows),
        },
        "carbon": plain(industry.carbon),
        "footing": plain(study.footing),
        "sensitivity": plain(study.sensitivity),
    }
