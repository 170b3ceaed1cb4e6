"""What if: a mission under other terms, beside its own. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.agreements.side_by_side import choices
from muster.claims import queries
from muster.claims.present import settlement_reasons
from muster.claims.reasons import reasons_with_clauses
from muster.claims.working import ShownStep, shown_steps
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from muster.rules.settlement import Settlement, as_plain
from muster.rules.terms import Terms
from muster.web.views import PageView
from muster.web.wording import sentences

LONGEST_KEY = 100


# The parts of a cost in the order in which they add up, and what the page calls them.
PARTS = (
    "Whole cost",
    "Free",
    "Not payable under the terms",
    "Own share of the party that helped",
    "Can be claimed",
)
# A part in words, and in cents under both; None where one has no such line.
Beside = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class ShownSide:
    """One side of a line: its parts in cents, its reasons and the working of each of its lines."""

    amount_cents: int
    parts: list[int]
    words: list[str]
    workings: list[list[ShownStep]]


@dataclass(frozen=True)
class ShownPair:
    label: str
    own: ShownSide | None
    other: ShownSide | None
    difference_cents: int

    @property
    def parts(self) -> list[Beside]:
        """The parts of the line's cost under both."""
        return _beside(self.own and self.own.parts, self.other and self.other.parts)


class WhatIfOfMission(PageView):
    template_name = "claims/what_if.html"

    def load(self, actor: Actor) -> None:
        self.mission = queries.mission_to_settle(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        key = self.request.GET.get("terms", "")[:LONGEST_KEY]
        found, refused = None, []
        if key:
            try:
                found = queries.what_if_of_mission(self.actor, self.mission.id, key)
            except Refused as refusal:
                refused = sentences(refusal.refusals)
        return {
            "mission": self.mission,
            "exercise": self.mission.exercise,
            "choices": choices(self.actor),
            "key": key,
            "refused": refused,
            "back": self.back(),
            **(_shown(found) if found else {}),
        }

    def back(self) -> tuple[str, str]:
        """Where the page leads back to: address and words."""
        url = reverse("aid:mission", args=[self.mission.id])
        return url, f"Mission {self.mission.reference}"


class WhatIfOfClaim(WhatIfOfMission):
    def load(self, actor: Actor) -> None:
        self.claim = queries.get_claim(actor, self.kwargs["claim_id"])
        self.mission = queries.mission_to_settle(actor, self._mission_id())

    def _mission_id(self) -> UUID:
        return self.claim.mission_id

    def back(self) -> tuple[str, str]:
        return reverse("claims:claim", args=[self.claim.id]), f"Claim {self.claim.reference}"


def _shown(found: queries.WhatIf) -> dict[str, Any]:
    return {
        "found": found,
        "currency": found.own.currency,
        "zone": found.own_terms.heading.time_zone,
        "other_zone": found.chosen.terms.heading.time_zone,
        "totals": _beside(_parts(found.own), _parts(found.other)),
        "own_words": _words(found.own, found.own_terms),
        "other_words": _words(found.other, found.chosen.terms),
        "pairs": [
            ShownPair(
                pair.label,
                _side(pair.own, found.own_terms),
                _side(pair.other, found.chosen.terms),
                pair.difference.cents,
            )
            for pair in found.lines
        ],
    }


def _words(settled: Settlement, terms: Terms) -> list[str]:
    return reasons_with_clauses(settlement_reasons(settled), terms)


def _side(side: queries.LineSide | None, terms: Terms) -> ShownSide | None:
    if side is None:
        return None
    return ShownSide(
        amount_cents=side.amount.cents,
        parts=_parts(side),
        words=reasons_with_clauses(side.reasons, terms),
        workings=[shown_steps(as_plain(line.working)) for line in side.lines],
    )


def _beside(own: list[int] | None, other: list[int] | None) -> list[Beside]:
    nothing = [None] * len(PARTS)
    return list(zip(PARTS, own or nothing, other or nothing, strict=True))


def _parts(side: queries.LineSide | Settlement) -> list[int]:
    """A line, or a whole settlement, in cents, in the order of `PARTS`: the first is their sum."""
    amount = side.total if isinstance(side, Settlement) else side.amount
    own_share = side.borne - side.not_payable
    return [each.cents for each in (side.gross, side.free, side.not_payable, own_share, amount)]
