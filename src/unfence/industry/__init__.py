"""Industry in step: who could supply whom, where the chain breaks, claims checked, same goods or complements."""

from unfence.industry.chain import Chain, chain_of
from unfence.industry.claims import Claim, claims_of
from unfence.industry.complements import Complements, complements_of, trend_of
from unfence.industry.matches import Matches, matches_of
from unfence.industry.missing import MissingLink, missing_links
from unfence.industry.plain import plain

__all__ = [
    "Chain",
    "Claim",
    "Complements",
    "Matches",
    "MissingLink",
    "chain_of",
    "claims_of",
    "complements_of",
    "matches_of",
    "missing_links",
    "plain",
    "trend_of",
]
