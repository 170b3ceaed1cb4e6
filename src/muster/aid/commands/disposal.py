"""Taking out personal and free text when a record's time is over. References, numbers, times and the
agreement stay. Called by the records room, which asks who approved it and keeps the record."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from muster.aid.models import (
    AidRequest,
    AidRequestLine,
    HelpDeclined,
    Incident,
    Mission,
    MissionItem,
    Note,
    Offer,
    OfferLine,
    PhoneFiling,
    SignOff,
)
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.rules.actor import Actor
from muster.rules.retention import DISPOSED

PERSON = "person"


@command("record.dispose")
def dispose_aid_requests(actor: Actor, *, aid_request_ids: Collection[UUID]) -> int:
    """Take names, numbers, places and texts out of requests and their offers; delete their notes.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, aid_request_ids)
    rows = AidRequest.objects.filter(network_id=actor.network_id, id__in=aid_request_ids)
    ids = list(rows.values_list("id", flat=True))
    incident_ids = list(rows.values_list("incident_id", flat=True))
    AidRequestLine.objects.filter(aid_request_id__in=ids).update(
        description="", place="", reporting_contact="", state_reason=""
    )
    HelpDeclined.objects.filter(aid_request_id__in=ids).update(reason=DISPOSED)
    Offer.objects.filter(aid_request_id__in=ids).update(
        supervisor_name=DISPOSED, supervisor_phone="", note="", decision_reason="", estimate={}
    )
    OfferLine.objects.filter(offer__aid_request_id__in=ids, resource__kind=PERSON).update(
        label=DISPOSED
    )
    Note.objects.filter(network_id=actor.network_id, subject_id__in=ids).delete()
    PhoneFiling.objects.filter(aid_request_id__in=ids).update(
        caller_name=DISPOSED,
        caller_phone="",
        called_back_phone="",
        called_back_label="",
        read_back="",
        filed_by_name=DISPOSED,
        decided_by_name="",
        decided_how="",
    )
    signed = SignOff.objects.filter(Q(aid_request_id__in=ids) | Q(offer__aid_request_id__in=ids))
    signed.update(person_name=DISPOSED)
    rows.filter(id__in=ids).update(
        title=DISPOSED,
        place="",
        latitude=None,
        longitude=None,
        reporting_contact="",
        reporting_phone="",
        note="",
        close_reason="",
        own_means_said_by="",
    )
    _dispose_incidents(incident_ids)
    return len(ids)


@command("record.dispose")
def dispose_missions(actor: Actor, *, mission_ids: Collection[UUID]) -> int:
    """Take names, numbers and texts out of missions; delete their notes.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, mission_ids)
    rows = Mission.objects.filter(network_id=actor.network_id, id__in=mission_ids)
    ids = list(rows.values_list("id", flat=True))
    MissionItem.objects.filter(mission_id__in=ids, kind=PERSON).update(label=DISPOSED)
    Note.objects.filter(network_id=actor.network_id, subject_id__in=ids).delete()
    return rows.update(
        supervisor_name=DISPOSED,
        supervisor_phone="",
        reporting_contact="",
        reporting_phone="",
        place="",
        access_note="",
        authorized_by_name=DISPOSED,
    )


def _dispose_incidents(incident_ids: Collection[UUID]) -> None:
    """An incident loses its words with the last of its requests."""
    live = AidRequest.objects.exclude(title=DISPOSED).values("incident_id")
    rows = Incident.objects.filter(id__in=incident_ids).exclude(id__in=live)
    rows.update(title=DISPOSED, summary="")
