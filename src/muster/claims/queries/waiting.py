"""What of claims waits for somebody: short, bounded lists for the start page. Exercises are left out."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from muster.aid import queries as aid
from muster.claims.models import Claim, ClaimQuestion, Payment
from muster.claims.queries.claims import reader_of, seen_as
from muster.claims.queries.preview import Preview, preview
from muster.journal.kept import kept
from muster.rules.actor import Actor
from muster.rules.lifecycle import ClaimState, MissionState

MOST = 6
MOST_COMPUTED = 3  # each costs a settlement; a start page must stay quick


def previews_to_claim(actor: Actor) -> list[Preview]:
    """Closed missions of the own party, never claimed for, that would come to more than nothing."""
    given = aid.missions_given(actor, MissionState.CLOSED, MOST)
    claimed = set(_claimed(mission_ids=[mission.id for mission in given]))
    open_ones = [mission for mission in given if mission.id not in claimed][:MOST_COMPUTED]
    found = [preview(actor, mission.id) for mission in open_ones]
    return [each for each in found if each.settlement.total.cents > 0]


@kept
def _claimed(*, mission_ids: Collection[UUID]) -> QuerySet[Claim, UUID]:
    return Claim.objects.filter(mission_id__in=mission_ids).values_list("mission_id", flat=True)


def claims_to_submit(actor: Actor) -> list[Claim]:
    """Drafts of the own party, oldest first."""
    return _to_submit(reader_of(actor), network_id=actor.network_id, party_id=actor.party_id)


@kept
def _to_submit(reader: str, *, network_id: UUID, party_id: UUID | None) -> QuerySet[Claim]:
    rows = seen_as(reader, network_id=network_id, party_id=party_id).filter(
        claimant_party_id=party_id, state=ClaimState.DRAFT, exercise__isnull=True
    )
    return rows.select_related("owing_party").order_by("id")[:MOST]


def questions_to_answer(actor: Actor) -> list[ClaimQuestion]:
    """Questions on the own party's claims."""
    return _to_answer(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _to_answer(*, network_id: UUID, party_id: UUID | None) -> QuerySet[ClaimQuestion]:
    rows = ClaimQuestion.objects.filter(
        claim__network_id=network_id,
        claim__claimant_party_id=party_id,
        claim__exercise__isnull=True,
        claim__state=ClaimState.QUESTIONED,
        answered_at__isnull=True,
    )
    return rows.select_related("claim").order_by("id")[:MOST]


def claims_to_approve(actor: Actor) -> list[Claim]:
    """Claims that the own party is to approve, those that the actor submitted left out."""
    return _to_approve(
        reader_of(actor),
        network_id=actor.network_id,
        party_id=actor.party_id,
        person_id=actor.person_id,
    )


@kept
def _to_approve(
    reader: str, *, network_id: UUID, party_id: UUID | None, person_id: UUID | None
) -> QuerySet[Claim]:
    rows = seen_as(reader, network_id=network_id, party_id=party_id).filter(
        owing_party_id=party_id, state=ClaimState.SUBMITTED, exercise__isnull=True
    )
    rows = rows.exclude(submitted_by_id=person_id).select_related("claimant_party")
    return rows.order_by("submitted_at")[:MOST]


def claims_to_pay(actor: Actor) -> list[Claim]:
    """Claims that the own party approved and has not paid in full."""
    return _to_pay(reader_of(actor), network_id=actor.network_id, party_id=actor.party_id)


@kept
def _to_pay(reader: str, *, network_id: UUID, party_id: UUID | None) -> QuerySet[Claim]:
    rows = seen_as(reader, network_id=network_id, party_id=party_id).filter(
        owing_party_id=party_id,
        state__in=(ClaimState.APPROVED, ClaimState.PART_PAID),
        exercise__isnull=True,
    )
    return rows.select_related("claimant_party").order_by("approved_at")[:MOST]


def payments_to_confirm(actor: Actor) -> list[Payment]:
    """Payments to the own party that nobody has confirmed."""
    return _to_confirm(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _to_confirm(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Payment]:
    rows = Payment.objects.filter(
        claim__network_id=network_id,
        claim__claimant_party_id=party_id,
        claim__exercise__isnull=True,
        received_at__isnull=True,
    )
    return rows.select_related("claim").order_by("id")[:MOST]
