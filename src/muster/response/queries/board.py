"""What the board shows: the network's part, alike for all its members, and the reader's own part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from muster.aid import queries as aid
from muster.clocks import queries as deadlines
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

ROWS = 50
OWN_ROWS = 20
MOST_METERS = 5
RESTRICTED = "TLP:RED"


@dataclass(frozen=True)
class Figure:
    """One number of the board, with its words; `of` is the whole that it is a part of."""

    name: str
    label: str
    value: int
    of: int | None = None


@dataclass(frozen=True)
class Clock:
    """Something that runs out: what, when, and where to do something about it.

    `last_day` is told in place of `ends_at` where the end of a day is meant.
    """

    words: str
    ends_at: datetime
    url: str = ""
    is_near: bool = False
    last_day: date | None = None


@dataclass(frozen=True)
class Board:
    """The network's part: open requests newest first, and the figures over all of them."""

    requests: list[dict[str, Any]]
    figures: list[Figure]
    more: int
    at: datetime
    exercise_id: UUID | None = None


@dataclass(frozen=True)
class OwnPart:
    """What concerns the reader's own party, nearest end first."""

    requests: list[Any] = field(default_factory=list)
    offers: list[Any] = field(default_factory=list)
    missions: list[Any] = field(default_factory=list)
    restricted: list[Any] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.requests or self.offers or self.missions or self.restricted)


def may_follow(actor: Actor) -> bool:
    """Whether the actor sees the network's part: parties in force, and the network's officers."""
    return actor.is_network_officer or aid.is_bound(actor)


def board(network_id: UUID, exercise_id: UUID | None = None) -> Board:
    """The network's part, in a bounded number of queries. Callers check `may_follow`."""
    found = aid.open_requests_board(network_id, exercise_id)
    lines = sum(row["line_count"] for row in found)
    people = deployments.people_out(network_id, exercise_id=exercise_id)
    figures = [
        Figure("open_requests", _counted(len(found), "open request"), len(found)),
        Figure("lines_filled", "lines filled", sum(row["filled_count"] for row in found), lines),
        Figure("people_out", "person out" if people == 1 else "people out", people),
    ]
    newest = sorted(found, key=lambda row: row["opened_at"], reverse=True)
    return Board(
        requests=newest[:ROWS],
        figures=figures,
        more=max(0, len(newest) - ROWS),
        at=clock.now(),
        exercise_id=exercise_id,
    )


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def get_board(actor: Actor, exercise_id: UUID | None = None) -> Board:
    """The network's part as the actor may see it; empty for a party that is not in force."""
    if exercise_id is not None:
        members.get_exercise(actor, exercise_id)
    if actor.network_id is None or not may_follow(actor):
        return Board([], [], 0, clock.now(), exercise_id)
    return board(actor.network_id, exercise_id)


def own_part(actor: Actor, exercise_id: UUID | None = None) -> OwnPart:
    """The reader's requests, offers and missions, and what runs out in them."""
    restricted = _restricted(actor, exercise_id)
    if actor.party_id is None:
        return OwnPart(restricted=restricted, clocks=_of_deadlines(actor, exercise_id))
    requests = aid.aid_requests(
        actor,
        aid.AidRequestFilter(state="open", mine=True, exercise_id=exercise_id),
        limit=OWN_ROWS,
    ).items
    offers = aid.offer_list(
        actor, state="submitted", exercise_id=exercise_id, limit=2 * OWN_ROWS
    ).items
    missions = [
        mission
        for mission in aid.missions(
            actor, under_way=True, exercise_id=exercise_id, order="ends_at", limit=OWN_ROWS
        ).items
        if actor.party_id in (mission.requesting_party_id, mission.responding_party_id)
    ]
    clocks = [
        *_of_offers(actor, offers),
        *_of_missions(missions),
        *_of_free_hours(actor, missions),
        *_of_deadlines(actor, exercise_id),
    ]
    clocks.sort(key=lambda each: each.ends_at)
    return OwnPart(requests, offers, missions, restricted, clocks[:OWN_ROWS])


def _restricted(actor: Actor, exercise_id: UUID | None) -> list[Any]:
    """Open requests under TLP:RED that the actor may see; the network's part never shows them."""
    rows = aid.aid_requests(
        actor, aid.AidRequestFilter(state="open", exercise_id=exercise_id), limit=100
    ).items
    return [
        row
        for row in rows
        if row.incident.sharing_label == RESTRICTED and row.requesting_party_id != actor.party_id
    ]


def _of_offers(actor: Actor, offers: list[Any]) -> list[Clock]:
    return [
        Clock(
            f"Your offer {offer.reference} waits for an answer"
            if offer.responding_party_id == actor.party_id
            else f"Answer the offer {offer.reference} of {offer.responding_party.name}",
            offer.expires_at,
            address("aid:offer", offer.id),
            is_near=(offer.expires_at - clock.now()).total_seconds() < 2 * 3600,
        )
        for offer in offers
    ]


def _of_missions(missions: list[Any]) -> list[Clock]:
    return [
        Clock(
            f"Mission {mission.reference} ends",
            mission.ends_at,
            address("aid:mission", mission.id),
            is_near=(mission.ends_at - clock.now()).total_seconds() < 12 * 3600,
        )
        for mission in missions
    ]


def _of_free_hours(actor: Actor, missions: list[Any]) -> list[Clock]:
    """Free help that runs out at the present pace, for the few missions that end first."""
    clocks = []
    for mission in missions[:MOST_METERS]:
        meter = deployments.free_meter(actor, mission.id)
        if meter.runs_out_at is not None:
            left = (meter.runs_out_at - clock.now()).total_seconds() / 3600
            clocks.append(
                Clock(
                    f"Free hours of mission {mission.reference} run out",
                    meter.runs_out_at,
                    address("aid:mission", mission.id),
                    is_near=left < float(meter.warn_before_hours),
                )
            )
    return clocks


def _of_deadlines(actor: Actor, exercise_id: UUID | None) -> list[Clock]:
    """The agreement's and the law's own clocks, as far as they are the party's task."""
    return [
        Clock(
            f"{each.row.title}: {each.row.subject_reference}",
            each.row.ends_at,
            address("clocks:deadline", each.id),
            is_near=each.is_pressing,
            last_day=each.whole_day,
        )
        for each in deadlines.nearest(actor, exercise_id=exercise_id, limit=OWN_ROWS)
    ]


def address(name: str, thing_id: UUID) -> str:
    """The path of a page; nothing where it is not built."""
    try:
        return reverse(name, args=[thing_id])
    except NoReverseMatch:
        return ""


def open_exercises(actor: Actor) -> list[Any]:
    """Exercises that have a board of their own."""
    try:
        return members.open_exercises(actor)
    except NotFound:
        return []
