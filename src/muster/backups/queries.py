"""How backups stand: by place, for the network's officers, for the worker and for `/healthz`;
and what a returned host had alone, as far as the reader's own journal would show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from muster.backups.models import (
    HostFact,
    HostMatter,
    Place,
    Reconciliation,
    Shipment,
    ShipmentState,
)
from muster.backups.places import known_places
from muster.journal import clock
from muster.journal.keyset import Page, page_of
from muster.journal.queries import TimelineEntry, entry_of, since
from muster.rules import backups
from muster.rules.actor import Actor
from muster.rules.permissions import need
from muster.rules.reconciliation import BROAD
from muster.rules.refusal import NotFound
from muster.rules.retention import Due

RECENT = 20


@dataclass(frozen=True)
class PlaceStanding:
    """A place as the settings name it. `last_good` is its newest backup that arrived whole."""

    label: str
    last_good: Shipment | None
    next_try_at: datetime | None
    failures: int
    last_error: str
    is_overdue: bool
    kept: int

    @property
    def last_good_seconds(self) -> int | None:
        """From the first byte made to the real name given."""
        good = self.last_good
        return (
            round((good.ended_at - good.made_at).total_seconds())
            if good and good.ended_at
            else None
        )


def interval() -> timedelta:
    """Zero where backups do not leave by themselves."""
    return timedelta(minutes=settings.MUSTER_BACKUP_EVERY)


def standings(actor: Actor) -> list[PlaceStanding]:
    """Each place that the settings name; for those who may look after backups."""
    need(actor, "backup.view")
    return all_standings()


def recent_shipments(actor: Actor) -> list[Shipment]:
    """The newest tries at the places of the settings, newest first."""
    need(actor, "backup.view")
    rows = Shipment.objects.filter(place__label__in=_labels()).select_related("place")
    return list(rows.order_by("-id")[:RECENT])


def all_standings() -> list[PlaceStanding]:
    """The same without an actor, for the command line and `/healthz`."""
    if not interval():
        return []
    known = {place.label: place for place in Place.objects.filter(label__in=_labels())}
    return [_standing(label, known.get(label)) for label in _labels()]


def overdue_labels() -> list[str]:
    return [each.label for each in all_standings() if each.is_overdue]


def due_labels(at: datetime) -> list[str]:
    """The places whose next try has come, those never tried included."""
    waiting = Place.objects.filter(label__in=_labels(), next_try_at__gt=at)
    later = set(waiting.values_list("label", flat=True))
    return [label for label in _labels() if label not in later]


def last_good_at(place: Place) -> datetime | None:
    good = _last_good(place)
    return good.made_at if good else None


def shipments_to_remove(label: str) -> list[Shipment]:
    """What need not lie at the place any longer, oldest first: old good ones, parts of failed ones."""
    rows = Shipment.objects.filter(place__label=label)
    good = rows.filter(state=ShipmentState.SHIPPED)
    stay = backups.kept(
        list(good.values_list("made_at", flat=True)),
        last=settings.MUSTER_BACKUP_KEEP_LAST,
        days=settings.MUSTER_BACKUP_KEEP_DAYS,
    )
    failed = rows.filter(state=ShipmentState.FAILED)
    return [*failed.order_by("id"), *good.exclude(made_at__in=stay).order_by("id")]


@dataclass(frozen=True)
class HostThing:
    """A thing of the host: its facts there, oldest first, as the reader may see them.

    `here` is what happened to the same thing here since the two parted; empty in a list.
    """

    matter: HostMatter
    at_host: list[TimelineEntry]
    here: list[TimelineEntry]
    subjects: list[tuple[str, UUID]]

    @property
    def state(self) -> str:
        """`waiting`, `settled`, or `noted` where there is nothing to settle."""
        if not self.matter.waits:
            return "noted"
        return "settled" if self.matter.outcome else "waiting"


STATES: dict[str, dict[str, Any]] = {
    "waiting": {"waits": True, "outcome": ""},
    "settled": {"waits": True, "outcome__gt": ""},
    "noted": {"waits": False},
}


def reconciliations(actor: Actor) -> list[Reconciliation]:
    """Each comparison with the returned host, newest first, with `waiting`, `settled` and `noted`:
    how many things of it wait, are settled, and need no answer."""
    need(actor, "reconciliation.view")
    return list(_reconciliations(actor).order_by("-compared_at"))


def get_reconciliation(actor: Actor, reconciliation_id: UUID) -> Reconciliation:
    """One comparison, counted likewise."""
    need(actor, "reconciliation.view")
    found = _reconciliations(actor).filter(id=reconciliation_id).first()
    if found is None:
        raise NotFound("reconciliation")
    return found


def host_things(
    actor: Actor,
    reconciliation_id: UUID,
    *,
    state: str = "waiting",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[HostThing]:
    """What the host had alone, by what it is about, in the order in which it began there."""
    reconciliation = get_reconciliation(actor, reconciliation_id)
    rows = HostMatter.objects.filter(reconciliation=reconciliation, **STATES.get(state, {}))
    page = page_of(rows, ("number",), cursor, limit)
    facts: dict[UUID, list[HostFact]] = {}
    for fact in HostFact.objects.filter(matter__in=page.items).order_by("id"):
        facts.setdefault(fact.matter_id, []).append(fact)
    return Page([_thing(actor, each, facts.get(each.id, [])) for each in page.items], page.next)


def get_host_thing(actor: Actor, matter_id: UUID) -> HostThing:
    """One thing of the host, with what happened to it here since."""
    need(actor, "reconciliation.view")
    rows = HostMatter.objects.select_related("reconciliation")
    matter = rows.filter(network_id=actor.network_id, id=matter_id).first()
    if matter is None:
        raise NotFound("host matter")
    thing = _thing(actor, matter, list(matter.facts.order_by("id")))
    narrow = {each for kind, each in thing.subjects if kind not in BROAD} | {matter.subject_id}
    here = since(actor, matter.reconciliation.fork_position, *narrow)
    return HostThing(matter, thing.at_host, here, thing.subjects)


def waiting_by_reconciliation(actor: Actor) -> list[Reconciliation]:
    """The comparisons of which something still waits, for who may settle it."""
    return [each for each in reconciliations(actor) if each.waiting]  # type: ignore[attr-defined]


def fingerprints_noted(network_id: UUID, fingerprints: Collection[str]) -> set[str]:
    """Which of the facts an earlier comparison noted; for the comparison itself."""
    known = HostFact.objects.filter(network_id=network_id).values_list("fingerprint", flat=True)
    return set(known.iterator()) & set(fingerprints)


def audiences_of(matter: HostMatter) -> list[Any]:
    """Who may know each fact of it, None for everyone."""
    return list(matter.facts.values_list("audience", flat=True))


def reach_of(matter: HostMatter) -> frozenset[UUID]:
    """Everything that a hold on which keeps its words."""
    named = matter.facts.values_list("subjects", flat=True)
    return frozenset({matter.subject_id, *(UUID(each) for some in named for _, each in some)})


def matters_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Things of a host that still say something and were compared before a moment; for the records
    room, which asks for a whole network."""
    rows = HostMatter.objects.filter(
        network_id=network_id,
        reconciliation__compared_at__lt=before,
        facts__payload__isnull=False,
    ).select_related("reconciliation")
    return [
        Due(
            str(each.id),
            f"What the host had of a {each.subject_kind}, compared on "
            f"{each.reconciliation.compared_at:%Y-%m-%d}",
            each.reconciliation.compared_at,
            reach_of(each),
        )
        for each in rows.distinct().order_by("id")[:limit]
    ]


def _reconciliations(actor: Actor) -> QuerySet[Any]:
    rows = Reconciliation.objects.filter(network_id=actor.network_id)
    counts = {
        name: Count("matters", filter=Q(**{f"matters__{key}": is_ for key, is_ in which.items()}))
        for name, which in STATES.items()
    }
    return rows.annotate(**counts)


def _thing(actor: Actor, matter: HostMatter, facts: list[HostFact]) -> HostThing:
    entries = [entry for fact in facts if (entry := entry_of(actor, fact)) is not None]
    about = (matter.subject_kind, matter.subject_id)
    named = [(str(kind), UUID(each)) for fact in facts for kind, each in fact.subjects]
    return HostThing(matter, entries, [], list(dict.fromkeys([about, *named])))


def _labels() -> Collection[str]:
    return [place.label for place in known_places(settings.MUSTER_BACKUP_TO)]


def _last_good(place: Place) -> Shipment | None:
    return place.shipments.filter(state=ShipmentState.SHIPPED).order_by("-made_at").first()


def _standing(label: str, place: Place | None) -> PlaceStanding:
    if place is None:
        return PlaceStanding(label, None, None, 0, "", is_overdue=False, kept=0)
    good = _last_good(place)
    last = place.shipments.exclude(state=ShipmentState.UNDER_WAY).order_by("-id").first()
    newest = good.made_at if good else place.since
    return PlaceStanding(
        label=label,
        last_good=good,
        next_try_at=place.next_try_at,
        failures=place.failures,
        last_error=last.error if last and place.failures else "",
        is_overdue=backups.is_overdue(newest, interval(), clock.now()),
        kept=place.shipments.filter(state=ShipmentState.SHIPPED).count(),
    )
