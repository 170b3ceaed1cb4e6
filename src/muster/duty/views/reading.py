"""A party's rota as a page; which parties have nobody tonight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from muster.duty import queries
from muster.duty.queries import RotaView
from muster.duty.words import LAST_RESORTS, ORDERS, SOURCES, rotation_words
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.rotas import Duty, LastResort, Order, Policy
from muster.web.views import PageView
from muster.web.views.pages import ActorView

MOST_ROWS = 80


@dataclass(frozen=True)
class Row:
    """One stretch of the next weeks, as the table shows it. Nobody has no name.

    `goes_on`: its end lies beyond what is shown.
    """

    since: datetime
    until: datetime
    goes_on: bool
    level: int
    name: str
    note: str
    query: str


class OwnRota(ActorView):
    """To the own party's rota; network officers without a party to the night's overview."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.actor.party_id is None:
            return redirect("duty:tonight")
        return redirect("duty:rota", self.actor.party_id)


class RotaPage(PageView):
    template_name = "duty/rota.html"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        self.shown = queries.rota_of(actor, self.party.id)

    def context(self) -> dict[str, Any]:
        actor, shown, party_id = self.actor, self.shown, self.party.id
        rotations = queries.rotations_of(actor, party_id)
        names = members.person_names(each for row in rotations for each in row.people)
        may_act = members.may_act_for(actor, party_id)
        return {
            "party": self.party,
            "shown": shown,
            "now": [
                (each, shown.names[each.person_id], note_of(shown, each)) for each in shown.now
            ],
            "rows": rows_of(shown)[:MOST_ROWS],
            "rotations": [
                (each, rotation_words(each), [names[person] for person in each.people])
                for each in rotations
            ],
            "overrides": queries.overrides_of(actor, party_id, shown.at),
            "times_off": queries.times_off_of(actor, party_id, shown.at),
            "asking": asking_words(shown),
            "may_edit": may_act and is_permitted(actor, "duty.edit"),
            "may_override": may_act and is_permitted(actor, "duty.override"),
            "may_write_note": may_act and is_permitted(actor, "duty.write_note"),
            "is_own": actor.party_id == party_id,
        }


def rows_of(shown: RotaView) -> list[Row]:
    """The stretches ahead by time; an empty level only where nobody else is on duty either."""
    duties = [
        (each, shown.names[each.person_id], note_of(shown, each))
        for each in shown.duties
        if each.person_id is not None
    ]
    empty = [(Duty(1, None, gap.since, gap.until), "", "") for gap in shown.gaps]
    rows = [_row(*each, shown.at + queries.AHEAD) for each in duties + empty]
    return sorted(rows, key=lambda each: (each.since, each.level))


def _row(duty: Duty, name: str, note: str, horizon: datetime) -> Row:
    since, until = duty.since, duty.until
    asked = {"level": duty.level, "since": since.isoformat(), "until": until.isoformat()}
    return Row(since, until, until >= horizon, duty.level, name, note, urlencode(asked))


def note_of(shown: RotaView, duty: Any) -> str:
    """Why somebody is on duty, where it is not simply their turn."""
    words = SOURCES[duty.source]
    if duty.instead_of:
        return f"{words} for {shown.names.get(duty.instead_of, 'somebody who left')}"
    return words


def asking_words(shown: RotaView) -> str:
    """In which steps the party is asked, in one or two sentences."""
    row, policy = shown.row, Policy()
    minutes = row.minutes_between if row else policy.minutes_between
    order = ORDERS[Order(row.order) if row else policy.order]
    words = f"Those on duty are asked {order}, {minutes} minutes apart"
    if row is None or row.asks_officers:
        words += ", then duty officers and representatives in contact order"
    resort = LastResort(row.last_resort) if row else policy.last_resort
    return f"{words}. If nobody answers: {LAST_RESORTS[resort].lower()}."


class Tonight(PageView):
    """Which parties have nobody tonight, those first."""

    template_name = "duty/tonight.html"
    permission = "duty.oversee"

    def context(self) -> dict[str, Any]:
        nights = queries.tonight(self.actor)
        people: set[UUID] = {each.person_id for night in nights for each in night.on_duty}
        return {
            "nights": nights,
            "names": members.person_names(people),
            "bare": sum(each.has_nobody for each in nights),
        }


def rota_url(party_id: UUID) -> str:
    return reverse("duty:rota", args=[party_id])
