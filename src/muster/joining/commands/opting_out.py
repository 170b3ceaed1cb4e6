"""Staying out of an agreement that binds everybody who does not, and coming back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.files.commands import store_file
from muster.joining import queries
from muster.joining.commands.leaving import end_papers
from muster.joining.commands.standing_here import Upload, hold_papers, plain, today
from muster.joining.events import OptedOut, OptOutRevoked
from muster.joining.models import OptOut
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import commands as members_commands
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if
from muster.rules.terms import JoiningKind


@command("joining.opt_out", step_up=True)
def opt_out(
    actor: Actor,
    *,
    number: str,
    resolved_on: date,
    governing_body: str = "",
    party_id: UUID | None = None,
    upload: Upload | None = None,
) -> OptOut:
    """File the resolution by which a party stays out.

    Refuses: `joining.not_yours`, `opt_out.not_this_kind`, `opt_out.already`, `joining.no_number`,
    `joining.day_in_future`, `standing.wrong_state`.
    Records: OptedOut, PartyStandingChanged. Clause: joining.
    """
    party = _party(actor, party_id)
    refuse_if(
        [
            *_refusals(actor, number, resolved_on),
            *([Refusal("opt_out.already", "joining")] if queries.opt_out(actor, party.id) else []),
        ]
    )
    number = plain(number, 100)
    file_id = None
    if upload is not None:
        file_id = store_file(actor, name=upload[0], content=upload[1], audience=[party.id]).id
    members_commands.follow_standing(
        actor, party_id=party.id, action="opt_out", reason=f"Opted out by resolution {number}"
    )
    end_papers(actor, party.id, f"Opted out by resolution {number}")
    filed = OptOut.objects.create(
        network_id=actor.network_id,
        party_id=party.id,
        number=number,
        governing_body=plain(governing_body, 200),
        resolved_on=resolved_on,
        file_id=file_id,
        filed_at=clock.now(),
        filed_by_name=actor.name[:200],
    )
    record(
        OptedOut(party.id, party.name, number, resolved_on),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
    return filed


@command("joining.opt_out", step_up=True)
def revoke_opt_out(
    actor: Actor, *, number: str, resolved_on: date, party_id: UUID | None = None
) -> OptOut:
    """Revoke an opt-out: the party is in again.

    Refuses: `joining.not_yours`, `opt_out.not_this_kind`, `opt_out.none`, `joining.no_number`,
    `joining.day_in_future`. Records: OptOutRevoked, PartyStandingChanged. Clause: joining.
    """
    party = _party(actor, party_id)
    filed = queries.opt_out(actor, party.id, lock=True)
    if filed is None:
        raise Refused(Refusal("opt_out.none", "joining"))
    refuse_if(_refusals(actor, number, resolved_on))
    number = plain(number, 100)
    filed.revoked_on, filed.revoked_number, filed.revoked_at = resolved_on, number, clock.now()
    filed.save(update_fields=["revoked_on", "revoked_number", "revoked_at"])
    members_commands.follow_standing(
        actor,
        party_id=party.id,
        action="opt_back_in",
        reason=f"Opt-out revoked by resolution {number}",
    )
    record(
        OptOutRevoked(party.id, party.name, number, resolved_on),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
    return filed


def _party(actor: Actor, party_id: UUID | None) -> Any:
    chosen = party_id or actor.party_id
    if chosen is None or not members.may_act_for(actor, chosen):
        raise Refused(Refusal("joining.not_yours", "joining", "party_id"))
    hold_papers(actor, chosen)
    try:
        return members.get_party(actor, chosen, lock=True)
    except NotFound:
        raise Refused(Refusal("joining.not_yours", "joining", "party_id")) from None


def _refusals(actor: Actor, number: str, resolved_on: date) -> list[Refusal]:
    version = queries.get_version_in_force(actor)
    kind = agreements.terms_of(version).joining.kind
    checks = (
        (kind is not JoiningKind.OPT_OUT, "opt_out.not_this_kind", None),
        (not plain(number, 1), "joining.no_number", "number"),
        (resolved_on > today(actor), "joining.day_in_future", "resolved_on"),
    )
    return [Refusal(code, "joining", field) for broken, code, field in checks if broken]
