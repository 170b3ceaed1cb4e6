"""How backups stand: by place, for the network's officers, for the worker and for `/healthz`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from muster.backups.models import Place, Shipment, ShipmentState
from muster.backups.places import known_places
from muster.journal import clock
from muster.rules import backups
from muster.rules.actor import Actor
from muster.rules.permissions import need

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
