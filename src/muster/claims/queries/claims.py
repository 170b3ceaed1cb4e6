"""Claims, and what hangs on them. The claimant sees its drafts; the owing party from submission on."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.agreements import queries as agreements
from muster.claims.models import Claim, ClaimLine, ClaimQuestion, CreditNote, Payment, Waiver
from muster.journal import queries as journal
from muster.journal.days import on_days
from muster.journal.keyset import Page, page_of
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.eligibility.paying import Balance
from muster.rules.lifecycle import ClaimState
from muster.rules.refusal import NotFound
from muster.rules.terms import Terms

ORDERS = {
    "newest": ("-id",),
    "oldest": ("id",),
    "-total": ("-total_cents", "-id"),
    "total": ("total_cents", "id"),
}
MOST = 200


def visible_claims(actor: Actor) -> QuerySet[Claim]:
    """The claims of the actor's party: made by it, or submitted to it. Of the rest of the network
    only its auditors see one, once it is submitted."""
    if actor.is_system and not actor.network_id:
        return Claim.objects.all()
    return seen_as(reader_of(actor), network_id=actor.network_id, party_id=actor.party_id)


def reader_of(actor: Actor) -> str:
    """As what somebody reads claims: `system`, `auditor`, `party`, or empty for who sees none."""
    if actor.is_system:
        return "system"
    if actor.is_auditor:
        return "auditor"
    return "" if actor.party_id is None else "party"


def seen_as(reader: str, *, network_id: UUID | None, party_id: UUID | None) -> QuerySet[Claim]:
    """The claims of a network that such a reader sees, for a kept query's placeholders too."""
    rows = Claim.objects.filter(network_id=network_id)
    if reader == "system":
        return rows
    if reader == "auditor":
        return rows.filter(submitted_at__isnull=False)
    if reader != "party":
        return rows.none()
    return rows.filter(
        Q(claimant_party_id=party_id) | Q(owing_party_id=party_id, submitted_at__isnull=False)
    )


def may_see_claims(actor: Actor) -> bool:
    """Whether there may be claims that the actor sees at all: a coordinator of the network sees none."""
    return actor.is_system or actor.is_auditor or actor.party_id is not None


def claims(
    actor: Actor,
    *,
    side: str | None = None,
    state: str | None = None,
    mission_id: UUID | None = None,
    incident_id: UUID | None = None,
    exercise_id: UUID | None = None,
    days: Days | None = None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Claim]:
    """The party's claims; `side` is `made` or `owed`. Real ones unless an exercise is named."""
    rows = visible_claims(actor).filter(exercise_id=exercise_id)
    rows = on_days(rows, "drafted_at", days)
    rows = rows.select_related("claimant_party", "owing_party", "mission").defer("settlement")
    if side == "made":
        rows = rows.filter(claimant_party_id=actor.party_id)
    if side == "owed":
        rows = rows.filter(owing_party_id=actor.party_id)
    if state:
        rows = rows.filter(state=state)
    if mission_id:
        rows = rows.filter(mission_id=mission_id)
    if incident_id:
        rows = rows.filter(mission__aid_request__incident_id=incident_id)
    return page_of(rows, ORDERS.get(order, ORDERS["newest"]), cursor, limit)


def get_claim(actor: Actor, claim_id: UUID, *, lock: bool = False) -> Claim:
    """One claim with its parties and mission. Raises `NotFound`."""
    rows = visible_claims(actor)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related(
        "claimant_party",
        "owing_party",
        "exercise",
        "network",
        "mission__agreement_version",
        "mission__aid_request__incident",
    )
    claim = found.filter(pk=claim_id).first()
    if claim is None:
        raise NotFound("claim")
    return claim


def claim_of_mission(actor: Actor, mission_id: UUID) -> Claim | None:
    """The mission's latest claim that was not withdrawn, where the actor may see it."""
    return next(iter(reversed(claims_of_mission(actor, mission_id))), None)


def claims_of_mission(actor: Actor, mission_id: UUID) -> list[Claim]:
    """The mission's claims that were not withdrawn, the first one first, as far as the actor may see."""
    rows = visible_claims(actor).exclude(state=ClaimState.WITHDRAWN)
    return list(rows.filter(mission_id=mission_id).order_by("ordinal")[:MOST])


def terms_of_claim(claim: Claim) -> Terms:
    """The terms under which the mission was authorized."""
    return agreements.terms_of(claim.mission.agreement_version)


def balance_of(claim: Claim) -> Balance:
    """What the claim came to, less what was credited, waived and paid."""
    return Balance(
        total_cents=claim.total_cents,
        credited_cents=claim.credited_cents,
        waived_cents=claim.waived_cents,
        paid_cents=claim.paid_cents,
    )


def lines(actor: Actor, claim_id: UUID) -> list[ClaimLine]:
    """Every line with its working, in order."""
    return list(get_claim(actor, claim_id).lines.all())


def questions(actor: Actor, claim_id: UUID) -> list[ClaimQuestion]:
    """What was asked and answered, in order."""
    return list(get_claim(actor, claim_id).questions.order_by("id")[:MOST])


def open_questions(actor: Actor, claim_id: UUID) -> int:
    """How many questions wait for an answer."""
    return get_claim(actor, claim_id).questions.filter(answered_at__isnull=True).count()


def get_question(actor: Actor, question_id: UUID) -> ClaimQuestion:
    """One question on a claim of the actor's party. Raises `NotFound`."""
    found = ClaimQuestion.objects.filter(pk=question_id, claim__in=visible_claims(actor)).first()
    if found is None:
        raise NotFound("question")
    return found


def payments(actor: Actor, claim_id: UUID) -> list[Payment]:
    """What was paid, in order."""
    return list(get_claim(actor, claim_id).payments.order_by("id")[:MOST])


def get_payment(actor: Actor, payment_id: UUID) -> Payment:
    """One payment on a claim of the actor's party. Raises `NotFound`."""
    found = Payment.objects.filter(pk=payment_id, claim__in=visible_claims(actor)).first()
    if found is None:
        raise NotFound("payment")
    return found


def waivers(actor: Actor, claim_id: UUID) -> list[Waiver]:
    """What the claimant gave up, in order."""
    return list(get_claim(actor, claim_id).waivers.order_by("id")[:MOST])


def credit_notes(actor: Actor, claim_id: UUID) -> list[CreditNote]:
    """Corrections, in order."""
    return list(get_claim(actor, claim_id).credit_notes.order_by("id")[:MOST])


def timeline(actor: Actor, claim_id: UUID) -> list[journal.TimelineEntry]:
    """What happened to a claim, newest first."""
    return journal.timeline(actor, get_claim(actor, claim_id).id, limit=MOST)
