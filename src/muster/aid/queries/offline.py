"""Reading what is kept on phones: the lines that are still wanted, of many requests at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from muster.aid.models import AidRequestLine
from muster.rules.lifecycle import LineState

MOST_LINES = 500


def wanted_lines(aid_request_ids: Iterable[UUID]) -> dict[UUID, list[AidRequestLine]]:
    """The open lines of requests that the caller has found, by request and number; one query."""
    rows = AidRequestLine.objects.filter(
        aid_request_id__in=list(aid_request_ids), state=LineState.OPEN
    ).select_related("resource_type")
    found: dict[UUID, list[AidRequestLine]] = defaultdict(list)
    for row in rows.order_by("number")[:MOST_LINES]:
        found[row.aid_request_id].append(row)
    return found
