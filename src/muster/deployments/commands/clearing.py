"""Before check-in: the host accepts another agency's record, a helper signs what is asked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.catalog import queries as catalog
from muster.deployments import events, queries
from muster.deployments.commands.sides import (
    head,
    need_person,
    need_responding_side,
    need_under_way,
    note,
)
from muster.deployments.models import ClearanceAcceptance, Deployment, SignedStatement
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.clearances import (
    Acceptance,
    Asked,
    refusals_for_acceptance,
    refusals_for_signature,
)
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("clearance.accept")
def accept_clearance(
    actor: Actor,
    *,
    deployment_id: UUID,
    key: str,
    basis: str,
    accepted_on: date | None = None,
    holds_until: date | None = None,
) -> ClearanceAcceptance:
    """Accept, as the party that is helped, the record of one person that another agency made.

    It counts for that person (for the listed resource, where nobody is named), for the record of
    that day, on every mission for this host, through `holds_until`. An earlier acceptance of the
    same is replaced. `basis` says whom one spoke to, or the reference.
    Refuses: clearance.not_host, deployment.not_a_person, mission.wrong_state, clearance.not_asked,
    clearance.nothing_to_accept, clearance.no_basis, clearance.accepted_ahead,
    clearance.ends_too_early.
    Records: ClearanceAccepted.
    Clause: data_access.
    """
    row = _need_host_of(actor, queries.get_deployment(actor, deployment_id, lock=True))
    asked = _asked(actor, row, key)
    if not asked.needs_acceptance:
        raise Refused(Refusal("clearance.not_asked", "data_access"))
    at, today = clock.now(), _today(row.mission)
    said = Acceptance(accepted_on or today, holds_until, basis, today)
    refuse_if(refusals_for_acceptance(said))
    who, on = queries.somebody(row), queries.day_that_counts(row.mission)
    judged = queries.papers_of(row).judged(who, asked, on)
    if judged.record is None:
        values = {"name": row.label, "clearance": asked.label}
        raise Refused(Refusal("clearance.nothing_to_accept", "data_access", values=values))
    clearance = catalog.get_clearance(actor, key)
    _end_earlier(row, clearance.id, actor, "Accepted anew.")
    accepted = ClearanceAcceptance.objects.create(
        network_id=row.network_id,
        host_id=row.mission.requesting_party_id,
        mission=row.mission,
        deployment=row,
        resource_id=row.resource_id,
        person_id=row.responder_id,
        helper_name=row.label,
        clearance=clearance,
        record_of=judged.record.granted_on,
        accepted_on=said.accepted_on,
        holds_until=holds_until,
        basis=basis.strip()[:500],
        accepted_at=at,
        accepted_by_id=actor.person_id,
        accepted_by_name=actor.name[:200],
    )
    happened = events.ClearanceAccepted(
        **head(row), clearance=asked.label, acceptance_id=accepted.id, holds_until=holds_until
    )
    note(happened, actor, row.mission, row.id)
    return accepted


@command("clearance.accept")
def withdraw_acceptance(actor: Actor, *, acceptance_id: UUID, reason: str) -> ClearanceAcceptance:
    """Take the acceptance of a person's record back: from now on nobody is checked in by it.

    Who is inside already stays checked in; what they may use is taken back as access is.
    Refuses: clearance.not_host, clearance.ended_already, reason.required.
    Records: ClearanceAcceptanceWithdrawn.
    Clause: data_access.
    """
    found = queries.get_acceptance(actor, acceptance_id, lock=True)
    if not (actor.is_system or actor.party_id == found.host_id):
        raise Refused(Refusal("clearance.not_host", "data_access"))
    _end(found, actor, reason)
    happened = events.ClearanceAcceptanceWithdrawn(
        **head(found.deployment), clearance=found.clearance.label, acceptance_id=found.id
    )
    note(happened, actor, found.mission, found.deployment_id)
    return found


@command("statement.sign")
def sign_statement(
    actor: Actor,
    *,
    deployment_id: UUID,
    key: str,
    for_every_party: bool = False,
    holds_until: date | None = None,
) -> SignedStatement:
    """Sign a statement that is asked of oneself, with the text as it stands now.

    It counts with this host, or with every party of the network, through `holds_until`.
    Refuses: deployment.not_yours, deployment.not_a_person, mission.wrong_state,
    statement.of_someone_else, statement.not_asked, statement.signed_already,
    statement.ends_too_early.
    Records: StatementSigned.
    Clause: data_access, confidentiality.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_responding_side(actor, row.mission)
    _need_coming(row)
    if actor.person_id is None or row.responder_id != actor.person_id:
        raise Refused(Refusal("statement.of_someone_else", "data_access"))
    said = {"signed_on": _today(row.mission), "holds_until": holds_until, "on_paper": False}
    return _keep(actor, row, key, for_every_party=for_every_party, **said)


@command("statement.record")
def record_statement(
    actor: Actor,
    *,
    deployment_id: UUID,
    key: str,
    paper_note: str,
    signed_on: date | None = None,
    for_every_party: bool = False,
    holds_until: date | None = None,
) -> SignedStatement:
    """Record, as either side, a statement that a helper signed on paper, and where the paper is.

    Refuses: deployment.not_a_person, mission.wrong_state, statement.not_asked,
    statement.signed_already, statement.no_paper, statement.signed_ahead, statement.ends_too_early.
    Records: StatementSigned.
    Clause: data_access, confidentiality.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    _need_coming(row)
    if not paper_note.strip():
        raise Refused(Refusal("statement.no_paper", "data_access", "paper_note"))
    said = {
        "signed_on": signed_on or _today(row.mission),
        "holds_until": holds_until,
        "on_paper": True,
        "paper_note": paper_note.strip()[:500],
    }
    return _keep(actor, row, key, for_every_party=for_every_party, **said)


@command("statement.record")
def strike_statement(actor: Actor, *, statement_id: UUID, reason: str) -> SignedStatement:
    """Strike out a statement that should not count; it stays on record with the reason.

    Either side strikes out what it recorded; what a helper signed, the helper's own party.
    Refuses: statement.not_yours, clearance.ended_already, reason.required.
    Records: StatementStruck.
    Clause: data_access, confidentiality.
    """
    found = queries.get_statement(actor, statement_id, lock=True)
    if not (actor.is_system or actor.party_id == found.recorded_by_party_id):
        raise Refused(Refusal("statement.not_yours", "data_access"))
    _end(found, actor, reason)
    happened = events.StatementStruck(
        **head(found.deployment),
        clearance=found.clearance.label,
        statement_id=found.id,
        reason=found.end_reason,
    )
    note(happened, actor, found.mission, found.deployment_id)
    return found


def _keep(
    actor: Actor, row: Deployment, key: str, *, for_every_party: bool, **said: Any
) -> SignedStatement:
    """Write a statement down, unless one like it counts already."""
    asked = _asked(actor, row, key, "statement.not_asked")
    if not asked.is_statement:
        raise Refused(Refusal("statement.not_asked", "data_access"))
    refuse_if(refusals_for_signature(said["signed_on"], said["holds_until"], _today(row.mission)))
    on = queries.day_that_counts(row.mission)
    judged = queries.papers_of(row).judged(queries.somebody(row), asked, on)
    clearance = catalog.get_clearance(actor, key)
    already = judged.statement
    if already is not None and already.text_version == clearance.statement_version:
        values = {"name": row.label, "clearance": asked.label}
        raise Refused(Refusal("statement.signed_already", "data_access", values=values))
    signed = SignedStatement.objects.create(
        network_id=row.network_id,
        mission=row.mission,
        deployment=row,
        host_id=None if for_every_party else row.mission.requesting_party_id,
        resource_id=row.resource_id,
        person_id=row.responder_id,
        signer_name=row.label,
        clearance=clearance,
        text=clearance.statement,
        text_version=clearance.statement_version,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        recorded_by_name=actor.name[:200],
        recorded_by_party_id=actor.party_id,
        **said,
    )
    happened = events.StatementSigned(
        **head(row),
        clearance=asked.label,
        statement_id=signed.id,
        text_version=signed.text_version,
        on_paper=signed.on_paper,
    )
    note(happened, actor, row.mission, row.id)
    return signed


def _asked(actor: Actor, row: Deployment, key: str, code: str = "clearance.not_asked") -> Asked:
    for each in queries.clearances_asked(actor, row):
        if each.key == key:
            return each
    raise Refused(Refusal(code, "data_access"))


def _need_coming(row: Deployment) -> None:
    need_person(row)
    need_under_way(row.mission)


def _need_host_of(actor: Actor, row: Deployment) -> Deployment:
    """Only the party that is helped says whose record counts with it."""
    if not (actor.is_system or actor.party_id == row.mission.requesting_party_id):
        raise Refused(Refusal("clearance.not_host", "data_access"))
    _need_coming(row)
    return row


def _today(mission: Any) -> date:
    return clock.now().astimezone(queries.terms_of_mission(mission).zone).date()


def _end_earlier(row: Deployment, clearance_id: UUID, actor: Actor, reason: str) -> None:
    ClearanceAcceptance.objects.filter(
        host_id=row.mission.requesting_party_id,
        resource_id=row.resource_id,
        person_id=row.responder_id,
        clearance_id=clearance_id,
        ended_at__isnull=True,
    ).update(ended_at=clock.now(), ended_by_name=actor.name[:200], end_reason=reason)


def _end(found: ClearanceAcceptance | SignedStatement, actor: Actor, reason: str) -> None:
    """Let a word on record count no longer."""
    if found.ended_at is not None:
        values = {"at": found.ended_at}
        raise Refused(Refusal("clearance.ended_already", "data_access", values=values))
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    found.ended_at, found.ended_by_name = clock.now(), actor.name[:200]
    found.end_reason = reason.strip()[:500]
    found.save(update_fields=["ended_at", "ended_by_name", "end_reason"])
