"""What if: a mission under other terms, beside its own. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.agreements.side_by_side import choices
from muster.claims import queries
from muster.claims.present import settlement_reasons
from muster.claims.reasons import reason_sentences
from muster.claims.working import ShownStep, shown_steps
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from muster.rules.settlement import Settlement, as_plain
from muster.web.views import PageView
from muster.web.wording import sentences

LONGEST_KEY = 100


@dataclass(frozen=True)
class ShownSide:
    """One side of a line, with its reasons and the working of each of its lines."""

    amount_cents: int
    words: list[str]
    workings: list[list[ShownStep]]


@dataclass(frozen=True)
class ShownPair:
    label: str
    own: ShownSide | None
    other: ShownSide | None
    difference_cents: int


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
        "totals": [
            (words, getattr(found.own, name).cents, getattr(found.other, name).cents)
            for name, words in (
                ("gross", "Whole cost"),
                ("free", "Free"),
                ("borne", "Borne by the party that helped"),
                ("total", "Can be claimed"),
            )
        ],
        "own_words": _words(found.own),
        "other_words": _words(found.other),
        "pairs": [
            ShownPair(pair.label, _side(pair.own), _side(pair.other), pair.difference.cents)
            for pair in found.lines
        ],
    }


def _words(settled: Settlement) -> list[str]:
    return reason_sentences(settlement_reasons(settled))


def _side(side: Any) -> ShownSide | None:
    if side is None:
        return None
    workings = [shown_steps(as_plain(line.working)) for line in side.lines]
    return ShownSide(side.amount.cents, reason_sentences(side.reasons), workings)
