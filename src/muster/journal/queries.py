"""Reading the journal: a thing's timeline, and the sealed facts that an actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.journal.kept import kept
from muster.journal.keyset import page_of
from muster.journal.models import Checkpoint, Fact, FactSubject, Job, JobState, WorkerBeat
from muster.journal.record import from_fact
from muster.rules.actor import Actor
from muster.rules.permissions import need
from muster.rules.refusal import NotFound

TIMELINE_LENGTH = 200


@dataclass(frozen=True)
class TimelineEntry:
    """One fact as a reader may see it. `payload` is empty where only the heading may be seen."""

    id: int
    kind: str
    at: datetime
    actor_name: str
    actor_party_id: UUID | None
    via: str
    subjects: list[tuple[str, str]]
    payload: dict[str, Any]
    position: int | None
    hash: str
    is_exercise: bool


class Happened(Protocol):
    """As much of a fact as decides who may see it."""

    @property
    def network_id(self) -> UUID | None: ...

    @property
    def audience(self) -> Any: ...


def may_see(actor: Actor, fact: Happened) -> bool:
    """Whether the fact's heading may be shown to the actor."""
    if actor.is_system:
        return True
    if fact.network_id is None or fact.network_id != actor.network_id:
        return False
    if fact.audience is None or actor.is_network_officer:
        return True
    return actor.party_id is not None and str(actor.party_id) in fact.audience


def may_see_payload(actor: Actor, fact: Happened) -> bool:
    """Officers see that something happened; what was in it only where they are its audience."""
    if actor.is_system or fact.audience is None:
        return True
    return actor.party_id is not None and str(actor.party_id) in fact.audience


def timeline(actor: Actor, *subject_ids: UUID, limit: int = TIMELINE_LENGTH) -> list[TimelineEntry]:
    """The newest facts about the things, newest first, as far as the actor may see them.

    The caller has already found the things through a query that applies visibility.
    """
    facts = _newest_about(min(limit, TIMELINE_LENGTH), subject_ids=subject_ids)
    return [_entry(actor, fact) for fact in facts if may_see(actor, fact)]


@kept
def _newest_about(limit: int, *, subject_ids: Collection[UUID]) -> QuerySet[Fact]:
    about = Fact.objects.filter(subject_rows__subject_id__in=subject_ids)
    return Fact.objects.filter(id__in=about.values("id")).order_by("-id")[:limit]


def entry_of(actor: Actor, fact: Any) -> TimelineEntry | None:
    """A fact that another room keeps, of another journal, as the actor may see it; or None."""
    return _entry(actor, fact) if may_see(actor, fact) else None


def since(
    actor: Actor, position: int, *subject_ids: UUID, limit: int = TIMELINE_LENGTH
) -> list[TimelineEntry]:
    """The newest facts about the things behind a position, newest first, as the actor may see them."""
    about = Fact.objects.filter(subject_rows__subject_id__in=subject_ids).values("id")
    behind = Q(position__gt=position) | Q(position__isnull=True)
    facts = Fact.objects.filter(behind, id__in=about).order_by("-id")
    return [
        _entry(actor, fact) for fact in facts[: min(limit, TIMELINE_LENGTH)] if may_see(actor, fact)
    ]


def subjects_known(subject_ids: Collection[UUID]) -> set[UUID]:
    """Which of the things any fact here is about."""
    rows = FactSubject.objects.filter(subject_id__in=subject_ids)
    return set(rows.values_list("subject_id", flat=True).distinct())


def facts_of_kinds(
    actor: Actor, kinds: Iterable[str], until: datetime, limit: int = 50_000
) -> list[TimelineEntry]:
    """The network's facts of these kinds before a moment, oldest first, as the actor may see them."""
    facts = Fact.objects.filter(
        network_id=actor.network_id, kind__in=list(kinds), at__lt=until
    ).order_by("at", "id")[:limit]
    return [_entry(actor, fact) for fact in facts if may_see(actor, fact)]


def sealed_after(actor: Actor, position: int, limit: int = 100) -> list[TimelineEntry]:
    """Sealed facts of the actor's network after a position, oldest first."""
    facts = Fact.objects.filter(network_id=actor.network_id, position__gt=position).order_by(
        "position"
    )[: min(limit, 1000)]
    return [_entry(actor, fact) for fact in facts if may_see(actor, fact)]


@dataclass(frozen=True)
class JournalPage:
    """Some sealed facts, newest first, and the cursor of the older ones."""

    items: list[TimelineEntry]
    next: str | None


@dataclass(frozen=True)
class SealedFact:
    """A sealed fact with what proves it."""

    entry: TimelineEntry
    payload_sha256: str
    sealed_at: datetime | None
    is_erased: bool
    is_readable: bool


@dataclass(frozen=True)
class StuckWork:
    """A piece of work that failed until it was given up."""

    id: int
    name: str
    attempts: int
    last_error: str
    given_up_at: datetime | None


def sealed_page(
    actor: Actor, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> JournalPage:
    """The sealed facts of the actor's network, newest first, for those who may view the journal."""
    need(actor, "journal.view")
    rows = Fact.objects.filter(network_id=actor.network_id, position__isnull=False)
    if kind:
        rows = rows.filter(kind=kind)
    page = page_of(rows, ("-position",), cursor, limit)
    entries = [_entry(actor, fact) for fact in page.items if may_see(actor, fact)]
    return JournalPage(entries, page.next)


def get_sealed(actor: Actor, position: int) -> SealedFact:
    """One sealed fact of the network, for those who may view the journal."""
    need(actor, "journal.view")
    fact = Fact.objects.filter(network_id=actor.network_id, position=position).first()
    if fact is None or not may_see(actor, fact):
        raise NotFound("fact")
    return SealedFact(
        _entry(actor, fact),
        fact.payload_sha256,
        fact.sealed_at,
        fact.payload is None,
        may_see_payload(actor, fact),
    )


def last_checkpoint(actor: Actor) -> Checkpoint | None:
    """The newest signed statement of the journal's end."""
    need(actor, "journal.view")
    return Checkpoint.objects.order_by("-position").first()


def stuck_work(actor: Actor, limit: int = 100) -> list[StuckWork]:
    """What the worker gave up on, of the actor's network, newest first."""
    need(actor, "delivery.view")
    jobs = Job.objects.filter(network_id=actor.network_id, state=JobState.DEAD).order_by("-id")
    return [
        StuckWork(job.id, job.name, job.attempt, job.last_error[:500], job.finished_at)
        for job in jobs[: min(limit, 200)]
    ]


def last_worker_beat() -> datetime | None:
    """When any worker last showed that it lives; None when none ever ran."""
    return WorkerBeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()


def last_fact_id() -> int:
    """The id of the last fact that was written, sealed or not; 0 where none was. Not for a page."""
    return Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _entry(actor: Actor, fact: Fact) -> TimelineEntry:
    return TimelineEntry(
        id=fact.id,
        kind=fact.kind,
        at=fact.at,
        actor_name=fact.actor_name,
        actor_party_id=fact.actor_party_id,
        via=fact.via,
        subjects=[(kind, subject_id) for kind, subject_id in fact.subjects],
        payload=(fact.payload or {}) if may_see_payload(actor, fact) else {},
        position=fact.position,
        hash=fact.hash,
        is_exercise=fact.exercise_id is not None,
    )


def fact_and_event(fact_id: int) -> tuple[Any, Any]:
    """A fact and what it says, for handlers that split their work; the event is None once erased."""
    fact = Fact.objects.get(id=fact_id)
    return fact, from_fact(fact)


def facts_to_dispose(
    network_id: UUID, before: datetime, limit: int, *, but: Collection[str] = ()
) -> list[tuple[Fact, set[UUID]]]:
    """Sealed facts from before a moment that still say something, each with what it is about;
    those of the kinds in `but` are left out.

    For the records room, which asks for a whole network.
    """
    rows = Fact.objects.filter(
        network_id=network_id, at__lt=before, position__isnull=False, payload__isnull=False
    )
    rows = rows.exclude(kind__in=but).order_by("position")
    return [(fact, {UUID(subject_id) for _, subject_id in fact.subjects}) for fact in rows[:limit]]


def subjects_of_facts(fact_ids: Collection[int]) -> dict[int, set[UUID]]:
    """What each of the facts is about, for rooms that keep what came of a fact."""
    rows = Fact.objects.filter(id__in=fact_ids).values_list("id", "subjects")
    return {fact_id: {UUID(each) for _, each in subjects} for fact_id, subjects in rows}
