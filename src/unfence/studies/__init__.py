"""The study: all that one book says, computed once, then only read.

The package is called ``studies`` because ``unfence.study`` is the function.
"""

from unfence.studies.conduct import Progress, study
from unfence.studies.industry import Industry
from unfence.studies.record import STATES, Doubt, Outcome, Study

__all__ = ["STATES", "Doubt", "Industry", "Outcome", "Progress", "Study", "study"]
