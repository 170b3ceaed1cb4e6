"""Public-records requests: each is read by whoever answers it, the network's by its officers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.records.grounds import Ground, law_of
from muster.records.models import PickedRecord, RecordsRequest, Redaction, RedactionReason
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.redaction import WHOLE, Suggestion, redacted, suggestions
from muster.rules.refusal import NotFound, Refusal, Refused

VIEW = "records_request.view"


@dataclass(frozen=True)
class ShownField:
    """A field as it stands and as it will leave the house."""

    key: str
    title: str
    text: str
    redacted: str
    redactions: tuple[Redaction, ...]
    suggestions: tuple[Suggestion, ...]


def answering_party(actor: Actor) -> UUID | None:
    """Whose requests the actor handles: the network's for its officers, else the own party's."""
    return None if actor.is_network_officer else actor.party_id


def _visible(actor: Actor) -> QuerySet[RecordsRequest]:
    if not is_permitted(actor, VIEW):
        raise Refused(Refusal("permission.denied", values={"permission": VIEW}))
    rows = RecordsRequest.objects.filter(network_id=actor.network_id)
    party_id = answering_party(actor)
    return rows.filter(party_id=party_id) if party_id else rows.filter(party__isnull=True)


def records_requests(
    actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[RecordsRequest]:
    """Newest first."""
    rows = _visible(actor).annotate(picked_count=Count("picked"))
    return page_of(rows, ("-id",), cursor, limit)


def get_records_request(actor: Actor, request_id: UUID, *, lock: bool = False) -> RecordsRequest:
    """One request. Raises `NotFound`."""
    rows = _visible(actor).filter(id=request_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound("records_request")
    return found


def picked_of(actor: Actor, request_id: UUID) -> list[PickedRecord]:
    """What was picked, in order, each with the number of its redactions (`cuts`) and of the passages
    that look like personal data and still stand there (`suggested`)."""
    rows = get_records_request(actor, request_id).picked.annotate(cuts=Count("redactions"))
    found: list[PickedRecord] = list(rows.order_by("id"))
    cuts: dict[UUID, list[Redaction]] = {}
    for each in Redaction.objects.filter(picked__in=found).order_by("made_at", "id"):
        cuts.setdefault(each.picked_id, []).append(each)
    for row in found:
        fields = _fields(row, cuts.get(row.id, ()))
        row.suggested = sum(len(field.suggestions) for field in fields)
    return found


def get_picked(actor: Actor, picked_id: UUID) -> PickedRecord:
    """One picked record. Raises `NotFound`."""
    rows = PickedRecord.objects.filter(id=picked_id, records_request__in=_visible(actor))
    found = rows.select_related("records_request").first()
    if found is None:
        raise NotFound("picked")
    return found


def get_redaction(actor: Actor, redaction_id: UUID) -> Redaction:
    """One redaction. Raises `NotFound`."""
    rows = Redaction.objects.filter(id=redaction_id, picked__records_request__in=_visible(actor))
    found = rows.select_related("picked__records_request").first()
    if found is None:
        raise NotFound("redaction")
    return found


def shown_fields(picked: PickedRecord) -> list[ShownField]:
    """Every field with its redactions and what looks like personal data and still stands there."""
    return _fields(picked, picked.redactions.order_by("made_at", "id"))


def _fields(picked: PickedRecord, redactions: Iterable[Redaction]) -> list[ShownField]:
    cuts: dict[str, list[Redaction]] = {}
    for each in redactions:
        cuts.setdefault(each.field_key, []).append(each)
    return [_shown(field, tuple(cuts.get(field["key"], ()))) for field in picked.fields]


def _shown(field: dict[str, Any], cuts: tuple[Redaction, ...]) -> ShownField:
    left = redacted(field["text"], [(each.passage, each.reason_key) for each in cuts])
    found = () if any(each.passage == WHOLE for each in cuts) else suggestions(left)
    return ShownField(field["key"], field["title"], field["text"], left, cuts, found)


def grounds(actor: Actor) -> dict[str, Ground]:
    """The grounds for withholding by key: those of the state's law, then the network's own."""
    law = law_of(members.get_network(actor).state_code)
    found = {each.key: each for each in law.grounds}
    for row in RedactionReason.objects.filter(network_id=actor.network_id).order_by("key"):
        found[row.key] = Ground(row.key, row.title, row.citation, row.source)
    return found
