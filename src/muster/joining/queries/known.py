"""What was written before under an id that a client made; refused under the id of somebody else's."""

from __future__ import annotations

from uuid import UUID

from muster.joining.models import Accession, Signature
from muster.joining.queries.joinings import get_joining
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


def known_joining(actor: Actor, joining_id: UUID | None) -> Accession | None:
    """The joining that an earlier submission became. Refuses `id.taken`."""
    found = Accession.objects.filter(id=joining_id).first() if joining_id else None
    if found is None:
        return None
    is_own = found.network_id == actor.network_id and members.may_act_for(actor, found.party_id)
    return get_joining(actor, _own(is_own, found.id))


def known_signature(
    actor: Actor, joining_id: UUID, signature_id: UUID | None, *, is_made_elsewhere: bool = False
) -> Signature | None:
    """The signature that an earlier submission became. Refuses `id.taken`; raises `NotFound`."""
    found = Signature.objects.filter(id=signature_id).first() if signature_id else None
    if found is None:
        return None
    accession = get_joining(actor, joining_id)
    is_own = (
        found.accession_id == accession.id
        and found.is_made_elsewhere == is_made_elsewhere
        and members.may_act_for(actor, found.party_id)
        and (is_made_elsewhere or found.person_id == actor.person_id)
    )
    _own(is_own, found.id)
    return found


def _own(is_own: bool, known_id: UUID) -> UUID:
    if not is_own:
        raise Refused(Refusal("id.taken"))
    return known_id
