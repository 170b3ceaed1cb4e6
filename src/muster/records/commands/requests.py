"""Public-records requests: logged, answered from picked records, closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.agreements import queries as agreements
from muster.clocks.commands import start_stated, stop_stated
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.record import record
from muster.members import queries as members
from muster.records import events
from muster.records.grounds import law_of
from muster.records.models import PickedRecord, RecordsRequest, RedactionReason
from muster.records.queries import requests as queries
from muster.records.queries import searching
from muster.rules.actor import Actor
from muster.rules.clocks import Calendar, StatedClock
from muster.rules.happenings import Scope
from muster.rules.lifecycle import RECORDS_REQUEST, RecordsRequestState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import answer_due
from muster.rules.terms import ClockUnit

MOST_PICKED = 500
MOST_DAYS = 365
WARN_DAYS_BEFORE = 2
ACTIONS = ("answer", "withdraw")


@command("records_request.edit")
def log_records_request(
    actor: Actor,
    *,
    asked_by: str,
    scope: str,
    contact: str = "",
    from_day: date | None = None,
    until_day: date | None = None,
    received_at: datetime | None = None,
    business_days: int | None = None,
) -> RecordsRequest:
    """Write down who asks for what; the time for an answer runs from receipt.

    *Refuses* `records_request.no_scope`, `records_request.bad_dates`,
    `records_request.bad_days`. *Records* RecordsRequestLogged, DeadlineStarted. *Clause*: none; the law of the state.
    """
    at = clock.now()
    received = received_at or at
    _check(asked_by, scope, from_day, until_day, received, at)
    network = members.get_network(actor)
    days = law_of(network.state_code).business_days if business_days is None else business_days
    if not 1 <= days <= MOST_DAYS:
        raise Refused(Refusal("records_request.bad_days", field="business_days"))
    made = RecordsRequest.objects.create(
        network_id=network.id,
        party_id=queries.answering_party(actor),
        reference=next_reference(network.id, "PRR", at),
        state=RecordsRequestState.OPEN,
        asked_by=asked_by.strip(),
        contact=contact.strip(),
        scope=scope.strip(),
        from_day=from_day,
        until_day=until_day,
        received_at=received,
        business_days=days,
        due_at=answer_due(received, days, _calendar(actor, network)),
        logged_by_name=actor.name[:200],
    )
    write_down(events.RecordsRequestLogged(made.id, made.reference, made.due_at), actor, made)
    start_clock(actor, made)
    return made


@command("records_request.edit")
def pick_records(
    actor: Actor, *, request_id: UUID, picks: Collection[tuple[str, UUID]]
) -> RecordsRequest:
    """Take records into the answer as they stand now and as the actor sees them.

    *Refuses* `records_request.wrong_state`, `records_request.nothing_picked`,
    `records_request.too_many`. *Records* RecordsPicked. *Clause*: none.
    """
    asked = open_request(actor, request_id)
    if not picks:
        raise Refused(Refusal("records_request.nothing_picked", field="picks"))
    if asked.picked.count() + len(picks) > MOST_PICKED:
        raise Refused(Refusal("records_request.too_many", field="picks"))
    count = 0
    for kind, record_id in picks:
        found = searching.read(actor, kind, record_id)
        _, is_new = PickedRecord.objects.get_or_create(
            records_request=asked,
            kind=kind,
            record_id=record_id,
            defaults={
                "title": found.title[:300],
                "fields": [_field(*each) for each in found.fields],
                "picked_by_name": actor.name[:200],
                "picked_at": clock.now(),
            },
        )
        count += is_new
    write_down(events.RecordsPicked(asked.id, asked.reference, count), actor, asked)
    return asked


@command("records_request.edit")
def drop_record(actor: Actor, *, picked_id: UUID) -> RecordsRequest:
    """Leave a picked record, with its redactions, out of the answer.

    *Refuses* `records_request.wrong_state`. *Records* RecordsPicked. *Clause*: none.
    """
    picked = queries.get_picked(actor, picked_id)
    asked = open_request(actor, picked.records_request_id)
    picked.delete()
    write_down(events.RecordsPicked(asked.id, asked.reference, -1), actor, asked)
    return asked


@command("records_request.edit")
def close_records_request(
    actor: Actor, *, request_id: UUID, action: str, outcome: str
) -> RecordsRequest:
    """Close a request as answered, or as withdrawn by whoever asked; its deadline stops.

    *Refuses* `records_request.wrong_state`, `records_request.unknown_action`,
    `records_request.no_outcome`. *Records* RecordsRequestClosed,
    DeadlineStopped. *Clause*: none.
    """
    asked = queries.get_records_request(actor, request_id, lock=True)
    if action not in ACTIONS:
        raise Refused(Refusal("records_request.unknown_action", field="action"))
    state = move(RECORDS_REQUEST, asked.state, action)
    if not outcome.strip():
        raise Refused(Refusal("records_request.no_outcome", field="outcome"))
    asked.state, asked.outcome, asked.closed_at = state, outcome.strip(), clock.now()
    asked.save(update_fields=["state", "outcome", "closed_at"])
    write_down(events.RecordsRequestClosed(asked.id, asked.reference, action), actor, asked)
    stop_stated(actor, scope=Scope.RECORDS_REQUEST, subject_id=asked.id, at=asked.closed_at)
    return asked


@command("redaction_reason.set")
def set_redaction_reason(
    actor: Actor, *, key: str, title: str, citation: str, source: str
) -> RedactionReason:
    """Add a ground for withholding, or reword one, with the statute that it rests on.

    *Refuses* `redaction_reason.incomplete`. *Records* RedactionReasonSet. *Clause*: none.
    """
    given = {"title": title.strip(), "citation": citation.strip(), "source": source.strip()}
    for name, value in {"key": key.strip(), **given}.items():
        if not value:
            raise Refused(Refusal("redaction_reason.incomplete", field=name))
    network = members.get_network(actor, lock=True)
    reason, _ = RedactionReason.objects.update_or_create(
        network_id=network.id, key=key.strip(), defaults=given
    )
    record(
        events.RedactionReasonSet(reason.key, reason.title, reason.citation),
        actor=actor,
        subjects=[("network", network.id)],
        audience=None,
    )
    return reason


def open_request(actor: Actor, request_id: UUID) -> RecordsRequest:
    """The request, locked, while it may still be worked on."""
    asked = queries.get_records_request(actor, request_id, lock=True)
    move(RECORDS_REQUEST, asked.state, "edit")
    return asked


def write_down(happened: object, actor: Actor, asked: RecordsRequest) -> None:
    """The fact, for whoever answers the request: its party, or nobody but the officers."""
    audience = [asked.party_id] if asked.party_id else []
    subjects = [("records_request", asked.id)]
    record(happened, actor=actor, subjects=subjects, audience=audience)


@command("clock.keep")
def keep_request_clocks(actor: Actor) -> int:
    """Start the deadline of every open request that has none.

    *Refuses*: nothing. *Records* DeadlineStarted. *Clause*: none; the law of the state.
    """
    waiting = RecordsRequest.objects.filter(
        network_id=actor.network_id, state=RecordsRequestState.OPEN
    )
    for asked in waiting:
        start_clock(actor, asked)
    return len(waiting)


def start_clock(actor: Actor, asked: RecordsRequest) -> None:
    """The time for the answer as a deadline of whoever answers: once, however often it is asked."""
    network = members.get_network(actor)
    stated = StatedClock(
        title="Answer a public-records request",
        length=asked.business_days,
        unit=ClockUnit.BUSINESS_DAYS,
        warn_before=WARN_DAYS_BEFORE,
        clause=law_of(network.state_code).deadline_source,
        since="the request was received",
        until="the request is closed: answered, or withdrawn",
    )
    start_stated(
        actor,
        scope=Scope.RECORDS_REQUEST,
        subject_id=asked.id,
        subject_reference=asked.reference,
        owner_party_id=asked.party_id,
        key="public_records_answer",
        stated=stated,
        started_at=asked.received_at,
        calendar=_calendar(actor, network),
        version=agreements.version_in_force(actor),
    )


def _field(key: str, title: str, text: str) -> dict[str, str]:
    return {"key": key, "title": title, "text": text}


def _calendar(actor: Actor, network: Any) -> Calendar:
    """The agreement's days of rest, where one is in force."""
    version = agreements.version_in_force(actor)
    if version is not None:
        return Calendar.of(agreements.terms_of(version))
    return Calendar(ZoneInfo(network.time_zone))


def _check(
    asked_by: str,
    scope: str,
    from_day: date | None,
    until_day: date | None,
    received: datetime,
    at: datetime,
) -> None:
    if not asked_by.strip():
        raise Refused(Refusal("records_request.no_name", field="asked_by"))
    if not scope.strip():
        raise Refused(Refusal("records_request.no_scope", field="scope"))
    if from_day and until_day and until_day < from_day:
        raise Refused(Refusal("records_request.bad_dates", field="until_day"))
    if received > at:
        raise Refused(Refusal("records_request.not_yet", field="received_at"))
