"""What every command of this room asks first: for whom it acts, and what the agreement says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.aid import queries
from muster.aid.models import AidRequest
from muster.joining import queries as joining
from muster.journal.record import EVERYONE
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.sharing import SharingLabel
from muster.rules.terms import Terms

LONGEST_NEED = timedelta(days=731)


def require_side(actor: Actor, party_id: UUID, code: str) -> None:
    """Refuse `code` unless the actor acts for the party or for the network that it belongs to."""
    if not (actor.is_system or actor.is_coordinator or actor.party_id == party_id):
        raise Refused(Refusal(code))


def require_own(actor: Actor, party_id: UUID, code: str) -> None:
    """Refuse `code` unless the actor acts for the party itself: nobody else may bind it."""
    if not (actor.is_system or actor.party_id == party_id):
        raise Refused(Refusal(code))


def acting_party_id(actor: Actor, party_id: UUID | None) -> UUID:
    """The party that is acted for: the own one, or the one for which the coordinator files."""
    chosen = party_id or actor.party_id
    if chosen is None:
        raise Refused(Refusal("party.not_named", field="party_id"))
    require_side(actor, chosen, "party.not_acted_for")
    return chosen


def is_on_behalf(actor: Actor, party_id: UUID) -> bool:
    return not actor.is_system and actor.party_id != party_id


def terms_for(actor: Actor, aid_request: AidRequest) -> Terms:
    """The terms that were frozen when the request was opened; those in force before that."""
    if aid_request.agreement_version_id is not None:
        return agreements.terms_of(agreements.get_version(actor, aid_request.agreement_version_id))
    version = agreements.version_in_force(actor)
    if version is None:
        raise Refused(Refusal("agreement.none_in_force", "joining"))
    return agreements.terms_of(version)


def version_for(actor: Actor, aid_request: AidRequest, answering_id: UUID) -> UUID:
    """The version under which a party answers: the request's own, or the one that both share.

    Refuses `version.none_between`.
    """
    return joining.version_for_answer(
        actor,
        aid_request.requesting_party_id,
        answering_id,
        aid_request.agreement_version_id,
        aid_request.frozen.get("other_versions", {}),
    )


def terms_between(actor: Actor, aid_request: AidRequest, answering_id: UUID) -> Terms:
    """The terms that apply when this party answers this request; those of a draft are looked at now."""
    if aid_request.agreement_version_id is None:
        return terms_for(actor, aid_request)
    version_id = version_for(actor, aid_request, answering_id)
    return agreements.terms_of(agreements.get_version(actor, version_id))


def audience_of(aid_request: AidRequest, *also: UUID) -> list[UUID] | None:
    """Who may know what happens to a request: the network; where it is a draft or restricted, its
    own party and those who answered."""
    is_open_to_all = (
        aid_request.opened_at is not None and aid_request.incident.sharing_label != SharingLabel.RED
    )
    if is_open_to_all:
        return EVERYONE
    return [aid_request.requesting_party_id, *queries.answering_parties(aid_request.id), *also]


def subjects_of(aid_request: AidRequest) -> list[tuple[str, UUID]]:
    return [("aid_request", aid_request.id), ("incident", aid_request.incident_id)]


def check_interval(
    starts_at: datetime | None, ends_at: datetime | None, field: str = "needed_until"
) -> None:
    """Refuse an interval that ends before it starts, or lasts longer than anybody helps."""
    if starts_at is None or ends_at is None:
        return
    if ends_at <= starts_at:
        raise Refused(Refusal("time.order", field=field))
    if ends_at - starts_at > LONGEST_NEED:
        raise Refused(Refusal("aid_request.too_long", field=field))


def changed_names(row: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Set what differs on a row; the names of what did."""
    names = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in names:
        setattr(row, name, changes[name])
    return tuple(names)


def given(**values: Any) -> dict[str, Any]:
    """The values that were given at all: None says "leave as it is"."""
    return {name: value for name, value in values.items() if value is not None}


def known(choices: Iterable[str], value: str, field: str) -> str:
    """A value of a list of choices. Refuses `field.unknown_choice`."""
    if value not in set(choices):
        raise Refused(Refusal("field.unknown_choice", field=field))
    return value
