"""Reading aid requests: the list, one, its lines, what was declined, the board."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from muster.aid.models import AidRequest, AidRequestLine, HelpDeclined, Mission, Offer
from muster.aid.queries.visibility import (
    UNSENT,
    Eyes,
    eyes_of,
    is_side_of,
    own_or_taken,
    seen_with,
    visible_aid_requests,
)
from muster.journal.days import on_days
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_from, page_limit, page_of
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.lifecycle import AidRequestState, LineState, MissionState, OfferState
from muster.rules.refusal import NotFound

# Ids are made in the order of time, so the newest request has the largest.
ORDERS = {
    "newest": ("-id",),
    "oldest": ("id",),
    "needed_from": ("needed_from", "id"),
    "-needed_from": ("-needed_from", "id"),
}
BOARD_LENGTH = 100
ON_BOARD = (
    "id",
    "reference",
    "title",
    "party_name",
    "requesting_party_id",
    "incident_id",
    "incident_kind",
    "place",
    "opened_at",
    "needed_from",
    "needed_until",
    "asked",
    "filled",
    "line_count",
    "filled_count",
)
NOTHING_ASKED = {"lines": 0, "filled": 0, "asked": 0, "found": 0}
# What a list shows; the rest, frozen terms above all, is heavy and is fetched when it is read.
LISTED = (
    "reference",
    "title",
    "state",
    "place",
    "needed_from",
    "needed_until",
    "opened_at",
    "filed_on_behalf",
    "exercise_id",
    "network_id",
    "incident__kind",
    "incident__sharing_label",
    "requesting_party__name",
)


@dataclass(frozen=True)
class AidRequestFilter:
    """What a list of aid requests may be narrowed to; real ones unless an exercise is named."""

    state: str | None = None
    party_id: UUID | None = None
    incident_id: UUID | None = None
    kind: str | None = None
    resource_type_id: UUID | None = None
    still_needed: bool = False
    mine: bool = False
    exercise_id: UUID | None = None
    opened_after: datetime | None = None
    text: str = ""
    days: Days | None = None


def aid_requests(
    actor: Actor,
    filters: AidRequestFilter | None = None,
    *,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AidRequest]:
    """Aid requests that the actor may know of, as far as a list shows them. Each carries its
    `progress`: lines and pieces, asked for and found."""
    wanted, chosen = filters or AidRequestFilter(), ORDERS.get(order, ORDERS["newest"])
    if cursor or not _may_be_kept(actor, wanted):
        rows = _narrowed(visible_aid_requests(actor), _form(wanted), **_values(wanted, actor))
        rows = on_days(rows, "created_at", wanted.days)
        found = page_of(_with_words(_listed(rows), wanted.text), chosen, cursor, limit)
    else:
        limit, values = page_limit(limit), _values(wanted, actor)
        first = _first_page(eyes_of(actor), _form(wanted), chosen, limit, **values)
        found = page_from(first, chosen, limit)
    counted = _progress([row.id for row in found.items])
    for row in found.items:
        row.progress = counted.get(row.id, NOTHING_ASKED)
    return found


def _may_be_kept(actor: Actor, wanted: AidRequestFilter) -> bool:
    """Whether the list's query is one of the few forms that are kept, not one for every word or day."""
    is_of_everywhere = actor.is_system and not actor.network_id
    return not (wanted.text.strip() or wanted.days or is_of_everywhere)


def _progress(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """How far the lines that are still wanted have been filled, request by request; one query."""
    return {
        request_id: {"lines": lines, "filled": filled, "asked": asked, "found": found}
        for request_id, lines, filled, asked, found in _counted(aid_request_ids=ids)
    }


@kept
def _counted(*, aid_request_ids: Collection[UUID]) -> QuerySet[AidRequestLine, Any]:
    rows = AidRequestLine.objects.filter(
        aid_request_id__in=aid_request_ids, state__in=(LineState.OPEN, LineState.FILLED)
    )
    return (
        rows.order_by()
        .values_list("aid_request_id")
        .annotate(
            lines=Count("id"),
            filled=Count("id", filter=Q(state=LineState.FILLED)),
            asked=Sum("quantity"),
            found=Sum("filled_quantity"),
        )
    )


# The lookup of each filter that compares one column with one value.
SAME = {
    "exercise_id": "exercise_id",
    "state": "state",
    "wanted_party_id": "requesting_party_id",
    "incident_id": "incident_id",
    "kind": "incident__kind",
    "opened_after": "opened_at__gte",
}


def _values(filters: AidRequestFilter, actor: Actor) -> dict[str, Any]:
    """What a list is narrowed by, as its query takes it."""
    return {
        "network_id": actor.network_id,
        "party_id": actor.party_id,
        "exercise_id": filters.exercise_id,
        "state": filters.state,
        "wanted_party_id": filters.party_id,
        "incident_id": filters.incident_id,
        "kind": filters.kind,
        "opened_after": filters.opened_after,
        "resource_type_id": filters.resource_type_id,
    }


def _form(filters: AidRequestFilter) -> tuple[str, ...]:
    """The names of the filters that are in use: the form of a list's query."""
    used = {
        "exercise_id": filters.exercise_id,
        "state": filters.state,
        "wanted_party_id": filters.party_id,
        "incident_id": filters.incident_id,
        "kind": filters.kind,
        "opened_after": filters.opened_after,
        "resource_type_id": filters.resource_type_id,
        "mine": filters.mine,
        "still_needed": filters.still_needed,
    }
    return tuple(name for name, value in used.items() if value)


def _narrowed(
    rows: QuerySet[AidRequest], form: tuple[str, ...], **values: Any
) -> QuerySet[AidRequest]:
    if "exercise_id" not in form:
        rows = rows.filter(exercise_id__isnull=True)
    rows = rows.filter(**{SAME[name]: values[name] for name in form if name in SAME})
    if "mine" in form:
        rows = rows.filter(requesting_party_id=values["party_id"])
    lines: dict[str, Any] = {}
    if "still_needed" in form:
        lines["state"] = LineState.OPEN
    if "resource_type_id" in form:
        lines["resource_type_id"] = values["resource_type_id"]
    if lines:
        wanted = AidRequestLine.objects.filter(aid_request=OuterRef("pk"), **lines)
        rows = rows.filter(Exists(wanted))
    return rows


def _listed(rows: QuerySet[AidRequest]) -> QuerySet[AidRequest]:
    return rows.select_related("requesting_party", "incident").only(*LISTED)


@kept
def _first_page(
    eyes: Eyes,
    form: tuple[str, ...],
    order: tuple[str, ...],
    limit: int,
    /,
    *,
    network_id: UUID | None,
    party_id: UUID | None,
    exercise_id: UUID | None,
    state: str | None,
    wanted_party_id: UUID | None,
    incident_id: UUID | None,
    kind: str | None,
    opened_after: datetime | None,
    resource_type_id: UUID | None,
) -> QuerySet[AidRequest]:
    rows = _narrowed(
        seen_with(eyes, network_id=network_id, party_id=party_id),
        form,
        party_id=party_id,
        exercise_id=exercise_id,
        state=state,
        wanted_party_id=wanted_party_id,
        incident_id=incident_id,
        kind=kind,
        opened_after=opened_after,
        resource_type_id=resource_type_id,
    )
    return _listed(rows).order_by(*order)[: limit + 1]


def _with_words(rows: QuerySet[AidRequest], text: str) -> QuerySet[AidRequest]:
    words = text.strip()[:100]
    if not words:
        return rows
    return rows.filter(
        Q(title__icontains=words) | Q(reference__icontains=words) | Q(place__icontains=words)
    )


def get_aid_request(actor: Actor, aid_request_id: UUID, *, lock: bool = False) -> AidRequest:
    """One aid request. Raises `NotFound`."""
    if lock or (actor.is_system and not actor.network_id):
        rows = _whole(visible_aid_requests(actor))
        if lock:
            rows = rows.select_for_update(of=("self",))
        found = rows.filter(pk=aid_request_id).first()
    else:
        found = _one.first(
            eyes_of(actor),
            network_id=actor.network_id,
            party_id=actor.party_id,
            aid_request_id=aid_request_id,
        )
    if found is None:
        raise NotFound("aid_request")
    return found


def _whole(rows: QuerySet[AidRequest]) -> QuerySet[AidRequest]:
    return rows.select_related("requesting_party", "incident", "exercise", "agreement_version")


@kept
def _one(
    eyes: Eyes, /, *, network_id: UUID | None, party_id: UUID | None, aid_request_id: UUID
) -> QuerySet[AidRequest]:
    rows = seen_with(eyes, network_id=network_id, party_id=party_id)
    return _whole(rows).filter(pk=aid_request_id)


def frozen_for(actor: Actor, asked: AidRequest | Mission) -> dict[str, Any]:
    """What was written down when a request was opened, as far as the reader may see it.

    Which items of the baseline a party lacks is its own business; the network learns yes or no.
    """
    whole = actor.is_network_officer or is_side_of(actor, asked.requesting_party_id)
    return {
        name: value
        for name, value in asked.frozen.items()
        if whole or name not in ("attestations", "lapsed", "missing")
    }


def lines(actor: Actor, aid_request_id: UUID, *, lock: bool = False) -> list[AidRequestLine]:
    """The lines of an aid request that the actor may see, by number."""
    if not lock:
        get_aid_request(actor, aid_request_id)
    return lines_of(aid_request_id, lock=lock)


def lines_of(aid_request_id: UUID, *, lock: bool = False) -> list[AidRequestLine]:
    """The lines of an aid request that the caller has already found."""
    if lock:
        rows = _lines.written(aid_request_id=aid_request_id)
        return list(rows.select_for_update(of=("self",)))
    return _lines(aid_request_id=aid_request_id)


@kept
def _lines(*, aid_request_id: UUID) -> QuerySet[AidRequestLine]:
    rows = AidRequestLine.objects.filter(aid_request_id=aid_request_id)
    named = rows.select_related("resource_type", "skill", "clearance", "work_package")
    return named.order_by("number")


def lines_by_request(aid_request_ids: Collection[UUID]) -> dict[UUID, list[AidRequestLine]]:
    """The lines of aid requests that the caller has already found, by number; one query for all."""
    found: dict[UUID, list[AidRequestLine]] = {each: [] for each in aid_request_ids}
    for line in _lines_of_many(aid_request_ids=aid_request_ids):
        found[line.aid_request_id].append(line)
    return found


@kept
def _lines_of_many(*, aid_request_ids: Collection[UUID]) -> QuerySet[AidRequestLine]:
    rows = AidRequestLine.objects.filter(aid_request_id__in=aid_request_ids)
    named = rows.select_related("resource_type", "skill", "clearance", "work_package")
    return named.order_by("aid_request_id", "number")


def get_line(actor: Actor, aid_request_id: UUID, line_id: UUID) -> AidRequestLine:
    """One line of an aid request. Raises `NotFound`."""
    for line in lines(actor, aid_request_id):
        if line.id == line_id:
            return line
    raise NotFound("line")


def known_aid_request(actor: Actor, aid_request_id: UUID | None) -> AidRequest | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    if aid_request_id is None:
        return None
    found = AidRequest.objects.filter(pk=aid_request_id).first()
    return own_or_taken(
        found,
        lambda row: (
            row.network_id == actor.network_id
            and (row.created_by_id == actor.person_id or row.requesting_party_id == actor.party_id)
        ),
    )


def declines(actor: Actor, aid_request_id: UUID) -> list[HelpDeclined]:
    """Who said that they cannot help, and why: all of them for the requester and the officers,
    its own for anybody else."""
    aid_request = get_aid_request(actor, aid_request_id)
    rows = HelpDeclined.objects.filter(aid_request=aid_request).select_related("party")
    if not (actor.is_network_officer or is_side_of(actor, aid_request.requesting_party_id)):
        rows = rows.filter(party_id=actor.party_id)
    return list(rows.order_by("at"))


def answer_counts(actor: Actor, aid_request_id: UUID) -> dict[str, int]:
    """How many offers wait, were accepted, and how many parties declined: numbers anybody sees
    who sees the request."""
    get_aid_request(actor, aid_request_id)
    counted = dict(
        Offer.objects.filter(aid_request_id=aid_request_id)
        .exclude(state__in=UNSENT)
        .values_list("state")
        .annotate(count=Count("id"))
    )
    return {
        "waiting": counted.get(OfferState.SUBMITTED, 0),
        "accepted": counted.get(OfferState.ACCEPTED, 0)
        + counted.get(OfferState.PARTLY_ACCEPTED, 0),
        "declines": HelpDeclined.objects.filter(aid_request_id=aid_request_id).count(),
    }


def missions_under_way(aid_request_id: UUID) -> int:
    """How many missions of an aid request are neither closed nor stood down."""
    ended = (MissionState.CLOSED, MissionState.CANCELLED)
    return Mission.objects.filter(aid_request_id=aid_request_id).exclude(state__in=ended).count()


def open_aid_requests_of_incident(incident_id: UUID) -> int:
    """How many open aid requests an incident has."""
    return AidRequest.objects.filter(incident_id=incident_id, state=AidRequestState.OPEN).count()


def open_requests_board(network_id: UUID, exercise_id: UUID | None = None) -> list[dict[str, Any]]:
    """The open requests of a network that every party in force may see, newest first, with what
    is still needed. For boards that many watch: plain values, two queries, bounded."""
    open_ones = _open_board(exercise_id is not None, network_id=network_id, exercise_id=exercise_id)
    board = [row._asdict() for row in open_ones]
    waiting = dict(_waiting_counted(aid_request_ids=[row["id"] for row in board]))
    for row in board:
        row["offers_waiting"] = waiting.get(row["id"], 0)
    return board


@kept
def _open_board(
    of_exercise: bool, *, network_id: UUID, exercise_id: UUID | None
) -> QuerySet[AidRequest, Any]:
    found = (
        AidRequest.objects.filter(
            network_id=network_id,
            state=AidRequestState.OPEN,
            exercise_id=exercise_id if of_exercise else None,
        )
        .exclude(incident__sharing_label="TLP:RED")
        .annotate(
            asked=Sum("lines__quantity", filter=_live("lines__")),
            filled=Sum("lines__filled_quantity", filter=_live("lines__")),
            line_count=Count("lines", filter=_live("lines__")),
            filled_count=Count("lines", filter=Q(lines__state=LineState.FILLED)),
            party_name=F("requesting_party__name"),
            incident_kind=F("incident__kind"),
        )
        .order_by("-opened_at", "-id")
    )
    return found.values_list(*ON_BOARD, named=True)[:BOARD_LENGTH]


@kept
def _waiting_counted(*, aid_request_ids: Collection[UUID]) -> QuerySet[Offer, Any]:
    rows = Offer.objects.filter(aid_request_id__in=aid_request_ids, state=OfferState.SUBMITTED)
    return rows.order_by().values_list("aid_request_id").annotate(count=Count("id"))


def _live(prefix: str) -> Q:
    return Q(**{f"{prefix}state__in": (LineState.OPEN, LineState.FILLED)})
