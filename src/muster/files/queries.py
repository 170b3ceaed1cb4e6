"""Reading files: only for the parties of their audience."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from muster.files.models import StoredFile
from muster.journal.days import on_days
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.refusal import NotFound
from muster.rules.sharing import SharingLabel


def _visible(actor: Actor) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(network_id=actor.network_id, erased_at__isnull=True)


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """The audience's parties; what an officer uploaded for no party, that officer."""
    if actor.is_system:
        return True
    if stored.network_id != actor.network_id:
        return False
    if actor.party_id is not None and str(actor.party_id) in stored.audience:
        return True
    # Who left a party takes none of its files along.
    is_own = actor.person_id is not None and stored.uploaded_by_id == actor.person_id
    return is_own and stored.party_id is None


def get_file(actor: Actor, file_id: UUID, *, lock: bool = False) -> StoredFile:
    """The file, for those that may read it. Raises `NotFound`."""
    rows = _visible(actor).select_for_update() if lock else _visible(actor)
    stored = rows.filter(id=file_id).first()
    if stored is None or not may_read(actor, stored):
        raise NotFound("file")
    return stored


def files(actor: Actor, file_ids: list[UUID]) -> dict[UUID, StoredFile]:
    """Those of the files that the actor may read, by id."""
    found = _visible(actor).filter(id__in=file_ids[:500])
    return {stored.id: stored for stored in found if may_read(actor, stored)}


def content_of(actor: Actor, file_id: UUID) -> bytes:
    """What is in the file, for those that may read it. Raises `NotFound`."""
    try:
        return path_of(get_file(actor, file_id)).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("file") from error


def path_of(stored: StoredFile) -> Path:
    """Where the content lies: under its digest, never under a name that somebody chose."""
    return Path(settings.MEDIA_ROOT) / stored.sha256[:2] / stored.sha256


def files_to_take(actor: Actor, limit: int = 20_000) -> list[StoredFile]:
    """Every file that the actor's party may take out of the network, oldest first: what it may read,
    without what others shared with it under TLP:RED."""
    rows = _visible(actor).order_by("uploaded_at", "id").iterator(chunk_size=1_000)
    return [stored for stored in islice(rows, limit) if _may_take(actor, stored)]


def newest_files(
    actor: Actor, limit: int, *, days: Days | None = None, look_at: int = 20_000
) -> list[StoredFile]:
    """The newest of the files of the days that the actor's party may take out of the network, of
    the newest `look_at` that anybody uploaded on them."""
    rows = on_days(_visible(actor), "uploaded_at", days).order_by("-uploaded_at", "-id")
    looked_at = rows[:look_at].iterator(chunk_size=1_000)
    return list(islice((stored for stored in looked_at if _may_take(actor, stored)), limit))


def get_file_to_take(actor: Actor, file_id: UUID) -> StoredFile:
    """The file, for those that may take it out of the network. Raises `NotFound`."""
    stored = get_file(actor, file_id)
    if not _may_take(actor, stored):
        raise NotFound("file")
    return stored


def beginning_of(actor: Actor, file_id: UUID, most_bytes: int) -> bytes:
    """The first bytes of a file, for those that may take it out of the network; none where they are
    gone. Raises `NotFound` for a file that the actor may not take."""
    path = path_of(get_file_to_take(actor, file_id))
    try:
        with path.open("rb") as content:
            return content.read(most_bytes)
    except FileNotFoundError:
        return b""


def _may_take(actor: Actor, stored: StoredFile) -> bool:
    is_own = actor.party_id is not None and stored.party_id == actor.party_id
    is_for_their_eyes = stored.sharing_label == SharingLabel.RED and not is_own
    return may_read(actor, stored) and not is_for_their_eyes
