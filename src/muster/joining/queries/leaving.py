"""Who leaves and when, who stayed out, and when a party's term ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from muster.agreements import queries as agreements
from muster.joining.models import Accession, ExitNotice, OptOut
from muster.joining.queries.versions import version_of
from muster.rules.actor import Actor
from muster.rules.joining import Term, term_of
from muster.rules.lifecycle import JoiningState
from muster.rules.refusal import NotFound
from muster.rules.terms import Terms


@dataclass(frozen=True)
class OwnTerm:
    """How long a party is bound, by its newest joining in force."""

    joining_id: UUID
    effective_on: date
    term: Term


def terms_for_party(actor: Actor, party_id: UUID) -> Terms | None:
    """The terms that bind a party now."""
    version = version_of(actor, party_id)
    return agreements.terms_of(version) if version else None


def day_here(actor: Actor, at: datetime) -> date:
    """The day at a moment where the network is."""
    return agreements.network_day(actor, at)


def running_notice(actor: Actor, party_id: UUID, lock: bool = False) -> ExitNotice | None:
    """The notice under which a party leaves; None when it does not."""
    rows = ExitNotice.objects.filter(
        network_id=actor.network_id,
        party_id=party_id,
        taken_back_at__isnull=True,
        ended_at__isnull=True,
    )
    return (rows.select_for_update() if lock else rows).first()


def get_running_notice(actor: Actor, party_id: UUID, lock: bool = False) -> ExitNotice:
    found = running_notice(actor, party_id, lock)
    if found is None:
        raise NotFound("exit_notice")
    return found


def notices_over(network_id: UUID, day: date) -> list[UUID]:
    """Running notices whose last day is over."""
    rows = ExitNotice.objects.filter(
        network_id=network_id, taken_back_at__isnull=True, ended_at__isnull=True, ends_on__lt=day
    )
    return list(rows.values_list("id", flat=True)[:200])


def party_of_notice(network_id: UUID, notice_id: UUID) -> UUID:
    """Who leaves by a notice. Raises `NotFound`."""
    rows = ExitNotice.objects.filter(network_id=network_id, id=notice_id)
    party_id = rows.values_list("party_id", flat=True).first()
    if party_id is None:
        raise NotFound("exit_notice")
    return party_id


def networks_with_notices() -> list[UUID]:
    rows = ExitNotice.objects.filter(taken_back_at__isnull=True, ended_at__isnull=True)
    return list(rows.order_by().values_list("network_id", flat=True).distinct())


def opt_out(actor: Actor, party_id: UUID, lock: bool = False) -> OptOut | None:
    """The resolution by which a party stays out; None when it does not."""
    rows = OptOut.objects.filter(
        network_id=actor.network_id, party_id=party_id, revoked_at__isnull=True
    )
    return (rows.select_for_update() if lock else rows).first()


def own_term(actor: Actor, party_id: UUID, day: date) -> OwnTerm | None:
    """How long the party is bound by the joining that is in force; None without one."""
    row = (
        Accession.objects.filter(
            Q(party_id=party_id) | Q(other_party_id=party_id),
            network_id=actor.network_id,
            state=JoiningState.IN_FORCE,
        )
        .select_related("version")
        .order_by("-effective_on", "-begun_at")
        .first()
    )
    if row is None:
        return None
    terms = agreements.terms_of(row.version)
    return OwnTerm(
        row.id, row.effective_on, term_of(terms, row.effective_on, day, row.renewed_until)
    )
