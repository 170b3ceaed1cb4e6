"""What waits for a second person's signature, and who signed so far. Known to the own party alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from muster.aid.models import AidRequest, Offer, SignOff
from muster.journal.kept import kept
from muster.rules.actor import Actor
from muster.rules.eligibility import SignOffs, refusals_for_sign_off
from muster.rules.lifecycle import AidRequestState, OfferState
from muster.rules.permissions import is_permitted

MOST = 6
MOST_CHANGED = 60
WAITING = (AidRequestState.AWAITING_SIGN_OFF, AidRequestState.OPEN)


@dataclass(frozen=True)
class Waiting:
    """How far the signatures are. `by` names the second person as the agreement does."""

    needed: int
    by: str
    missing: int
    signatures: tuple[SignOff, ...]
    fallen: tuple[SignOff, ...]  # those that a change, or asking again, made void
    may_sign: bool  # whether the reader could be the next


def sign_off_of(actor: Actor, asked: AidRequest | Offer) -> Waiting | None:
    """The signatures of what the caller has found; None where one person suffices, or where it is
    not the reader's own party's business."""
    if isinstance(asked, Offer):
        party_id, permission, filed = asked.responding_party_id, "offer.sign_off", False
    else:
        party_id, permission = asked.requesting_party_id, "aid_request.sign_off"
        filed = actor.is_coordinator and asked.filed_on_behalf
    is_own = actor.is_system or actor.party_id == party_id
    if not asked.sign_off or not (is_own or filed):
        return None
    demanded = SignOffs.as_kept(asked.sign_off)
    every = tuple(asked.sign_offs.all())
    signatures = tuple(each for each in every if each.voided_at is None)
    missing = demanded.missing(len(signatures))
    waits = missing and asked.state in WAITING
    fallen = tuple(each for each in every if each.voided_at is not None)
    return Waiting(
        needed=demanded.needed,
        by=demanded.by,
        missing=missing,
        signatures=signatures,
        fallen=fallen,
        may_sign=bool(waits)
        and is_permitted(actor, permission)
        and not refusals_for_sign_off(
            actor,
            demanded,
            party_id=party_id,
            signed_by={each.person_id for each in signatures},
            filed_by=filer_among(asked, fallen),
        ),
    )


def aid_requests_to_sign(actor: Actor) -> list[AidRequest]:
    """Requests of the own party that the actor could sign now, the oldest first."""
    if not is_permitted(actor, "aid_request.sign_off"):
        return []
    own = {"network_id": actor.network_id, "party_id": actor.party_id}
    found = [*_never_signed(**own), *_changed_after_signing(**own)]
    return [row for row in found if _could_sign(actor, row)][:MOST]


@kept
def _never_signed(*, network_id: UUID, party_id: UUID | None) -> QuerySet[AidRequest]:
    rows = AidRequest.objects.filter(
        network_id=network_id,
        requesting_party_id=party_id,
        state=AidRequestState.AWAITING_SIGN_OFF,
        exercise__isnull=True,
    )
    return rows.order_by("id")[:MOST]


@kept
def _changed_after_signing(*, network_id: UUID, party_id: UUID | None) -> QuerySet[AidRequest]:
    """A party's open requests whose first signatures fell away."""
    rows = AidRequest.objects.filter(
        network_id=network_id,
        requesting_party_id=party_id,
        state=AidRequestState.OPEN,
        exercise__isnull=True,
        sign_offs__voided_at__isnull=False,
    )
    return rows.distinct().order_by("id")[:MOST_CHANGED]


def signatures_at(asked: AidRequest | Offer, at: datetime) -> list[SignOff]:
    """The signatures that stood at a moment, for the papers of what was agreed then."""
    return [
        each
        for each in asked.sign_offs.all()
        if each.signed_at <= at and (each.voided_at is None or each.voided_at > at)
    ]


def signers_of(asked: AidRequest | Offer) -> tuple[set[UUID | None], UUID | None]:
    """Whose signatures stand, and who filed it where that person's signature fell away."""
    every = list(asked.sign_offs.all())
    fallen = [each for each in every if each.voided_at is not None]
    return {each.person_id for each in every if each.voided_at is None}, filer_among(asked, fallen)


def filer_among(asked: AidRequest | Offer, fallen: Iterable[SignOff]) -> UUID | None:
    """Who filed the request, where that person's signature is among those that fell away."""
    filed_by = asked.created_by_id if isinstance(asked, AidRequest) else None
    return filed_by if filed_by in {each.person_id for each in fallen} else None


def signatures_missing(asked: AidRequest | Offer) -> int:
    """How many persons must still sign a request, or agree to an offer; none where one suffices."""
    if not asked.sign_off:
        return 0
    standing, _ = signers_of(asked)
    return SignOffs.as_kept(asked.sign_off).missing(len(standing))


def offers_to_sign(actor: Actor) -> list[Offer]:
    """Offers of the own party that the actor could agree to now, the first to expire first."""
    if not is_permitted(actor, "offer.sign_off"):
        return []
    found = _offers_unsigned(network_id=actor.network_id, party_id=actor.party_id)
    return [row for row in found if _could_sign(actor, row)]


@kept
def _offers_unsigned(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Offer]:
    rows = Offer.objects.filter(
        network_id=network_id,
        responding_party_id=party_id,
        state=OfferState.AWAITING_SIGN_OFF,
        aid_request__state=AidRequestState.OPEN,
        exercise__isnull=True,
    )
    return rows.select_related("aid_request__requesting_party").order_by("expires_at")[:MOST]


def _could_sign(actor: Actor, asked: AidRequest | Offer) -> bool:
    waiting = sign_off_of(actor, asked)
    return waiting is not None and waiting.may_sign
