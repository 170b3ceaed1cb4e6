"""Reading questions put to people, and the links that answer them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from muster.callout.models import AnswerLink, Ask, CallOut, OfferState
from muster.journal.kept import kept
from muster.members.digests import digest
from muster.messaging.channels.voice import NAME as VOICE
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

MOST = 6
LONGEST_TOKEN = 200
WHOLE = (
    "call_out__network",
    "call_out__aid_request__incident",
    "call_out__aid_request__requesting_party",
    "called_party__party",
)


def link_of_token(token: str, *, by_call: bool = False) -> AnswerLink:
    """A link with its question and everything that its page shows. Raises `NotFound`.

    What was given to a carrier for the keys of a call opens no page, and no other link takes keys.
    """
    found = _whole_links.first(digest=digest(token[:LONGEST_TOKEN]))
    if found is None or (found.channel == VOICE) != by_call:
        raise NotFound("answer_link")
    return found


@kept
def _whole_links(*, digest: str) -> QuerySet[AnswerLink]:
    rows = AnswerLink.objects.select_related(*(f"ask__{name}" for name in WHOLE))
    return rows.filter(digest=digest)


def ask_of_token(token: str) -> Ask:
    """The question alone that a link answers, for whoever holds its rows next. Raises `NotFound`."""
    found = _links.first(digest=digest(token[:LONGEST_TOKEN]))
    if found is None:
        raise NotFound("answer_link")
    return found.ask


@kept
def _links(*, digest: str) -> QuerySet[AnswerLink]:
    return AnswerLink.objects.select_related("ask").filter(digest=digest)


def get_ask(actor: Actor, ask_id: UUID) -> Ask:
    """A question put to the actor, or to somebody of the actor's party. Raises `NotFound`."""
    rows = Ask.objects.select_related(*WHOLE)
    if not actor.is_system:
        rows = rows.filter(
            call_out__network_id=actor.network_id, called_party__party_id=actor.party_id
        )
    found = rows.filter(id=ask_id).first()
    if found is None:
        raise NotFound("ask")
    return found


def asks_of(actor: Actor, *, with_exercises: bool = False) -> list[Ask]:
    """What the actor is asked and has not answered, newest first. For the start page."""
    return _asks_of(
        with_exercises,
        network_id=actor.network_id,
        party_id=actor.party_id,
        person_id=actor.person_id,
    )


@kept
def _asks_of(
    with_exercises: bool, *, network_id: UUID, party_id: UUID | None, person_id: UUID | None
) -> QuerySet[Ask]:
    rows = Ask.objects.filter(
        person_id=person_id,
        call_out__network_id=network_id,
        called_party__party_id=party_id,
        asked_at__isnull=False,
        answered_at__isnull=True,
        call_out__ended_at__isnull=True,
    ).exclude(called_party__state="coming")
    if not with_exercises:
        rows = rows.filter(call_out__exercise__isnull=True)
    return rows.select_related(*WHOLE).order_by("-id")[:MOST]


def answers_to_approve(actor: Actor) -> list[Ask]:
    """Answers of the own party's people that wait for somebody who may offer."""
    return _answers_to_approve(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _answers_to_approve(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Ask]:
    rows = Ask.objects.filter(
        call_out__network_id=network_id,
        called_party__party_id=party_id,
        offer_state__in=(OfferState.APPROVAL, OfferState.STUCK),
    )
    return rows.select_related(*WHOLE).order_by("-id")[:MOST]


def unmade_offers(before: datetime) -> list[tuple[UUID, UUID]]:
    """Answers (network, question) from before a moment whose offer was not made: for the sweep."""
    rows = Ask.objects.filter(offer_state=OfferState.MAKING, answered_at__lt=before)
    return list(rows.values_list("call_out__network_id", "id")[:500])


def overdue(before: datetime) -> list[tuple[UUID, UUID]]:
    """Running call-outs (network, id) whose moment went by and nobody looked: for the sweep."""
    rows = CallOut.objects.filter(ended_at__isnull=True, next_due_at__lt=before)
    return list(rows.values_list("network_id", "id")[:500])
