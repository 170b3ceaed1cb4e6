"""Papers whose time is over. For the records room, which asks for a whole network."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from muster.joining.models import Accession, ExitNotice
from muster.joining.queries.joinings import LIVE, sides_of
from muster.rules.retention import DISPOSED, Due


def joinings_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Joinings that ended or were left off before a moment, and exit notices that are over."""
    ended = Accession.objects.filter(network_id=network_id, ended_at__lt=before)
    ended = ended.exclude(state__in=LIVE).exclude(begun_by_name=DISPOSED)
    papers = ended.annotate(over_at=F("ended_at")).select_related("party", "version")
    given = ExitNotice.objects.filter(network_id=network_id).exclude(reason=DISPOSED)
    notices = (
        given.annotate(over_at=Coalesce("ended_at", "taken_back_at"))
        .filter(over_at__lt=before)
        .select_related("party")
    )
    return [
        *(
            Due(
                str(row.id),
                f"{row.party.name}, version {row.version.label}",
                row.over_at,
                frozenset({row.id, *sides_of(row)}),
            )
            for row in papers.order_by("over_at", "id")[:limit]
        ),
        *(
            Due(
                str(row.id),
                f"Exit notice of {row.party.name}, {row.given_on}",
                row.over_at,
                frozenset({row.id, row.party_id}),
            )
            for row in notices.order_by("over_at", "id")[:limit]
        ),
    ][:limit]
