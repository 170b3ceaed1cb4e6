"""Reading reviews, their findings, and the chronology that the facts write by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from muster.afteraction.models import Finding, Review
from muster.aid import queries as aid
from muster.aid.queries.visibility import visible_incidents
from muster.claims import queries as claims
from muster.journal import queries as journal
from muster.journal.days import on_days
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.lifecycle import FindingState
from muster.rules.refusal import NotFound
from muster.rules.retention import DISPOSED, Due
from muster.web.fact_words import line

MOST_FINDINGS = 200
MOST_THINGS = 60
MOST_ENTRIES = 2_000
UNFINISHED = (FindingState.OPEN, FindingState.IN_PROGRESS)


@dataclass(frozen=True)
class ChronologyEntry:
    """One thing that happened, as a sentence; `id` is the fact's own."""

    id: int
    at: datetime
    who: str
    party: str
    sentence: str
    kind: str
    position: int | None


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """Own reviews, those with a finding of the own party, and closed ones of known incidents;
    open ones too for the network's officers."""
    rows = Review.objects.filter(network_id=actor.network_id)
    if actor.is_system:
        return rows
    known = Q(incident__in=visible_incidents(actor))
    seen = known & (Q() if actor.is_network_officer else Q(state=Review.State.CLOSED))
    if actor.party_id is not None:
        owned = Finding.objects.filter(review=OuterRef("pk"), owner_party_id=actor.party_id)
        seen |= Q(party_id=actor.party_id) | Q(Exists(owned))
    return rows.filter(seen)


def reviews(
    actor: Actor,
    *,
    state: str | None = None,
    exercise_id: UUID | None = None,
    days: Days | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Review]:
    """Reviews that the actor may read, newest first; real ones unless an exercise is named."""
    rows = visible_reviews(actor).filter(exercise_id=exercise_id)
    rows = on_days(rows, "opened_at", days)
    if state:
        rows = rows.filter(state=state)
    return page_of(rows.select_related("incident", "party"), ("-id",), cursor, limit)


def get_review(actor: Actor, review_id: UUID, *, lock: bool = False) -> Review:
    """One review with its incident. Raises `NotFound`."""
    rows = visible_reviews(actor).select_related("incident", "party", "exercise", "network")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=review_id).first()
    if found is None:
        raise NotFound("review")
    return found


def review_of_incident(actor: Actor, incident_id: UUID) -> Review | None:
    """The review of an incident, where the actor may read it."""
    return visible_reviews(actor).filter(incident_id=incident_id).first()


def is_reviewed(incident_id: UUID) -> bool:
    """Whether an incident has a review, whoever may read it."""
    return Review.objects.filter(incident_id=incident_id).exists()


def findings_of(actor: Actor, review_id: UUID) -> list[Finding]:
    """The findings of a review in order."""
    rows = get_review(actor, review_id).findings.select_related("owner_party")
    return list(rows[:MOST_FINDINGS])


def get_finding(actor: Actor, finding_id: UUID, *, lock: bool = False) -> Finding:
    """One finding of a review that the actor may read. Raises `NotFound`."""
    rows = Finding.objects.filter(review__in=visible_reviews(actor)).filter(pk=finding_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("review__incident", "review__exercise", "review__party").first()
    if found is None:
        raise NotFound("finding")
    return found


def findings(
    actor: Actor,
    *,
    mine: bool = False,
    state: str | None = None,
    unfinished: bool = False,
    due_before: date | None = None,
    exercise_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Finding]:
    """Findings across reviews, newest first; real ones unless an exercise is named."""
    rows = Finding.objects.filter(
        review__in=visible_reviews(actor), review__exercise_id=exercise_id
    ).select_related("review", "owner_party")
    if mine:
        rows = rows.filter(owner_party_id=actor.party_id, owner_party_id__isnull=False)
    if state:
        rows = rows.filter(state=state)
    if unfinished:
        rows = rows.filter(state__in=UNFINISHED)
    if due_before:
        rows = rows.filter(due_on__lte=due_before)
    return page_of(rows, ("-id",), cursor, limit)


def findings_due(actor: Actor, until: date, limit: int = 6) -> list[Finding]:
    """The own party's unfinished findings that are due by a day, the first due first."""
    if actor.party_id is None:
        return []
    return _findings_due(limit, network_id=actor.network_id, party_id=actor.party_id, until=until)


@kept
def _findings_due(
    limit: int, *, network_id: UUID, party_id: UUID, until: date
) -> QuerySet[Finding]:
    rows = Finding.objects.filter(
        review__network_id=network_id,
        review__exercise__isnull=True,
        owner_party_id=party_id,
        state__in=UNFINISHED,
        due_on__lte=until,
    )
    return rows.select_related("review").order_by(F("due_on").asc(), "id")[:limit]


def chronology(actor: Actor, incident_id: UUID) -> list[ChronologyEntry]:
    """What happened in an incident, oldest first, as far as the actor may see it: the recorded
    facts of the incident, its requests, missions and claims, said in sentences."""
    facts: dict[int, journal.TimelineEntry] = {}
    for subject_id in _things_of(actor, incident_id):
        for entry in journal.timeline(actor, subject_id):
            facts[entry.id] = entry
    ordered = sorted(facts.values(), key=lambda entry: (entry.at, entry.id))[-MOST_ENTRIES:]
    names = members.party_names({each.actor_party_id for each in ordered if each.actor_party_id})
    return [_entry(each, names) for each in ordered]


def chronology_of(actor: Actor, review: Review) -> list[ChronologyEntry]:
    """The chronology of a review's incident; empty for an owner of a finding who may not know of
    the incident itself."""
    try:
        return chronology(actor, review.incident_id)
    except NotFound:
        return []


def _things_of(actor: Actor, incident_id: UUID) -> list[UUID]:
    """The incident and what came of it, as far as the actor may know of it."""
    incident = aid.get_incident(actor, incident_id)
    wanted = aid.AidRequestFilter(incident_id=incident_id, exercise_id=incident.exercise_id)
    exercise = {"exercise_id": incident.exercise_id}
    missions = aid.missions(actor, incident_id=incident_id, limit=MOST_THINGS, **exercise)
    made = claims.claims(actor, incident_id=incident_id, limit=MOST_THINGS, **exercise)
    asked = aid.aid_requests(actor, wanted, limit=MOST_THINGS)
    found = [*asked.items, *missions.items, *made.items]
    return [incident_id, *(each.id for each in found)]


def _entry(fact: journal.TimelineEntry, names: dict[UUID, str]) -> ChronologyEntry:
    said = line(fact)
    party = names.get(fact.actor_party_id, "") if fact.actor_party_id else ""
    return ChronologyEntry(
        fact.id, fact.at, said.who, party, said.sentence, fact.kind, fact.position
    )


def reviews_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Reviews that were closed before a moment. For the records room."""
    rows = Review.objects.filter(network_id=network_id, closed_at__lt=before)
    found = rows.exclude(overview=DISPOSED).order_by("closed_at", "id")[:limit]
    return [
        Due(
            str(row.id),
            row.reference,
            row.closed_at,
            frozenset({row.id, row.incident_id, row.party_id}),
        )
        for row in found
    ]
