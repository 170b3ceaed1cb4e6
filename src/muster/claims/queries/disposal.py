"""Claims whose time is over, and those of missions. For the records room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from muster.claims.models import Claim
from muster.rules.lifecycle import CLAIM
from muster.rules.retention import DISPOSED, Due


def claims_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Claims that ended before a moment: paid, waived, credited or withdrawn."""
    rows = Claim.objects.filter(network_id=network_id, state__in=CLAIM.ended)
    rows = rows.annotate(ended_at=Coalesce("settled_at", "submitted_at", "drafted_at"))
    rows = rows.filter(ended_at__lt=before).exclude(note=DISPOSED)
    found = rows.select_related("mission__aid_request").order_by("ended_at", "id")[:limit]
    return [
        Due(
            str(row.id),
            row.reference,
            row.ended_at,  # type: ignore[attr-defined]
            frozenset(
                {
                    row.id,
                    row.mission_id,
                    row.mission.aid_request_id,
                    row.mission.aid_request.incident_id,
                    row.claimant_party_id,
                    row.owing_party_id,
                }
            ),
        )
        for row in found
    ]


def claim_ids_of(mission_ids: Collection[UUID]) -> set[UUID]:
    """Every claim of the missions, withdrawn ones too."""
    return set(Claim.objects.filter(mission_id__in=mission_ids).values_list("id", flat=True))


def mission_of(network_id: UUID, claim_id: UUID) -> UUID | None:
    """The mission that a claim is for."""
    rows = Claim.objects.filter(network_id=network_id, id=claim_id)
    return rows.values_list("mission_id", flat=True).first()
