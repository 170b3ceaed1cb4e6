"""Making one backup and bringing it to every place where one is due."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from muster.backups import archive, commands, queries
from muster.backups.alone import alone
from muster.backups.models import Shipment
from muster.backups.places import Parcel, Place, PlaceError, known_places
from muster.journal import clock
from muster.rules.actor import system_actor

logger = logging.getLogger(__name__)

FOLDER = "outgoing"
SYSTEM = system_actor()


class AlreadyUnderWay(Exception):
    """Another process ships now."""


def ship(progress: archive.Progress, *, only_due: bool = True) -> list[Shipment]:
    """Bring a new backup to every place where one is due, or to all; answers each try.

    Raises `AlreadyUnderWay`.
    """
    with alone() as is_free:
        if not is_free:
            raise AlreadyUnderWay
        commands.fail_what_is_under_way(SYSTEM)
        at = clock.now()
        due = queries.due_labels(at) if only_due else None
        places = [
            place
            for place in known_places(settings.MUSTER_BACKUP_TO)
            if due is None or place.label in due
        ]
        return _ship_to(places, at, progress) if places else []


def _ship_to(places: list[Place], at: datetime, progress: archive.Progress) -> list[Shipment]:
    name = f"muster-{at:%Y%m%dT%H%M%SZ}.tar.age"
    begun = [
        commands.begin_shipment(SYSTEM, label=place.label, name=name, made_at=at)
        for place in places
    ]
    try:
        with _made(name, progress) as parcel:
            tries = [
                _bring(place, shipment.id, parcel)
                for place, shipment in zip(places, begun, strict=True)
            ]
    except Exception as error:  # whatever kept it from being made: each place is told
        logger.exception("no backup could be made")
        words = f"no backup could be made: {type(error).__name__}: {error}"
        return commands.fail_what_is_under_way(SYSTEM, error=words)
    for place in places:
        _clear(place)
    return tries


@contextmanager
def _made(name: str, progress: archive.Progress) -> Iterator[Parcel]:
    """A fresh encrypted backup, here for as long as it is being sent."""
    folder = Path(settings.MUSTER_DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.iterdir():  # whoever was killed could not
        left.unlink()
    path = folder / name
    try:
        archive.write(path, settings.MUSTER_BACKUP_RECIPIENTS, progress)
        with open(path, "rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        yield Parcel(path, name, path.stat().st_size, digest)
    finally:
        path.unlink(missing_ok=True)


def _bring(place: Place, shipment_id: int, parcel: Parcel) -> Shipment:
    try:
        checked = place.take(parcel)
    except PlaceError as error:
        logger.warning("the backup did not reach %s: %s", place.label, error)
        return commands.fail_shipment(SYSTEM, shipment_id=shipment_id, error=str(error))
    return commands.finish_shipment(
        SYSTEM,
        shipment_id=shipment_id,
        size_bytes=parcel.size_bytes,
        sha256=parcel.sha256,
        checked=checked,
    )


def _clear(place: Place) -> None:
    """Remove what is too old; where the place does not allow it, that is its owner's affair."""
    for shipment in queries.shipments_to_remove(place.label):
        try:
            place.remove(shipment.name)
        except PlaceError as error:
            logger.warning("%s at %s stays: %s", shipment.name, place.label, error)
            return
        commands.note_removed(SYSTEM, shipment_id=shipment.id)
