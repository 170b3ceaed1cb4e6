"""Who could fill a line, best first, with reasons; and why the others are left out.

A score is the weighted mean of its factors, each from 0 to 1. Equal scores are told apart by distance,
then by hours already given (who gave less goes first), then by id: the same candidates give the same
ranking in whatever order they come. A travel time is the straight line over a configured speed, so it
is the least that a road takes.
"""

from muster.rules.matching.distance import great_circle_km, travel_hours
from muster.rules.matching.facts import (
    CandidateFacts,
    CandidateKind,
    LeftOut,
    LeftOutCode,
    LineNeed,
    Ranked,
    Ranking,
    Reason,
    ReasonCode,
    Weights,
    lendable,
)
from muster.rules.matching.ranking import rank

__all__ = [
    "CandidateFacts",
    "CandidateKind",
    "LeftOut",
    "LeftOutCode",
    "LineNeed",
    "Ranked",
    "Ranking",
    "Reason",
    "ReasonCode",
    "Weights",
    "great_circle_km",
    "lendable",
    "rank",
    "travel_hours",
]
