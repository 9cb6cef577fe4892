"""The circles of a study as JSON."""

from unfence.industry import plain
from unfence.studies.record import Study

Json = dict[str, object]


def reach_dict(study: Study) -> Json:
    """The key ``reach`` of a study's JSON."""
    reach = study.reach
    return {
        "reach": {
            "minutes": plain(reach.minutes),
            "travels": plain(reach.travels),
            "differences": plain(reach.differences),
            "lost_zones": plain(reach.lost_zones),
        }
    }
