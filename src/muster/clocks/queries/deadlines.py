"""Reading deadlines: a party's own, those of its missions' other side, an officer's whole network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from muster.agreements import queries as agreements
from muster.clocks.models import Deadline, Happening
from muster.clocks.subjects import get_subject
from muster.journal import clock
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.rules import clocks
from muster.rules.actor import Actor
from muster.rules.clocks import AnyClock, Calendar, ClockState, StatedClock
from muster.rules.happenings import GIVEN_BY_HAND, SCOPES, VIEWED_WITH, Scope
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.terms import ClockEvent, ClockUnit, Effect

MOST_OF_SUBJECT = 60
SOON = timedelta(days=7)


@dataclass(frozen=True)
class DeadlineFilter:
    """Which deadlines: running ones, or ended ones; own ones; of one kind of subject."""

    ended: bool = False
    mine: bool = False
    scope: str = ""
    exercise_id: UUID | None = None


@dataclass(frozen=True)
class ShownDeadline:
    """A deadline with its clock and where it stands now."""

    row: Deadline
    clock: AnyClock
    state: ClockState
    was_kept: bool | None
    zone: str
    holidays: tuple[tuple[date, str], ...] = ()  # those that moved its last day
    knows_holidays: bool = True

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def by_hours(self) -> bool:
        """Whether it ends at a moment; otherwise with its last day, in the agreement's zone."""
        return self.clock.unit == "hours"

    @property
    def whole_day(self) -> date | None:
        """The day with whose end it ends; None where it ends at a moment."""
        return None if self.by_hours else self.row.last_day

    @property
    def is_pressing(self) -> bool:
        return self.state in (ClockState.WARNING, ClockState.DUE, ClockState.MISSED)


def visible(actor: Actor) -> QuerySet[Deadline]:
    """A party sees what is its own or of the other side of its missions; the network's officers all,
    but for the public-records requests that a party answers for itself. Of these only who may see
    the request."""
    return _seen_with(_eyes_of(actor), network_id=actor.network_id, party_id=actor.party_id)


class _Eyes(NamedTuple):
    """Which kinds of deadlines an actor may know of, whoever it is."""

    everything: bool
    hidden: tuple[Scope, ...]
    is_officer: bool
    has_party: bool


def _eyes_of(actor: Actor) -> _Eyes:
    return _Eyes(
        everything=actor.is_system,
        hidden=tuple(each for each, need in VIEWED_WITH.items() if not is_permitted(actor, need)),
        is_officer=actor.is_network_officer,
        has_party=actor.party_id is not None,
    )


def _seen_with(
    eyes: _Eyes, *, network_id: UUID | None, party_id: UUID | None
) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(network_id=network_id)
    if eyes.everything:
        return rows
    if eyes.hidden:
        rows = rows.exclude(scope__in=eyes.hidden)
    if eyes.is_officer:
        return rows.exclude(scope=Scope.RECORDS_REQUEST, owner_party__isnull=False)
    if not eyes.has_party:
        return rows.none()
    return rows.filter(Q(owner_party_id=party_id) | Q(other_party_id=party_id))


def deadlines(
    actor: Actor, asked: DeadlineFilter, *, cursor: str | None = None, limit: int = 50
) -> Page[ShownDeadline]:
    """Running deadlines, the nearest end first; ended ones, the latest first."""
    rows = visible(actor).filter(
        exercise_id=asked.exercise_id, is_replaced=False, stopped_at__isnull=not asked.ended
    )
    if asked.mine:
        rows = rows.filter(owner_party_id=actor.party_id)
    if asked.scope:
        rows = rows.filter(scope=asked.scope)
    order = ("-ends_at", "-id") if asked.ended else ("ends_at", "id")
    page = page_of(_whole(rows), order, cursor, limit)
    return Page(_shown(page.items), page.next)


def nearest(
    actor: Actor, *, exercise_id: UUID | None = None, limit: int = 10
) -> list[ShownDeadline]:
    """The running deadlines that are one's own party's task, or the coordinator's, the nearest end
    first; waiting times left out."""
    if actor.party_id is None and not actor.is_coordinator:
        return []
    found = _nearest(
        _eyes_of(actor),
        exercise_id is not None,
        4 * limit,
        network_id=actor.network_id,
        party_id=actor.party_id,
        exercise_id=exercise_id,
    )
    return [each for each in _shown(found) if each.clock.effect is Effect.DUE_BY][:limit]


@kept
def _nearest(
    eyes: _Eyes,
    of_exercise: bool,
    limit: int,
    *,
    network_id: UUID,
    party_id: UUID | None,
    exercise_id: UUID | None,
) -> QuerySet[Deadline]:
    rows = _seen_with(eyes, network_id=network_id, party_id=party_id).filter(
        exercise_id=exercise_id if of_exercise else None,
        is_replaced=False,
        stopped_at__isnull=True,
        owner_party_id=party_id if eyes.has_party else None,
    )
    return _whole(rows).order_by("ends_at", "id")[:limit]


def deadlines_of(actor: Actor, scope: Scope, subject_id: UUID) -> list[ShownDeadline]:
    """The deadlines of one thing that the actor may see, the nearest end first."""
    rows = visible(actor).filter(scope=scope, subject_id=subject_id, is_replaced=False)
    return _shown(list(_whole(rows).order_by("ends_at", "id")[:MOST_OF_SUBJECT]))


def get_deadline(actor: Actor, deadline_id: UUID) -> ShownDeadline:
    """One deadline. Raises `NotFound`."""
    found = _whole(visible(actor).filter(pk=deadline_id)).first()
    if found is None:
        raise NotFound("deadline")
    return _shown([found])[0]


def any_deadline(deadline_id: UUID) -> Deadline | None:
    """One deadline of whichever network, for Muster's own work."""
    return Deadline.objects.filter(pk=deadline_id).first()


def incident_of(actor: Actor, deadline_id: UUID) -> UUID | None:
    """The incident that a deadline came from; None for one of a membership. Raises `NotFound`."""
    row = get_deadline(actor, deadline_id).row
    if row.scope == Scope.RECORDS_REQUEST:
        return None
    return get_subject(actor, Scope(row.scope), row.subject_id).ids.get(Scope.INCIDENT)


def due_counts(actor: Actor, day: date) -> dict[tuple[UUID | None, str], tuple[int, int, int]]:
    """How many real deadlines are missed, end on the day, end within seven days: for each party, and
    for the coordinator (None), with the scope where only some of the party's people may see it."""
    rows = Deadline.objects.filter(
        network_id=actor.network_id,
        exercise__isnull=True,
        is_replaced=False,
        stopped_at__isnull=True,
        last_day__lte=day + SOON,
    )
    counts: dict[tuple[UUID | None, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows.select_related("agreement_version"):
        if clock_of(row).effect is not Effect.DUE_BY:
            continue
        place = 0 if row.last_day < day else 1 if row.last_day == day else 2
        is_for_some = row.owner_party_id is not None and row.scope in VIEWED_WITH
        counts[row.owner_party_id, row.scope if is_for_some else ""][place] += 1
    return {told: (each[0], each[1], each[2]) for told, each in counts.items()}


def happenings_of(actor: Actor, scope: Scope, subject_id: UUID) -> list[Happening]:
    """What was written down of one thing that the actor is a side of, the latest first."""
    subject = get_subject(actor, scope, subject_id)
    if not _is_side(actor, subject.owners.values()):
        return []
    rows = Happening.objects.filter(network_id=actor.network_id, scope=scope, subject_id=subject_id)
    return list(rows.order_by("-happened_at", "-id")[:MOST_OF_SUBJECT])


def get_happening(actor: Actor, happening_id: UUID) -> Happening:
    """One happening of a thing that the actor is a side of. Raises `NotFound`."""
    row = Happening.objects.filter(network_id=actor.network_id, pk=happening_id).first()
    if row is None:
        raise NotFound("happening")
    subject = get_subject(actor, Scope(row.scope), row.subject_id)
    if not _is_side(actor, subject.owners.values()):
        raise NotFound("happening")
    return row


def _is_side(actor: Actor, sides) -> bool:
    return actor.is_system or actor.is_network_officer or actor.party_id in set(sides)


def events_to_note(actor: Actor, scope: Scope, subject_id: UUID) -> list[ClockEvent]:
    """Which events people may note of a thing: those that one of its clocks starts or stops by.

    A deadline that runs under an earlier version is still stopped by its own event.
    """
    subject = get_subject(actor, scope, subject_id)
    running = visible(actor).filter(scope=scope, subject_id=subject_id, stopped_at__isnull=True)
    waited_for = running.exclude(stop_event="").values_list("stop_event", flat=True)
    named = {ClockEvent(each) for each in waited_for[:MOST_OF_SUBJECT]}
    rules = agreements.terms_of(subject.version).clocks.values() if subject.version else ()
    named |= {
        event
        for each in rules
        if subject.is_bound_by(each)
        for event in (each.starts, each.stops)
        if event is not None
    }
    return sorted(each for each in named & GIVEN_BY_HAND if SCOPES[each] is scope)


def clocks_by_subject(actor: Actor) -> dict[tuple[str, UUID], frozenset[str]]:
    """The clocks that each matter of the network has or had, whoever asks."""
    found: dict[tuple[str, UUID], set[str]] = defaultdict(set)
    rows = Deadline.objects.filter(network_id=actor.network_id)
    for scope, subject_id, key in rows.values_list("scope", "subject_id", "clock_key"):
        found[scope, subject_id].add(key)
    return {subject: frozenset(keys) for subject, keys in found.items()}


def clock_of(row: Deadline) -> AnyClock:
    """The clock of a deadline: stated with it, or from the version that it stands under."""
    if row.stated is not None:
        unit = ClockUnit(row.stated["unit"])
        return StatedClock(**{**row.stated, "unit": unit}, title=row.title)
    return agreements.terms_of(row.agreement_version).clocks[row.clock_key]


def _whole(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    return rows.select_related(
        "agreement_version", "network", "owner_party", "other_party", "happening"
    )


def _calendar_of(row: Deadline) -> Calendar:
    if row.agreement_version is not None:
        return Calendar.of(agreements.terms_of(row.agreement_version))
    return Calendar(ZoneInfo(row.network.time_zone))


def _shown(rows: list[Deadline]) -> list[ShownDeadline]:
    at = clock.now()
    return [_one(row, at) for row in rows]


def _one(row: Deadline, at: datetime) -> ShownDeadline:
    rule = clock_of(row)
    found = clocks.Deadline(
        rule, row.started_at, row.last_day, row.ends_at, row.warns_at, row.stopped_at
    )
    calendar = _calendar_of(row)
    return ShownDeadline(
        row,
        rule,
        clocks.state_at(found, at),
        found.was_kept,
        calendar.zone.key,
        tuple(clocks.holidays_that_moved(found, calendar)),
        calendar.knows_holidays,
    )
