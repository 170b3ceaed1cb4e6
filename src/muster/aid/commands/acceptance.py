"""An accepted offer is a mission in the same moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from muster.agreements import queries as agreements
from muster.aid import events, queries
from muster.aid.commands.promises import Promise, fill_lines, promised, write_items
from muster.aid.commands.standing_here import (
    audience_of,
    require_own,
    subjects_of,
    terms_between,
    version_for,
)
from muster.aid.models import AidRequest, AidRequestLine, Mission, Offer
from muster.catalog import commands as catalog
from muster.catalog.queries.resources import held_by
from muster.catalog.queries.vocabulary import as_asked
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.clearances import refusals_for_taking
from muster.rules.eligibility import (
    AcceptanceFacts,
    AcceptedLineFacts,
    refusals_for_acceptance,
    refusals_for_unsigned,
)
from muster.rules.lifecycle import (
    OFFER,
    AidRequestState,
    LineState,
    MissionState,
    OfferState,
    StandingState,
    move,
)
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import Terms

PERSON = "person"


@command("offer.accept", step_up=True)
def accept_offer(
    actor: Actor,
    *,
    offer_id: UUID,
    quantities: Mapping[UUID, int] | None = None,
    access_note: str = "",
) -> Mission:
    """Accept an offer, or the lines of it named in `quantities` (offer line → how many).

    The mission, its items with their rates, and the reservations are written in one transaction, or
    nothing is: where one chosen line cannot be had any more, the refusal names it and the others
    wait to be chosen again. Without `quantities` each line is taken as far as it is still needed.

    *Refuses* `offer.not_to_you`, `offer.wrong_state`, `offer.unknown_line`, every reason of
    `rules.eligibility.refusals_for_acceptance`, `aid_request.signatures_missing`,
    `clearance.not_held`, `resource.not_enough`. *Records* OfferAccepted, MissionAuthorized,
    LineFilled for each. *Clauses*: response, standing.
    """
    at = clock.now()
    seen = queries.get_offer(actor, offer_id)
    require_own(actor, seen.aid_request.requesting_party_id, "offer.not_to_you")
    aid_request = queries.get_aid_request(actor, seen.aid_request_id, lock=True)
    offer = queries.get_offer(actor, offer_id, lock=True)
    move(OFFER, offer.state, "accept_part")
    lines = {line.id: line for line in queries.lines_of(aid_request.id, lock=True)}
    promises = promised(offer, lines, quantities)
    _check(actor, aid_request, offer, promises, at)
    mission = _mission(actor, aid_request, offer, promises, access_note, at)
    items = write_items(mission, promises)
    catalog.reserve(
        actor,
        mission_id=mission.id,
        items=[(item.resource_id, item.quantity, item.starts_at, item.ends_at) for item in items],
        exercise_id=offer.exercise_id,
    )
    filled = fill_lines(promises, lines)
    _answer(offer, at)
    _record(actor, aid_request, offer, mission, filled, at)
    return mission


def _check(
    actor: Actor, aid_request: AidRequest, offer: Offer, promises: list[Promise], at: datetime
) -> None:
    """Every reason why not, from the rules, at once."""
    asking = members.get_membership(actor, aid_request.requesting_party_id)
    answering = members.get_membership(actor, offer.responding_party_id)
    facts = AcceptanceFacts(
        expires_at=offer.expires_at,
        aid_request_state=AidRequestState(aid_request.state),
        requesting_party_standing=StandingState(asking.standing),
        responding_party_standing=StandingState(answering.standing),
        lines=tuple(
            AcceptedLineFacts(
                number=each.line.number,
                line_state=LineState(each.line.state),
                accepted_quantity=each.quantity,
                offered_quantity=each.left,
                open_quantity=each.still_open,
                lendable_quantity=each.lendable(),
            )
            for each in promises
        ),
        at=at,
    )
    terms = terms_between(actor, aid_request, offer.responding_party_id)
    refuse_if(
        [
            *refusals_for_unsigned(queries.signatures_missing(aid_request)),
            *refusals_for_acceptance(facts, terms),
            *_uncleared(promises, terms),
        ]
    )


def _uncleared(promises: list[Promise], terms: Terms) -> Iterator[Refusal]:
    """Each person who lacks what the line asks for, where nothing stands in for it."""
    for each in promises:
        wanted = each.line.clearance
        if wanted is None:
            continue
        asked = as_asked(wanted, escort_instead=terms.data_access.escort_instead)
        on = each.starts_at.astimezone(terms.zone).date()
        for resource, _ in each.pieces:
            if resource.kind == PERSON:
                yield from refusals_for_taking(asked, resource.name, held_by(resource.id), on)


def _mission(
    actor: Actor,
    aid_request: AidRequest,
    offer: Offer,
    promises: list[Promise],
    access_note: str,
    at: datetime,
) -> Mission:
    """A new mission, or the one that an earlier part of the same offer became."""
    starts = min(each.starts_at for each in promises)
    ends = max(each.ends_at for each in promises)
    earlier = Mission.objects.select_for_update().filter(offer=offer).first()
    if earlier is not None:
        if earlier.state not in (MissionState.AUTHORIZED, MissionState.ACTIVE):
            raise Refused(Refusal("offer.mission_is_over", values={"reference": earlier.reference}))
        earlier.starts_at = min(earlier.starts_at, starts)
        earlier.ends_at = max(earlier.ends_at, ends)
        earlier.save(update_fields=["starts_at", "ends_at"])
        return earlier
    answering = members.get_membership(actor, offer.responding_party_id)
    version_id = version_for(actor, aid_request, offer.responding_party_id)
    version = agreements.get_version(actor, version_id)
    return Mission.objects.create(
        network_id=offer.network_id,
        exercise_id=offer.exercise_id,
        aid_request=aid_request,
        offer=offer,
        requesting_party_id=aid_request.requesting_party_id,
        responding_party_id=offer.responding_party_id,
        reference=next_reference(offer.network_id, "M", at),
        state=MissionState.AUTHORIZED,
        agreement_version=version,
        frozen={
            **aid_request.frozen,
            "agreement_version_id": str(version.id),
            "agreement_label": version.label,
            "terms_sha256": version.terms_sha256,
            "responding_standing": str(answering.standing),
        },
        place=aid_request.place,
        reporting_contact=aid_request.reporting_contact,
        reporting_phone=aid_request.reporting_phone,
        supervisor_name=offer.supervisor_name,
        supervisor_phone=offer.supervisor_phone,
        access_note=access_note.strip()[:1000],
        starts_at=starts,
        ends_at=ends,
        authorized_at=at,
        authorized_by_id=actor.person_id,
        authorized_by_name=actor.name[:200],
    )


def _answer(offer: Offer, at: datetime) -> None:
    left = offer.lines.filter(accepted_quantity__lt=F("quantity")).exists()
    offer.state = move(OFFER, offer.state, "accept_part" if left else "accept")
    offer.decided_at = at
    offer.save(update_fields=["state", "decided_at"])


def _record(
    actor: Actor,
    aid_request: AidRequest,
    offer: Offer,
    mission: Mission,
    filled: list[AidRequestLine],
    at: datetime,
) -> None:
    sides = [aid_request.requesting_party_id, offer.responding_party_id]
    about = [("mission", mission.id), ("offer", offer.id), *subjects_of(aid_request)]
    accepted = events.OfferAccepted(
        offer_id=offer.id,
        mission_id=mission.id,
        aid_request_id=aid_request.id,
        incident_id=aid_request.incident_id,
        requesting_party_id=aid_request.requesting_party_id,
        responding_party_id=offer.responding_party_id,
        reference=offer.reference,
        mission_reference=mission.reference,
        whole=offer.state == OfferState.ACCEPTED,
    )
    authorized = events.MissionAuthorized(
        mission_id=mission.id,
        offer_id=offer.id,
        aid_request_id=aid_request.id,
        incident_id=aid_request.incident_id,
        requesting_party_id=aid_request.requesting_party_id,
        responding_party_id=offer.responding_party_id,
        reference=mission.reference,
        authorized_by=mission.authorized_by_name,
    )
    for happened in (accepted, authorized):
        record(
            happened,
            actor=actor,
            subjects=about,
            audience=sides,
            exercise_id=offer.exercise_id,
            at=at,
        )
    for line in filled:
        record(
            events.LineFilled(
                aid_request.id,
                line.id,
                line.number,
                aid_request.reference,
                aid_request.requesting_party_id,
            ),
            actor=actor,
            subjects=subjects_of(aid_request),
            audience=audience_of(aid_request, offer.responding_party_id),
            exercise_id=offer.exercise_id,
            at=at,
        )
