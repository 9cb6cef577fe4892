"""The kinds of rule, one a file. A new kind is a file with a form and a line here."""

from collections.abc import Mapping
from types import MappingProxyType

from unfence.rules.kinds.appraisal import Appraisal
from unfence.rules.kinds.bet import Bet
from unfence.rules.kinds.by_tax import ByTax
from unfence.rules.kinds.capital import Capital
from unfence.rules.kinds.compliance import Compliance
from unfence.rules.kinds.costs_and_taxes import CostsAndTaxes
from unfence.rules.kinds.factors import Factors
from unfence.rules.kinds.flow import Flow
from unfence.rules.kinds.fund import Fund
from unfence.rules.kinds.gap import Gap
from unfence.rules.kinds.growth_pool import GrowthPool
from unfence.rules.kinds.increment import Increment
from unfence.rules.kinds.index import Index
from unfence.rules.kinds.ratio import Ratio
from unfence.rules.kinds.relocated import Relocated
from unfence.rules.kinds.staged import Staged
from unfence.rules.kinds.terms import Terms

KINDS: Mapping[str, type[Terms]] = MappingProxyType(
    {
        "ratio": Ratio,
        "staged": Staged,
        "by_tax": ByTax,
        "increment": Increment,
        "relocated": Relocated,
        "factors": Factors,
        "capital": Capital,
        "costs_and_taxes": CostsAndTaxes,
        "growth_pool": GrowthPool,
        "gap": Gap,
        "bet": Bet,
        "index": Index,
        "fund": Fund,
        "flow": Flow,
        "compliance": Compliance,
        "appraisal": Appraisal,
    }
)

__all__ = ["KINDS", "Terms"]
