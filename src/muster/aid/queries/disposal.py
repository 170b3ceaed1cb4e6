"""What of this room has been kept for its time, and what hangs on an incident. For the records room,
which asks for a whole network."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from muster.aid.models import AidRequest, Incident, Mission, Offer
from muster.rules.lifecycle import AidRequestState, MissionState
from muster.rules.retention import DISPOSED, Due

ENDED = (MissionState.CLOSED, MissionState.CANCELLED)


def aid_requests_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Requests that ended before a moment and of which every mission has ended too."""
    rows = AidRequest.objects.filter(
        network_id=network_id,
        state__in=(AidRequestState.CLOSED, AidRequestState.CANCELLED),
        closed_at__lt=before,
    ).exclude(title=DISPOSED)
    live = Mission.objects.exclude(state__in=ENDED).values("aid_request_id")
    rows = rows.exclude(id__in=live).prefetch_related("missions").order_by("closed_at", "id")
    return [
        Due(str(row.id), row.reference, row.closed_at, frozenset(_around(row)))
        for row in rows[:limit]
    ]


def missions_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Missions that were closed before a moment."""
    rows = Mission.objects.filter(
        network_id=network_id, state__in=ENDED, closed_at__lt=before
    ).exclude(supervisor_name=DISPOSED)
    found = rows.select_related("aid_request").order_by("closed_at", "id")[:limit]
    return [
        Due(
            str(row.id),
            row.reference,
            row.closed_at,
            frozenset(
                {
                    row.id,
                    row.aid_request_id,
                    row.aid_request.incident_id,
                    row.requesting_party_id,
                    row.responding_party_id,
                }
            ),
        )
        for row in found
    ]


def disposed_incidents_of(aid_request_ids: Collection[UUID]) -> set[UUID]:
    """The incidents of these requests that lost their words with the last of their requests."""
    rows = Incident.objects.filter(aid_requests__in=list(aid_request_ids), title=DISPOSED)
    return set(rows.values_list("id", flat=True))


def family_of_incident(network_id: UUID, incident_id: UUID) -> set[UUID]:
    """The incident with its requests, offers and missions."""
    asked = AidRequest.objects.filter(network_id=network_id, incident_id=incident_id)
    pairs = Mission.objects.filter(aid_request__in=asked).values_list("id", "offer_id")
    return {incident_id, *asked.values_list("id", flat=True), *(i for each in pairs for i in each)}


def family_of_mission(network_id: UUID, mission_id: UUID) -> set[UUID]:
    """The mission with its request and offer."""
    rows = Mission.objects.filter(network_id=network_id, id=mission_id)
    return {each for row in rows.values_list("id", "offer_id", "aid_request_id") for each in row}


def family_of_party(network_id: UUID, party_id: UUID) -> set[UUID]:
    """The party with its incidents and requests, the offers it made and the missions of both sides."""
    asked = AidRequest.objects.filter(network_id=network_id, requesting_party_id=party_id)
    offered = Offer.objects.filter(network_id=network_id, responding_party_id=party_id)
    missions = Mission.objects.filter(network_id=network_id).filter(
        Q(requesting_party_id=party_id) | Q(responding_party_id=party_id)
    )
    incidents = Incident.objects.filter(network_id=network_id, party_id=party_id)
    tables = (asked, offered, missions, incidents)
    return {party_id, *(each for rows in tables for each in rows.values_list("id", flat=True))}


def _around(row: AidRequest) -> set[UUID]:
    responding = {mission.responding_party_id for mission in row.missions.all()}
    missions = {mission.id for mission in row.missions.all()}
    return {row.id, row.incident_id, row.requesting_party_id, *responding, *missions}
