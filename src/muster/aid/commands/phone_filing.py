"""A request filed by phone for a party that cannot file: who called, who was called back, what was
read to them; and the party's own word on it afterwards."""

from __future__ import annotations

from typing import Any, Unpack
from uuid import UUID

from muster.agreements import queries as agreements
from muster.aid import events, queries
from muster.aid.commands.aid_requests import cancel_aid_request
from muster.aid.commands.asking import Asked, ask_for_party
from muster.aid.commands.standing_here import audience_of, subjects_of, terms_for
from muster.aid.models import AidRequest, PhoneFiling
from muster.breakglass import commands as break_glass
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import queries as members
from muster.members.checks import Reasons
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if

State = PhoneFiling.State
PAPER = "paper_request"
OFF_REGISTER = "not on the register"


@break_glass.counting_tries
@command("aid_request.file_by_phone")
def file_by_phone(
    actor: Actor,
    *,
    party_id: UUID,
    caller_name: str,
    called_back_phone: str,
    read_back: str,
    caller_phone: str = "",
    code: str = "",
    aid_request_id: UUID | None = None,
    **asked: Unpack[Asked],
) -> AidRequest:
    """Ask for another party that called: called back at a number of the register, text read back.

    With a code of the party's sheet for requests it is confirmed at once, and the number may be one
    that the register does not know; without a code it counts as spoken until the party confirms it.
    *Refuses* `filing.own_party`, `filing.not_spoken`, `filing.other_number`, `phone.invalid`,
    `filing.not_read_back`, `filing.no_caller`, whatever `ask_for_help` and the code refuse. *Records* IncidentOpened, AidRequestOpened, AidRequestFiledByPhone,
    AidRequestConfirmed. *Clauses*: oral_request, requester, trigger, standing, response.
    """
    if earlier := queries.known_aid_request(actor, aid_request_id):
        return earlier
    party = members.get_party(actor, party_id)
    numbers = {each.phone: each.label for each in queries.phone_register(actor, party_id)}
    reached_at = _plain_number(called_back_phone)
    refuse_if(
        [
            *_against_call(actor, party_id, caller_name, read_back),
            *_against_number(reached_at, numbers, code),
        ]
    )
    asked.setdefault("reporting_contact", caller_name)
    asked.setdefault("reporting_phone", reached_at)
    aid_request = ask_for_party(
        actor,
        party,
        aid_request_id=aid_request_id,
        said_by=f"{caller_name.strip()}, by phone",
        **asked,
    )
    came_from = _plain_number(caller_phone)
    filing = PhoneFiling.objects.create(
        aid_request=aid_request,
        caller_name=caller_name.strip()[:200],
        caller_phone=came_from,
        caller_phone_known=came_from in numbers,
        called_back_phone=reached_at,
        called_back_known=reached_at in numbers,
        called_back_label=numbers.get(reached_at, OFF_REGISTER)[:200],
        read_back=read_back.strip()[:4000],
        filed_by_id=actor.person_id,
        filed_by_name=actor.name[:200],
        filed_by_party_id=actor.party_id,
        filed_at=clock.now(),
    )
    _record_filing(actor, aid_request, filing)
    if code.strip():
        _confirm(actor, aid_request, filing, _spend(actor, aid_request, code))
    return aid_request


def _plain_number(typed: str) -> str:
    """A number as the register writes it, so that the two can be compared; else as it was typed."""
    return Reasons().phone("caller_phone", typed) or typed.strip()[:20]


def _against_call(actor: Actor, party_id: UUID, caller_name: str, read_back: str) -> list[Refusal]:
    """Every reason why the call does not count, whatever its number. Term: oral_request."""
    version = agreements.version_in_force(actor)
    is_spoken = version is None or agreements.terms_of(version).oral_request.allowed
    checks = (
        (actor.party_id == party_id, Refusal("filing.own_party", field="party_id")),
        (not is_spoken, Refusal("filing.not_spoken", "oral_request")),
        (not caller_name.strip(), Refusal("filing.no_caller", field="caller_name")),
        (not read_back.strip(), Refusal("filing.not_read_back", field="is_read_back")),
    )
    return [refusal for broken, refusal in checks if broken]


def _against_number(reached_at: str, numbers: dict[str, str], code: str) -> list[Refusal]:
    """A number that the register does not know counts on a code alone: its phones may all be dead."""
    if reached_at in numbers:
        return []
    if not code.strip():
        return [Refusal("filing.other_number", field="called_back_phone")]
    reasons = Reasons()
    reasons.phone("called_back_phone", reached_at or "-")
    return reasons.refusals


@break_glass.counting_tries
@command("aid_request.confirm")
def confirm_aid_request(actor: Actor, *, aid_request_id: UUID, code: str = "") -> AidRequest:
    """Make a request that was filed by phone the party's own, by its sign-in or a code read out.

    *Refuses* `filing.none`, `filing.decided`, `filing.code_needed`, whatever the code refuses,
    `aid_request.not_by_requester`. *Records* AidRequestConfirmed. *Clauses*: oral_request, requester.
    """
    aid_request, filing = _waiting(actor, aid_request_id)
    if actor.party_id == aid_request.requesting_party_id:
        _need_requester(actor, aid_request)
        how = "signed in"
    elif code.strip():
        how = _spend(actor, aid_request, code)
    else:
        raise Refused(Refusal("filing.code_needed", field="code"))
    _confirm(actor, aid_request, filing, how)
    return aid_request


@command("aid_request.reject")
def reject_aid_request(actor: Actor, *, aid_request_id: UUID, reason: str) -> AidRequest:
    """Say that the party did not ask for what was filed in its name; the request is cancelled.

    *Refuses* `filing.none`, `filing.decided`, `filing.not_yours` and what `cancel_aid_request`
    refuses. *Records* AidRequestRejected, AidRequestCancelled. *Clause*: oral_request.
    """
    aid_request, filing = _waiting(actor, aid_request_id)
    if not members.may_act_for(actor, aid_request.requesting_party_id):
        raise Refused(Refusal("filing.not_yours"))
    cancelled = cancel_aid_request(actor, aid_request_id=aid_request_id, reason=reason)
    _decide(actor, filing, State.REJECTED, reason)
    _record(actor, cancelled, events.AidRequestRejected(*_head(cancelled), reason))
    return cancelled


def _waiting(actor: Actor, aid_request_id: UUID) -> tuple[AidRequest, PhoneFiling]:
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    filing = queries.phone_filing_of(actor, aid_request_id)
    if filing is None:
        raise Refused(Refusal("filing.none"))
    if filing.state != State.WAITING:
        raise Refused(Refusal("filing.decided", values={"state": filing.get_state_display()}))
    return aid_request, filing


def _need_requester(actor: Actor, aid_request: AidRequest) -> None:
    """Only whom the agreement lets ask can make a request the party's own. Term: requester."""
    requester = terms_for(actor, aid_request).requester
    if not actor.is_system and not actor.holds(*requester.roles):
        values = {"title": requester.title, "roles": list(requester.roles)}
        raise Refused(Refusal("aid_request.not_by_requester", "requester", values=values))


def _spend(actor: Actor, aid_request: AidRequest, code: str) -> str:
    spent = break_glass.redeem(
        actor,
        code=code,
        purpose=PAPER,
        party_id=aid_request.requesting_party_id,
        used_for=aid_request.reference,
    )
    return f"code {spent.number} of the party's sheet, read out by phone"


def _confirm(actor: Actor, aid_request: AidRequest, filing: PhoneFiling, how: str) -> None:
    _decide(actor, filing, State.CONFIRMED, how)
    confirmed = events.AidRequestConfirmed(*_head(aid_request), actor.name, how)
    _record(actor, aid_request, confirmed)


def _decide(actor: Actor, filing: PhoneFiling, state: str, how: str) -> None:
    filing.state, filing.decided_at, filing.decided_how = state, clock.now(), how[:200]
    filing.decided_by_id, filing.decided_by_name = actor.person_id, actor.name[:200]
    filing.save(
        update_fields=["state", "decided_at", "decided_how", "decided_by_id", "decided_by_name"]
    )


def _record_filing(actor: Actor, aid_request: AidRequest, filing: PhoneFiling) -> None:
    names = members.party_names([actor.party_id] if actor.party_id else [])
    filed = events.AidRequestFiledByPhone(
        *_head(aid_request),
        actor.name,
        names.get(actor.party_id, ""),
        filing.caller_phone_known,
        filing.called_back_known,
    )
    _record(actor, aid_request, filed)


def _record(actor: Actor, aid_request: AidRequest, happened: Any) -> None:
    record(
        happened,
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
    )


def _head(aid_request: AidRequest) -> tuple[UUID, UUID, UUID, str]:
    return (
        aid_request.id,
        aid_request.incident_id,
        aid_request.requesting_party_id,
        aid_request.reference,
    )
