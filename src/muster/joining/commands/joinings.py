"""Beginning, leaving off and renewing a joining."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.joining import queries
from muster.joining.commands.standing_here import (
    go_on,
    locked_joining,
    party_name,
    plain,
    subjects_of,
    today,
)
from muster.joining.commands.texts import ensure_text
from muster.joining.events import JoiningAbandoned, JoiningBegun, JoiningRenewed
from muster.joining.models import Accession
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.members import commands as members_commands
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import (
    Purpose,
    is_renewed_ahead,
    refusals_for_kind,
    renewed,
    steps_for,
    term_of,
)
from muster.rules.lifecycle import JOINING, StandingState, VersionState, move
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import JoiningKind

NOT_BOUND = (StandingState.INVITED, StandingState.PENDING, StandingState.WITHDRAWN)


@command("joining.begin")
def begin_joining(
    actor: Actor,
    *,
    party_id: UUID | None = None,
    version_id: UUID | None = None,
    other_party_id: UUID | None = None,
    note: str = "",
    joining_id: UUID | None = None,
) -> Accession:
    """Begin to gather a party's papers: invited by the coordinator, or begun by the party itself.

    A party that is bound already adopts the version; another joins under it.
    Refuses: `joining.not_yours`, `agreement.none_in_force`, `joining.not_in_force`,
    `joining.under_way`, `joining.adopted_already`, `joining.opt_out_kind`,
    `joining.other_party_missing`, `joining.other_party_same`, `joining.not_bilateral`, `joining.kind_not_eligible`,
    `id.taken`.
    Records: JoiningBegun, AgreementTextKept, PartyStandingChanged. Clause: joining.
    """
    if earlier := queries.known_joining(actor, joining_id):
        return earlier
    chosen = party_id or actor.party_id
    if chosen is None or not members.may_act_for(actor, chosen):
        raise Refused(Refusal("joining.not_yours", "joining", "party_id"))
    version = _held_version(actor, version_id)
    membership = members.get_membership(actor, chosen, lock=True)
    if other_party_id is not None and other_party_id != chosen:
        members.get_membership(actor, other_party_id)
    purpose = _purpose(actor, membership, other_party_id)
    reasons = _refusals(actor, chosen, other_party_id, version, purpose)
    if purpose is Purpose.JOIN:
        terms = agreements.terms_of(version)
        reasons += refusals_for_kind(str(membership.party.kind), terms)
    refuse_if(reasons)
    ensure_text(actor, version)
    accession = Accession.objects.create(
        id=joining_id or new_id(),
        network_id=actor.network_id,
        party_id=chosen,
        other_party_id=other_party_id,
        version=version,
        purpose=purpose,
        is_invited=actor.party_id != chosen,
        note=plain(note, 500),
        begun_at=clock.now(),
        begun_by_id=actor.person_id,
        begun_by_name=actor.name[:200],
    )
    if membership.standing in (StandingState.INVITED, StandingState.WITHDRAWN):
        members_commands.follow_standing(
            actor, party_id=chosen, action="begin_joining", reason="Its papers are being gathered"
        )
    _tell_begun(actor, accession)
    return go_on(actor, locked_joining(actor, accession.id))


def _purpose(actor: Actor, membership: Any, other_party_id: UUID | None) -> Purpose:
    """Whoever is bound adopts; of two, only those who are bound to each other."""
    if other_party_id is not None:
        is_bound = queries.are_bound_to_each_other(actor, membership.party_id, other_party_id)
    else:
        is_bound = membership.standing not in NOT_BOUND
    return Purpose.ADOPT if is_bound else Purpose.JOIN


def _tell_begun(actor: Actor, accession: Accession) -> None:
    record(
        JoiningBegun(
            accession.id,
            accession.party_id,
            party_name(accession),
            accession.other_party_id,
            accession.version_id,
            accession.version.label,
            accession.purpose,
            accession.is_invited,
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )


def _held_version(actor: Actor, version_id: UUID | None) -> Any:
    """The version, locked before any standing, as every later step does (see `locked_joining`)."""
    chosen = version_id or queries.get_version_in_force(actor).id
    version = agreements.get_version(actor, chosen, lock=True)
    if version.state != VersionState.IN_FORCE:
        raise Refused(Refusal("joining.not_in_force", "joining", "version_id"))
    return version


def _refusals(
    actor: Actor, party_id: UUID, other_id: UUID | None, version: Any, purpose: Purpose
) -> list[Refusal]:
    terms = agreements.terms_of(version)
    kind = terms.joining.kind
    is_bilateral = kind is JoiningKind.BILATERAL
    live = [
        each
        for each in queries.under_way(actor, party_id)
        if each.version_id == version.id
        and (not is_bilateral or other_id in queries.sides_of(each))
    ]
    is_adopted = purpose is Purpose.ADOPT and not is_bilateral
    checks = (
        (kind is JoiningKind.OPT_OUT and purpose is Purpose.JOIN, "joining.opt_out_kind", None),
        (is_bilateral and other_id is None, "joining.other_party_missing", "other_party_id"),
        (is_bilateral and other_id == party_id, "joining.other_party_same", "other_party_id"),
        (not is_bilateral and other_id is not None, "joining.not_bilateral", "other_party_id"),
        (bool(live), "joining.under_way", None),
        (
            is_adopted
            and (not steps_for(purpose, terms) or queries.has_adopted(actor, party_id, version.id)),
            "joining.adopted_already",
            None,
        ),
    )
    return [Refusal(code, "joining", field) for broken, code, field in checks if broken]


@command("joining.abandon")
def abandon_joining(actor: Actor, *, joining_id: UUID, reason: str) -> Accession:
    """Leave off before anything binds; the papers stay readable.

    Refuses: `joining.not_yours`, `joining.no_reason`, `joining.wrong_state`.
    Records: JoiningAbandoned. Clause: joining.
    """
    accession = locked_joining(actor, joining_id)
    if not members.may_act_for(actor, accession.party_id):
        raise Refused(Refusal("joining.not_yours", "joining"))
    reason = plain(reason, 300)
    if not reason:
        raise Refused(Refusal("joining.no_reason", None, "reason"))
    accession.state = move(JOINING, accession.state, "abandon")
    accession.ended_at, accession.ended_reason = clock.now(), reason
    accession.save(update_fields=["state", "ended_at", "ended_reason"])
    record(
        JoiningAbandoned(
            accession.id, accession.party_id, accession.party.name, accession.version.label, reason
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )
    return accession


@command("joining.renew", step_up=True)
def renew_joining(actor: Actor, *, joining_id: UUID) -> Accession:
    """Bind the party for another term, where the agreement ends after so many years.

    Refuses: `joining.not_yours`, `joining.wrong_state`, `joining.nothing_to_renew`,
    `joining.renewed_already`.
    Records: JoiningRenewed. Clause: duration.
    """
    accession = locked_joining(actor, joining_id)
    if not members.may_act_for(actor, accession.party_id):
        raise Refused(Refusal("joining.not_yours", "joining"))
    accession.state = move(JOINING, accession.state, "renew")
    terms = queries.terms_of(accession)
    day: date = accession.effective_on
    found = term_of(terms, day, today(actor), accession.renewed_until)
    if found.ends_on is None or found.renews_by_itself:
        raise Refused(Refusal("joining.nothing_to_renew", "duration"))
    if is_renewed_ahead(terms, accession.renewed_until, today(actor)):
        raise Refused(Refusal("joining.renewed_already", "duration"))
    accession.renewed_until = renewed(terms, found.ends_on)
    accession.save(update_fields=["renewed_until"])
    record(
        JoiningRenewed(
            accession.id, accession.party_id, accession.party.name, accession.renewed_until
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )
    return accession
