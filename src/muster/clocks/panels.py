"""What the pages of incidents, requests and missions show of their clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from muster.clocks import queries
from muster.clocks.words import EVENTS, TONES, state_words
from muster.rules.actor import Actor
from muster.rules.happenings import Scope
from muster.rules.permissions import is_permitted
from muster.rules.terms import ClockEvent
from muster.web.panels import register_panel


def clocks_of(scope: Scope) -> Callable[[Actor, UUID], dict[str, Any] | None]:
    """The panel of one kind of thing: its deadlines, what was written down, whether one may."""

    def panel(actor: Actor, subject_id: UUID) -> dict[str, Any] | None:
        found = queries.deadlines_of(actor, scope, subject_id)
        noted = queries.happenings_of(actor, scope, subject_id)
        may_note = bool(
            is_permitted(actor, "clock.note")
            and (found or noted)
            and queries.events_to_note(actor, scope, subject_id)
        )
        if not (found or noted):
            return None
        return {
            "scope": scope.value,
            "deadlines": [
                {
                    "row": each.row,
                    "words": state_words(each.state, each.clock.effect),
                    "tone": TONES.get(each.state, "quiet"),
                    "by_hours": each.by_hours,
                }
                for each in found
            ],
            "noted": [(each, EVENTS[ClockEvent(each.event)]) for each in noted],
            "may_note": may_note,
        }

    return panel


for _slot, _scope, _order in (
    ("incident.main", Scope.INCIDENT, 30),
    ("aid_request.side", Scope.AID_REQUEST, 50),
    ("mission.side", Scope.MISSION, 50),
    ("party.side", Scope.PARTY, 50),
):
    register_panel(_slot, _scope.value, clocks_of(_scope), "clocks/_panel.html", None, _order)
