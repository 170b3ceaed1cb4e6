"""Papers whose time is over. For the records room, which asks for a whole network."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.joining.models import Accession, ExitNotice
from muster.joining.queries.joinings import LIVE, sides_of
from muster.rules.retention import DISPOSED, Due


def joinings_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Joinings that ended or were left off before a moment, and exit notices that are over."""
    ended = Accession.objects.filter(network_id=network_id, ended_at__lt=before)
    ended = ended.exclude(state__in=LIVE).exclude(begun_by_name=DISPOSED)
    papers = ended.select_related("party", "version").order_by("ended_at", "id")[:limit]
    over = ExitNotice.objects.filter(network_id=network_id).exclude(reason=DISPOSED)
    left = over.filter(ended_at__lt=before).select_related("party").order_by("ended_at", "id")
    back = over.filter(ended_at__isnull=True, taken_back_at__lt=before).select_related("party")
    return [
        *(
            Due(
                str(row.id),
                f"{row.party.name}, version {row.version.label}",
                row.ended_at,  # type: ignore[arg-type]
                frozenset({row.id, *sides_of(row)}),
            )
            for row in papers
        ),
        *(
            Due(
                str(row.id),
                f"Exit notice of {row.party.name}, {row.given_on}",
                row.ended_at or row.taken_back_at,  # type: ignore[arg-type]
                frozenset({row.id, row.party_id}),
            )
            for row in (*left[:limit], *back.order_by("taken_back_at", "id")[:limit])
        ),
    ][:limit]
