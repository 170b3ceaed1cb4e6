"""A party under break-glass: marked, fenced in one tap, and let out again by two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.breakglass import queries, remembered
from muster.breakglass.events import BreakGlassBegun, BreakGlassEnded, FenceLiftAgreed, PartyFenced
from muster.breakglass.models import Period
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import commands as accounts
from muster.members import queries as members
from muster.members.stamps import renew_of_party
from muster.messaging.commands import allow_mail_to, stop_mail_to
from muster.rules.actor import Actor
from muster.rules.breakglass import lifting_side
from muster.rules.refusal import Refusal, Refused

REASON = "The party's accounts are fenced."


def begin_period(actor: Actor, party: Any) -> Period:
    """Mark the party, in the caller's transaction; one that is marked stays as it is."""
    known = {"network_id": actor.network_id, "party_id": party.id, "ended_at": None}
    period, is_new = Period.objects.select_for_update().get_or_create(
        **known, defaults={"began_at": clock.now(), "began_by_name": actor.name[:200]}
    )
    remembered.forget(period.network_id, period.party_id)
    if is_new:
        renew_of_party(party.id)
        record(
            BreakGlassBegun(party.id, party.name),
            actor=actor,
            subjects=[("party", party.id)],
            audience=EVERYONE,
        )
    return period


@command("break_glass.fence")
def fence_party(actor: Actor, *, party_id: UUID) -> Period:
    """Shut a party's accounts at once: sessions, tokens and feeds end, mail to them stops.

    Until it is lifted neither a password alone, nor the party's identity provider, nor a recovery,
    nor an invitation opens any of them; passkeys, authenticator apps and break-glass codes do.
    Refuses `break_glass.not_your_party`, `break_glass.already_fenced`. Records PartyFenced,
    BreakGlassBegun, SessionsEnded for each person. Clause: none.
    """
    party = members.get_party(actor, party_id)
    if not members.may_act_for(actor, party_id):
        raise Refused(Refusal("break_glass.not_your_party"))
    period = begin_period(actor, party)
    if period.fenced_at is not None:
        raise Refused(Refusal("break_glass.already_fenced"))
    period.fenced_at, period.fenced_by_id = clock.now(), actor.person_id
    period.fenced_by_name = actor.name[:200]
    period.save(update_fields=["fenced_at", "fenced_by_id", "fenced_by_name"])
    people = [person.id for person in members.people_of_party(actor.network_id, party_id)]
    sessions = accounts.end_access(actor, person_ids=people)
    stop_mail_to(actor.network_id, people, REASON, actor.person_id)
    record(
        PartyFenced(party_id, party.name, actor.name, len(people), sessions),
        actor=actor,
        subjects=[("party", party_id)],
        audience=EVERYONE,
    )
    return period


@command("break_glass.lift", step_up=True)
def agree_to_lift(actor: Actor, *, party_id: UUID) -> Period:
    """Agree that break-glass ends; a fence comes down once the party and the network both agree.

    Where nothing is fenced, one of the two is enough. Refuses `break_glass.not_yours_to_lift`,
    `break_glass.agreed_before`, `break_glass.same_person`. Records FenceLiftAgreed,
    BreakGlassEnded. Clause: none.
    """
    party = members.get_party(actor, party_id)
    period = queries.get_period(actor, party_id, lock=True)
    side = lifting_side(actor, party_id)
    if side is None:
        raise Refused(Refusal("break_glass.not_yours_to_lift"))
    _agree(actor, period, side)
    record(
        FenceLiftAgreed(party_id, party.name, side, actor.name),
        actor=actor,
        subjects=[("party", party_id)],
        audience=[party_id],
    )
    if period.fenced_at is None or (period.party_agreed_id and period.network_agreed_id):
        _end(actor, period, party)
    return period


def _agree(actor: Actor, period: Period, side: str) -> None:
    other = period.network_agreed_id if side == "party" else period.party_agreed_id
    if getattr(period, f"{side}_agreed_id") is not None:
        raise Refused(Refusal("break_glass.agreed_before"))
    if other is not None and other == actor.person_id:
        raise Refused(Refusal("break_glass.same_person"))
    setattr(period, f"{side}_agreed_id", actor.person_id)
    setattr(period, f"{side}_agreed_name", actor.name[:200])
    period.save(update_fields=[f"{side}_agreed_id", f"{side}_agreed_name"])


def _end(actor: Actor, period: Period, party: Any) -> None:
    remembered.forget(period.network_id, period.party_id)
    period.ended_at = clock.now()
    period.save(update_fields=["ended_at"])
    renew_of_party(party.id)
    people = [person.id for person in members.people_of_party(period.network_id, party.id)]
    allow_mail_to(period.network_id, people, "The fence was lifted.", actor.person_id)
    names = (period.party_agreed_name, period.network_agreed_name)
    record(
        BreakGlassEnded(party.id, party.name, tuple(name for name in names if name)),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
