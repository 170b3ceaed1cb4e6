"""Withholding passages for a reason, and letting them stand again."""

from __future__ import annotations

from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.records.commands.requests import open_request, write_down
from muster.records.events import PassagesRedacted, RedactionWithdrawn
from muster.records.models import PickedRecord, RecordsRequest, Redaction
from muster.records.queries import requests as queries
from muster.rules.actor import Actor
from muster.rules.redaction import WHOLE, occurrences
from muster.rules.refusal import Refusal, Refused

LONGEST = 4_000


@command("records_request.edit")
def redact(
    actor: Actor,
    *,
    picked_id: UUID,
    field_key: str,
    reason_key: str,
    passage: str = WHOLE,
    everywhere: bool = False,
) -> PickedRecord:
    """Withhold a passage of a field wherever it stands there, or the whole field.

    With `everywhere` the passage goes from every field of every picked record of the request.
    *Refuses* `records_request.wrong_state`, `redaction.unknown_reason`, `redaction.unknown_field`,
    `redaction.not_there`. *Records* PassagesRedacted. *Clause*: none.
    """
    picked = queries.get_picked(actor, picked_id)
    asked = open_request(actor, picked.records_request_id)
    _check_reason(actor, reason_key)
    passage = passage.strip()[:LONGEST]
    if everywhere and passage == WHOLE:
        raise Refused(Refusal("redaction.not_there", field="passage"))
    count = 0
    for each in asked.picked.all() if everywhere else [picked]:
        for field in each.fields:
            if (everywhere or field["key"] == field_key) and occurrences(field["text"], passage):
                count += _withhold(actor, each, field["key"], passage, reason_key)
    if not count:
        known = any(field["key"] == field_key for field in picked.fields)
        code = "redaction.not_there" if known else "redaction.unknown_field"
        raise Refused(Refusal(code, field="passage" if known else "field_key"))
    _tell(actor, asked, count, reason_key)
    return picked


@command("records_request.edit")
def redact_suggested(actor: Actor, *, picked_id: UUID, reason_key: str) -> PickedRecord:
    """Withhold everything in a record that looks like personal data.

    *Refuses* `records_request.wrong_state`, `redaction.unknown_reason`, `redaction.nothing_found`.
    *Records* PassagesRedacted. *Clause*: none.
    """
    picked = queries.get_picked(actor, picked_id)
    asked = open_request(actor, picked.records_request_id)
    _check_reason(actor, reason_key)
    count = sum(
        _withhold(actor, picked, field.key, each.passage, reason_key)
        for field in queries.shown_fields(picked)
        for each in field.suggestions
    )
    if not count:
        raise Refused(Refusal("redaction.nothing_found"))
    _tell(actor, asked, count, reason_key)
    return picked


@command("records_request.edit")
def withdraw_redaction(actor: Actor, *, redaction_id: UUID) -> PickedRecord:
    """Let a withheld passage stand again.

    *Refuses* `records_request.wrong_state`. *Records* RedactionWithdrawn. *Clause*: none.
    """
    redaction = queries.get_redaction(actor, redaction_id)
    picked = redaction.picked
    asked = open_request(actor, picked.records_request_id)
    redaction.delete()
    happened = RedactionWithdrawn(asked.id, asked.reference, redaction.reason_key)
    write_down(happened, actor, asked)
    return picked


def _check_reason(actor: Actor, reason_key: str) -> None:
    if reason_key not in queries.grounds(actor):
        raise Refused(Refusal("redaction.unknown_reason", field="reason_key"))


def _withhold(
    actor: Actor, picked: PickedRecord, field_key: str, passage: str, reason_key: str
) -> int:
    """1; a passage that is withheld already gets the new reason."""
    Redaction.objects.update_or_create(
        picked=picked,
        field_key=field_key,
        passage=passage,
        defaults={
            "reason_key": reason_key,
            "made_by_name": actor.name[:200],
            "made_at": clock.now(),
        },
    )
    return 1


def _tell(actor: Actor, asked: RecordsRequest, count: int, reason_key: str) -> None:
    write_down(PassagesRedacted(asked.id, asked.reference, count, reason_key), actor, asked)
