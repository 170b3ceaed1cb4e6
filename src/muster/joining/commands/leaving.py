"""Leaving: the notice, taking it back, and what happens when its last day, or a term, is over."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.files import queries as files
from muster.files.commands import store_file
from muster.joining import queries
from muster.joining.commands.standing_here import Upload, hold_papers, plain, take_effect, today
from muster.joining.events import ExitNoticeGiven, ExitNoticeTakenBack, JoiningRanOut, PartyLeft
from muster.joining.models import Accession, ExitNotice
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import commands as members_commands
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import term_of, withdrawal_ends_on
from muster.rules.lifecycle import JOINING, JoiningState, StandingState, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("withdrawal.give_notice", step_up=True)
def give_exit_notice(
    actor: Actor,
    *,
    reason: str,
    given_on: date | None = None,
    party_id: UUID | None = None,
    file_id: UUID | None = None,
    upload: Upload | None = None,
) -> ExitNotice:
    """Give notice that a party leaves: bound until the last day that the terms name; debts survive.

    Only the coordinator, who received it, gives a notice on paper its earlier day.
    Refuses: `withdrawal.not_yours`, `withdrawal.no_reason`, `withdrawal.day_in_future`,
    `withdrawal.day_in_past`,
    `withdrawal.running`, `standing.wrong_state`, `agreement.none_in_force`.
    Records: ExitNoticeGiven, PartyStandingChanged. Clause: withdrawal.
    """
    chosen = _party(actor, party_id)
    party: Any = members.get_party(actor, chosen, lock=True)
    day = given_on or today(actor)
    reason = plain(reason, 300)
    terms = queries.terms_for_party(actor, chosen)
    running = queries.running_notice(actor, chosen)
    checks = (
        (not reason, Refusal("withdrawal.no_reason", None, "reason")),
        (day > today(actor), Refusal("withdrawal.day_in_future", "withdrawal", "given_on")),
        (
            day < today(actor) and not (actor.is_coordinator or actor.is_system),
            Refusal("withdrawal.day_in_past", "withdrawal", "given_on"),
        ),
        (running is not None, Refusal("withdrawal.running", "withdrawal")),
        (terms is None, Refusal("agreement.none_in_force", "withdrawal")),
    )
    refuse_if(refusal for broken, refusal in checks if broken)
    ends_on = withdrawal_ends_on(terms, day)  # type: ignore[arg-type]
    if upload is not None:
        file_id = store_file(actor, name=upload[0], content=upload[1], audience=[chosen]).id
    elif file_id is not None:
        files.get_file(actor, file_id)
    members_commands.follow_standing(
        actor, party_id=chosen, action="give_notice", reason=f"Leaves after {ends_on}: {reason}"
    )
    notice = ExitNotice.objects.create(
        network_id=actor.network_id,
        party_id=chosen,
        given_on=day,
        ends_on=ends_on,
        reason=reason,
        file_id=file_id,
        given_at=clock.now(),
        given_by_name=actor.name[:200],
    )
    record(
        ExitNoticeGiven(notice.id, chosen, party.name, day, ends_on, reason),
        actor=actor,
        subjects=[("party", chosen)],
        audience=EVERYONE,
    )
    return notice


@command("withdrawal.take_back", step_up=True)
def take_back_exit_notice(actor: Actor, *, reason: str, party_id: UUID | None = None) -> ExitNotice:
    """Take an exit notice back before its last day is over: the party stays.

    Refuses: `withdrawal.not_yours`, `withdrawal.no_reason`, `standing.wrong_state`.
    Records: ExitNoticeTakenBack, PartyStandingChanged. Clause: withdrawal.
    """
    chosen = _party(actor, party_id)
    party: Any = members.get_party(actor, chosen, lock=True)
    notice = queries.get_running_notice(actor, chosen, lock=True)
    reason = plain(reason, 300)
    if not reason:
        raise Refused(Refusal("withdrawal.no_reason", None, "reason"))
    members_commands.follow_standing(
        actor, party_id=chosen, action="take_back_notice", reason=reason
    )
    notice.taken_back_at = clock.now()
    notice.save(update_fields=["taken_back_at"])
    record(
        ExitNoticeTakenBack(notice.id, chosen, party.name),
        actor=actor,
        subjects=[("party", chosen)],
        audience=EVERYONE,
    )
    return notice


def _party(actor: Actor, party_id: UUID | None) -> UUID:
    chosen = party_id or actor.party_id
    if chosen is None or not members.may_act_for(actor, chosen):
        raise Refused(Refusal("withdrawal.not_yours", "withdrawal", "party_id"))
    return chosen


@command("joining.keep_days")
def keep_days(actor: Actor) -> int:
    """Let happen what a day brings: papers take effect, notices and terms run out.

    Refuses: nothing. Records: JoiningTookEffect, PartyLeft, JoiningRanOut.
    Clause: joining, withdrawal, duration.
    """
    day, count = today(actor), 0
    for joining_id in queries.waiting_for_their_day(day, actor.network_id):
        take_effect(actor, queries.get_joining(actor, joining_id, lock=True))
        count += 1
    for notice_id in queries.notices_over(actor.network_id, day):
        count += _leave(actor, notice_id)
    for accession in queries.in_force_joinings(actor.network_id):
        count += _run_out(actor, accession, day)
    return count


def _leave(actor: Actor, notice_id: UUID) -> int:
    """The last day of a notice is over: the party is out, and its papers end.

    Papers, standing, notice are locked in this order, as everywhere: the notice is found first
    without a lock, and read anew under its own.
    """
    party_id = queries.party_of_notice(actor.network_id, notice_id)
    hold_papers(actor, party_id)
    party: Any = members.get_party(actor, party_id, lock=True)
    notice = queries.running_notice(actor, party_id, lock=True)
    if notice is None or notice.id != notice_id:
        return 0  # it was taken back, or ended by hand, meanwhile
    notice.ended_at = clock.now()
    notice.save(update_fields=["ended_at"])
    if party.membership.standing == StandingState.WITHDRAWING:
        members_commands.follow_standing(
            actor, party_id=party.id, action="end", reason=f"Notice ran out on {notice.ends_on}"
        )
    end_papers(actor, party.id, f"Left after {notice.ends_on}")
    record(
        PartyLeft(notice.id, party.id, party.name, notice.ends_on),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
    return 1


def _run_out(actor: Actor, accession: Accession, day: date) -> int:
    """A term that nobody renewed is over."""
    terms = queries.terms_of(accession)
    found = term_of(terms, accession.effective_on, day, accession.renewed_until)
    if found.ends_on is None or found.renews_by_itself or found.ends_on >= day:
        return 0
    locked = queries.get_joining(actor, accession.id, lock=True)
    if locked.state != JoiningState.IN_FORCE:
        return 0
    _end(locked, f"The term ended on {found.ends_on}")
    for side in queries.sides_of(locked):
        newest = queries.own_term(actor, side, day)
        standing = members.get_membership(actor, side).standing
        if newest is None and standing in (StandingState.IN_FORCE, StandingState.SUSPENDED):
            members_commands.follow_standing(
                actor,
                party_id=side,
                action="run_out",
                reason=f"The term ended on {found.ends_on} and was not renewed",
            )
    record(
        JoiningRanOut(locked.id, locked.party_id, locked.party.name, found.ends_on),
        actor=actor,
        subjects=[("joining", locked.id), ("party", locked.party_id)],
        audience=EVERYONE,
    )
    return 1


def end_papers(actor: Actor, party_id: UUID, reason: str) -> None:
    """A party is out: what bound it ends, and what it was gathering is put away."""
    for accession in hold_papers(actor, party_id):
        _end(accession, reason)


def _end(accession: Accession, reason: str) -> None:
    action = "end" if accession.state == JoiningState.IN_FORCE else "abandon"
    accession.state = move(JOINING, accession.state, action)
    accession.ended_at, accession.ended_reason = clock.now(), reason[:300]
    accession.save(update_fields=["state", "ended_at", "ended_reason"])


@command("joining.keep_days")
def follow_change_by_hand(actor: Actor, *, party_id: UUID, standing: str) -> None:
    """After the coordinator changed a standing by hand: notices and papers follow.

    Refuses: nothing. Records: nothing. Clause: withdrawal.
    """
    hold_papers(actor, party_id)
    if members.get_membership(actor, party_id, lock=True).standing != standing:
        return  # it changed again since: that change is told too
    notice = queries.running_notice(actor, party_id, lock=True)
    if standing == StandingState.WITHDRAWN:
        end_papers(actor, party_id, "The party is out")
        if notice is not None:
            notice.ended_at = clock.now()
            notice.save(update_fields=["ended_at"])
    elif standing == StandingState.IN_FORCE and notice is not None:
        notice.taken_back_at = clock.now()
        notice.save(update_fields=["taken_back_at"])
