"""Writing reviews and findings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from muster.afteraction import events, queries
from muster.afteraction.models import Finding, Review
from muster.aid import queries as aid
from muster.files.commands import dispose_files, show_to
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.holding import refuse_held_rows
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import FINDING, FindingState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import DISPOSED

LATEST = date(2200, 1, 1)
CLOSED_TO_ALL = "TLP:RED"
ACTIONS = ("start", "finish", "drop", "reopen")


@command("review.open")
def open_review(actor: Actor, *, incident_id: UUID) -> Review:
    """Open the review of an incident; there is one for each.

    *Refuses* `review.not_yours`, `review.second_review`. *Records* ReviewOpened. *Clause*: none.
    """
    incident = aid.get_incident(actor, incident_id, lock=True)
    if not members.may_act_for(actor, incident.party_id):
        raise Refused(Refusal("review.not_yours"))
    if queries.is_reviewed(incident.id):
        raise Refused(Refusal("review.second_review"))
    at = clock.now()
    review = Review.objects.create(
        network_id=incident.network_id,
        exercise_id=incident.exercise_id,
        incident=incident,
        party_id=incident.party_id,
        reference=next_reference(incident.network_id, "AAR", at),
        opened_by_id=actor.person_id,
        opened_at=at,
    )
    head = (review.id, incident.id, review.party_id, review.reference)
    _record(events.ReviewOpened(*head), actor, review, at)
    return review


@command("review.edit")
def edit_review(
    actor: Actor,
    *,
    review_id: UUID,
    overview: str | None = None,
    went_well: str | None = None,
    went_badly: str | None = None,
) -> Review:
    """Write down what went well and what did not; None leaves a text as it is.

    *Refuses* `review.not_yours`, `review.closed`. *Records* ReviewAmended. *Clause*: none.
    """
    review = _own_open_review(actor, review_id)
    wanted = {"overview": overview, "went_well": went_well, "went_badly": went_badly}
    changed = _set(review, wanted)
    if changed:
        head = (review.id, review.incident_id, review.party_id, review.reference)
        _record(events.ReviewAmended(*head, changed), actor, review, clock.now())
    return review


@command("finding.edit")
def add_finding(
    actor: Actor,
    *,
    review_id: UUID,
    kind: str,
    text: str,
    recommendation: str = "",
    owner_party_id: UUID | None = None,
    owner_name: str = "",
    due_on: date | None = None,
) -> Finding:
    """Add a strength or an improvement; owner and date may follow until the review is closed.

    *Refuses* `review.not_yours`, `review.closed`, `finding.no_text`, `finding.unknown_kind`,
    `finding.bad_date`. *Records* FindingAdded. *Clause*: none.
    """
    review = _own_open_review(actor, review_id)
    _check(kind=kind, text=text, due_on=due_on)
    if owner_party_id:
        members.get_party(actor, owner_party_id)
    last = review.findings.aggregate(last=Max("number"))["last"] or 0
    finding = Finding.objects.create(
        review=review,
        number=last + 1,
        kind=kind,
        text=text.strip(),
        recommendation=recommendation.strip(),
        owner_party_id=owner_party_id,
        owner_name=owner_name.strip(),
        due_on=due_on,
        state=FindingState.OPEN,
    )
    head = (finding.id, review.id, review.incident_id, review.reference, finding.number)
    happened = events.FindingAdded(*head, kind, owner_party_id, due_on)
    _record(happened, actor, review, clock.now(), finding)
    return finding


@command("finding.edit")
def edit_finding(
    actor: Actor,
    *,
    finding_id: UUID,
    kind: str | None = None,
    text: str | None = None,
    recommendation: str | None = None,
    owner_party_id: UUID | None = None,
    owner_name: str | None = None,
    due_on: date | None = None,
) -> Finding:
    """Change a finding of an open review; None leaves a value as it is.

    *Refuses* `review.not_yours`, `review.closed`, `finding.wrong_state`, `finding.no_text`,
    `finding.unknown_kind`, `finding.bad_date`. *Records* FindingAmended. *Clause*: none.
    """
    seen = queries.get_finding(actor, finding_id)
    review = _own_open_review(actor, seen.review_id)
    finding = queries.get_finding(actor, finding_id, lock=True)
    finding.state = move(FINDING, finding.state, "amend")
    _check(kind=kind, text=text, due_on=due_on)
    if owner_party_id:
        members.get_party(actor, owner_party_id)
    changed = _set(
        finding,
        {
            "kind": kind,
            "text": text,
            "recommendation": recommendation,
            "owner_party_id": owner_party_id,
            "owner_name": owner_name,
            "due_on": due_on,
        },
    )
    if changed:
        head = (finding.id, review.id, review.incident_id, review.reference, finding.number)
        _record(events.FindingAmended(*head, changed), actor, review, clock.now(), finding)
    return finding


@command("finding.progress")
def progress_finding(
    actor: Actor,
    *,
    finding_id: UUID,
    action: str,
    proof: str = "",
    proof_file_id: UUID | None = None,
) -> Finding:
    """Take a finding up, finish it with its proof, drop it with its reason, or take it up again.

    The owner may, and whoever acts for the reviewing party. *Refuses* `finding.not_yours`,
    `finding.unknown_action`, `finding.wrong_state`, `finding.no_proof`, `finding.no_reason`.
    *Records* FindingProgressed. *Clause*: none.
    """
    finding = queries.get_finding(actor, finding_id, lock=True)
    review = finding.review
    is_owner = actor.party_id is not None and actor.party_id == finding.owner_party_id
    if not (is_owner or members.may_act_for(actor, review.party_id)):
        raise Refused(Refusal("finding.not_yours"))
    if action not in ACTIONS:
        raise Refused(Refusal("finding.unknown_action", field="action"))
    state = move(FINDING, finding.state, action)
    if proof_file_id:
        sides = [each for each in (review.party_id, finding.owner_party_id) if each]
        label = review.incident.sharing_label
        show_to(actor, file_id=proof_file_id, parties=sides, bound_label=label)
    if action == "finish" and not (proof.strip() or proof_file_id):
        raise Refused(Refusal("finding.no_proof", field="proof"))
    if action == "drop" and not proof.strip():
        raise Refused(Refusal("finding.no_reason", field="proof"))
    at = clock.now()
    finding.state = state
    finding.proof = proof.strip()[:2000] or finding.proof
    finding.proof_file_id = proof_file_id or finding.proof_file_id
    finding.closed_at = at if FINDING.has_ended(state) else None
    finding.save(update_fields=["state", "proof", "proof_file_id", "closed_at"])
    head = (finding.id, review.id, review.incident_id, review.reference, finding.number)
    happened = events.FindingProgressed(*head, finding.owner_party_id, action, str(state))
    _record(happened, actor, review, at, finding)
    return finding


@command("review.close")
def close_review(actor: Actor, *, review_id: UUID) -> Review:
    """Close a review in which every improvement has an owner and a due date.

    *Refuses* `review.not_yours`, `review.closed`, `review.no_findings`,
    `review.finding_without_owner`. *Records* ReviewClosed. *Clause*: none.
    """
    review = _own_open_review(actor, review_id)
    found = list(review.findings.all())
    if not found:
        raise Refused(Refusal("review.no_findings"))
    loose = [
        each.number
        for each in found
        if each.kind == Finding.Kind.IMPROVEMENT
        and each.state != FindingState.DROPPED
        and (each.owner_party_id is None or each.due_on is None)
    ]
    if loose:
        numbers = ", ".join(map(str, loose))
        raise Refused(Refusal("review.finding_without_owner", values={"numbers": numbers}))
    review.state, review.closed_at = Review.State.CLOSED, clock.now()
    review.save(update_fields=["state", "closed_at"])
    head = (review.id, review.incident_id, review.party_id, review.reference)
    _record(events.ReviewClosed(*head, len(found)), actor, review, review.closed_at)
    return review


def _own_open_review(actor: Actor, review_id: UUID) -> Review:
    review = queries.get_review(actor, review_id, lock=True)
    if not members.may_act_for(actor, review.party_id):
        raise Refused(Refusal("review.not_yours"))
    if review.state == Review.State.CLOSED:
        raise Refused(Refusal("review.closed"))
    return review


def _check(*, kind: str | None, text: str | None, due_on: date | None) -> None:
    if kind is not None and kind not in Finding.Kind.values:
        raise Refused(Refusal("finding.unknown_kind", field="kind"))
    if text is not None and not text.strip():
        raise Refused(Refusal("finding.no_text", field="text"))
    if due_on is not None and not date(2000, 1, 1) <= due_on < LATEST:
        raise Refused(Refusal("finding.bad_date", field="due_on"))


def _set(row: Any, wanted: dict[str, Any]) -> tuple[str, ...]:
    """Set what was given and differs, save it; the names of what did."""
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in wanted.items()
        if value is not None
    }
    changed = tuple(name for name, value in given.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def _record(
    happened: Any, actor: Actor, review: Review, at: datetime, finding: Finding | None = None
) -> None:
    """To all when the review is closed and its incident is no secret; before that to its party and
    the finding's owner."""
    own = {review.party_id, *([finding.owner_party_id] if finding else [])}
    is_open_to_all = (
        review.state == Review.State.CLOSED and review.incident.sharing_label != CLOSED_TO_ALL
    )
    subjects = [("review", review.id), ("incident", review.incident_id)]
    record(
        happened,
        actor=actor,
        subjects=[*subjects, *([("finding", finding.id)] if finding else [])],
        audience=EVERYONE if is_open_to_all else [each for each in own if each],
        exercise_id=review.exercise_id,
        at=at,
    )


@command("record.dispose")
def dispose_reviews(actor: Actor, *, review_ids: Collection[UUID]) -> int:
    """Take the texts and names out of reviews and their findings; kinds, days and states stay.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    rows = Review.objects.filter(network_id=actor.network_id, id__in=review_ids)
    refuse_held_rows(actor.network_id, rows, "id", "incident_id", "party_id")
    findings = Finding.objects.filter(review__in=rows)
    proofs = findings.filter(proof_file_id__isnull=False)
    dispose_files(actor, file_ids=list(proofs.values_list("proof_file_id", flat=True)))
    findings.update(text=DISPOSED, recommendation="", owner_name="", proof="")
    return rows.update(overview=DISPOSED, went_well="", went_badly="")
