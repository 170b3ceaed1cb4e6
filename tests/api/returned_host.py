"""A lost host came back: one request was taken back there, after its last backup."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.backups import commands
from muster.backups.models import HostMatter
from muster.journal.parting import LoneFact, Parting
from muster.journal.sealer import Head
from muster.rules.actor import system_actor


def note_what_the_host_had(
    network_id: UUID, party_id: UUID, aid_request_id: UUID, reason: str, at: datetime
) -> dict[str, str]:
    """Note one fact that only the host has; answers the ids of what came of it."""
    fact = LoneFact(
        fingerprint="f" * 64,
        network_id=network_id,
        kind="AidRequestCancelled",
        at=at,
        actor_person_id=None,
        actor_party_id=party_id,
        actor_name="Somebody at the host",
        via="page",
        subjects=(("aid_request", str(aid_request_id)),),
        audience=[str(party_id)],
        exercise_id=None,
        payload={"reference": "AR-0", "reason": reason},
        position=2,
        hash="e" * 64,
    )
    head = Head(1, "d" * 64)
    commands.note_comparison(
        system_actor(via="command line"),
        parting=Parting(head, at, head, [fact], []),
        host_url="https://host.example.gov",
        archive_made_at=at,
    )
    matter = HostMatter.objects.get()
    return {"matter_id": str(matter.id), "reconciliation_id": str(matter.reconciliation_id)}
