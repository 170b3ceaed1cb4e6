"""Keeping files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from muster.files import queries
from muster.files.checking import check
from muster.files.events import FileLabelled, FileStored
from muster.files.models import ScanState, StoredFile
from muster.files.scanning import ScannerUnreachable, scan
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import DISPOSED
from muster.rules.sharing import SharingLabel, is_wider, narrowest


@command("file.upload")
def store_file(
    actor: Actor,
    *,
    name: str,
    content: bytes,
    audience: Iterable[UUID] = (),
    sharing_label: str = "",
    bound_label: str = "",
) -> StoredFile:
    """Keep a file as evidence, readable by the uploader's party and the parties of `audience`.

    `bound_label` is that of the incident for which it is evidence, where the caller knows it.
    Refuses: file.empty, file.too_large, file.type_not_allowed, file.not_what_it_says,
    file.infected, file.scanner_unreachable, file.label_unknown, file.label_too_wide.
    Records: FileStored.
    Clause: none; evidence for whatever names the file.
    """
    _check_label(sharing_label, bound_label)
    checked = check(name, content)
    if isinstance(checked, list):
        raise Refused(checked)
    state = _scanned(content)
    parties = {*audience, *([actor.party_id] if actor.party_id else [])}
    stored = StoredFile(
        id=new_id(),
        network_id=actor.network_id,
        party_id=actor.party_id,
        audience=sorted(str(party) for party in parties),
        name=checked.name,
        media_type=checked.media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan_state=state,
        own_label=sharing_label,
        bound_label=bound_label,
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
    )
    _write(stored, content)
    stored.save(force_insert=True)
    record(
        FileStored(stored.id, stored.name, stored.media_type, stored.size_bytes, stored.sha256),
        actor=actor,
        subjects=[("file", stored.id)],
        audience=parties,
    )
    return stored


@command("file.upload")
def label_file(actor: Actor, *, file_id: UUID, sharing_label: str) -> StoredFile:
    """Say how far a file of the own party may travel.

    Refuses: file.not_yours, file.label_unknown, file.label_too_wide.
    Records: FileLabelled.
    Clause: confidentiality.
    """
    stored = queries.get_file(actor, file_id, lock=True)
    if stored.party_id != actor.party_id and not actor.is_system:
        raise Refused(Refusal("file.not_yours"))
    _check_label(sharing_label, stored.bound_label)
    if stored.own_label != sharing_label:
        stored.own_label = sharing_label
        stored.save(update_fields=["own_label"])
        record(
            FileLabelled(stored.id, stored.sharing_label),
            actor=actor,
            subjects=[("file", stored.id)],
            audience=[UUID(party) for party in stored.audience],
        )
    return stored


def _check_label(label: str, bound: str) -> None:
    """Refuse a label that is none of the protocol's, or lets a file outrun its incident."""
    if not label:
        return
    if label not in set(SharingLabel):
        raise Refused(Refusal("file.label_unknown", field="sharing_label"))
    if bound and is_wider(label, bound):
        values = {"label": bound}
        raise Refused(Refusal("file.label_too_wide", field="sharing_label", values=values))


def _scanned(content: bytes) -> ScanState:
    try:
        state, finding = scan(content)
    except ScannerUnreachable as error:
        raise Refused(Refusal("file.scanner_unreachable", field="file")) from error
    if state is ScanState.INFECTED:
        raise Refused(Refusal("file.infected", field="file", values={"finding": finding}))
    return state


def _write(stored: StoredFile, content: bytes) -> None:
    """Put the content in place whole, before its row exists: a row never lacks its file."""
    path = queries.path_of(stored)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{stored.id}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def show_to(
    actor: Actor, *, file_id: UUID, parties: Iterable[UUID], bound_label: str = ""
) -> StoredFile:
    """Let more parties read a file that becomes evidence for them too.

    Inside the command that names the file, by its own party; whoever reads it today keeps it.
    `bound_label` is that of the incident, which the file does not outrun from now on.
    """
    stored = queries.get_file(actor, file_id)
    stored = StoredFile.objects.select_for_update().get(pk=stored.id)
    if stored.party_id == actor.party_id or actor.is_system:
        stored.audience = sorted({*stored.audience, *(str(party) for party in parties)})
        if bound_label:
            stored.bound_label = narrowest(filter(None, [stored.bound_label, bound_label])).value
        stored.save(update_fields=["audience", "bound_label"])
    return stored


@command("record.dispose")
def dispose_files(actor: Actor, *, file_ids: Iterable[UUID]) -> int:
    """Erase the content and names of files; that there was one, its size and digest stay.

    Refuses: `record.under_hold`. Records: nothing; the disposal's own fact says it. The bytes go
    once no other file has the same content. Clause: retention.
    """
    rows = StoredFile.objects.filter(network_id=actor.network_id, id__in=list(file_ids))
    refuse_held_rows(actor.network_id, rows, "id", "party_id")
    erased = list(rows.filter(erased_at__isnull=True))
    rows.update(erased_at=clock.now(), name=DISPOSED)
    for stored in erased:
        if not StoredFile.objects.filter(sha256=stored.sha256, erased_at__isnull=True).exists():
            path = queries.path_of(stored)
            transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))
    return len(erased)
