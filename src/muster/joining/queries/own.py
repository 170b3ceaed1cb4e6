"""A party's own papers whole, for whoever takes them along."""

from __future__ import annotations

from uuid import UUID

from muster.joining.models import ExitNotice, OptOut, Signature, StepTaken
from muster.joining.queries.joinings import get_joining
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


def steps_of(actor: Actor, joining_id: UUID) -> list[StepTaken]:
    """The steps taken of a joining that the actor may look into."""
    return list(get_joining(actor, joining_id).steps.order_by("recorded_at", "id"))


def signatures_of(actor: Actor, joining_id: UUID) -> list[Signature]:
    """The signatures of such a joining."""
    return list(get_joining(actor, joining_id).signatures.order_by("recorded_at", "id"))


def exit_notices(actor: Actor, party_id: UUID) -> list[ExitNotice]:
    """Every notice that a party gave, taken back or not."""
    rows = ExitNotice.objects.filter(network_id=actor.network_id, party_id=_own(actor, party_id))
    return list(rows.order_by("given_at", "id"))


def opt_outs(actor: Actor, party_id: UUID) -> list[OptOut]:
    """Every resolution by which a party stayed out, revoked or not."""
    rows = OptOut.objects.filter(network_id=actor.network_id, party_id=_own(actor, party_id))
    return list(rows.order_by("filed_at", "id"))


def _own(actor: Actor, party_id: UUID) -> UUID:
    if not members.may_act_for(actor, party_id):
        raise NotFound("party")
    return party_id
