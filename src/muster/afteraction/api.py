"""Reviews and findings over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.afteraction import commands, queries
from muster.afteraction.documents import report
from muster.api.doors import (
    ActorRequest,
    Input,
    PagingQuery,
    ShortText,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.rules.actor import Actor
from muster.rules.lifecycle import FINDING, allowed_actions

router = Router()
Kind = Literal["strength", "improvement"]
Action = Literal["start", "finish", "drop", "reopen"]
Text2000 = Annotated[str, Text(2000)]
Text8000 = Annotated[str, Text(8000)]
ONE, ONE_FINDING = "/reviews/{review_id}", "/findings/{finding_id}"


class ReviewIn(Input):
    """Only what is given is changed."""

    overview: Text8000 | None = None
    went_well: Text8000 | None = None
    went_badly: Text8000 | None = None


class FindingIn(Input):
    kind: Kind
    text: Annotated[str, Text(2000, 1)]
    recommendation: Text2000 = ""
    owner_party_id: UUID | None = None
    owner_name: ShortText = ""
    due_on: date | None = None


class FindingChangesIn(Input):
    """Only what is given is changed."""

    kind: Kind | None = None
    text: Text2000 | None = None
    recommendation: Text2000 | None = None
    owner_party_id: UUID | None = None
    owner_name: ShortText | None = None
    due_on: date | None = None


class ProgressIn(Input):
    """`proof` says what proves that it is done, or why it is dropped."""

    action: Action
    proof: Text2000 = ""
    proof_file_id: UUID | None = None


class ReviewRow(Schema):
    id: UUID
    reference: str
    state: str
    incident_id: UUID
    party_id: UUID
    exercise_id: UUID | None
    opened_at: datetime
    closed_at: datetime | None


class FindingOut(Schema):
    id: UUID
    review_id: UUID
    number: int
    kind: str
    text: str
    recommendation: str
    owner_party_id: UUID | None
    owner_name: str
    due_on: date | None
    state: str
    proof: str
    proof_file_id: UUID | None
    closed_at: datetime | None
    actions: list[str]


class ReviewOut(ReviewRow):
    overview: str
    went_well: str
    went_badly: str
    findings: list[FindingOut]


class ChronologyOut(Schema):
    """One thing that happened, as the reader may see it."""

    id: int
    at: datetime
    who: str
    party: str
    sentence: str
    kind: str
    position: int | None


def finding_out(_actor: Actor, row: Any) -> FindingOut:
    names = FindingOut.model_fields.keys() - {"actions"}
    return FindingOut(
        **{name: getattr(row, name) for name in names},
        actions=list(allowed_actions(FINDING, row.state)),
    )


def review_out(actor: Actor, row: Any) -> ReviewOut:
    names = ReviewOut.model_fields.keys() - {"findings"}
    return ReviewOut(
        **{name: getattr(row, name) for name in names},
        findings=[finding_out(actor, each) for each in queries.findings_of(actor, row.id)],
    )


ReviewPage, FindingPage = page_schema(ReviewRow), page_schema(FindingOut)


@router.get("/reviews", **reads(ReviewPage, name="reviews", summary="After-action reviews"))
def reviews(
    request: ActorRequest,
    paging: PagingQuery,
    state: Literal["open", "closed"] | None = None,
    exercise_id: UUID | None = None,
) -> Any:
    return queries.reviews(
        request.actor,
        state=state,
        exercise_id=exercise_id,
        cursor=paging.cursor,
        limit=paging.limit,
    )


@router.get(ONE, **reads(ReviewOut, name="get_review", summary="One review with its findings"))
def get_review(request: ActorRequest, review_id: UUID) -> Any:
    actor = request.actor
    return review_out(actor, queries.get_review(actor, review_id))


@router.get(f"{ONE}/report.pdf", **reads(None, name="review_report", summary="The report as a PDF"))
def review_report(request: ActorRequest, review_id: UUID) -> HttpResponse:
    actor = request.actor
    return report.answer(actor, queries.get_review(actor, review_id))


@router.get(
    "/incidents/{incident_id}/chronology",
    **reads(list[ChronologyOut], name="chronology", summary="What happened, oldest first"),
)
def chronology(request: ActorRequest, incident_id: UUID) -> Any:
    return queries.chronology(request.actor, incident_id)


@router.get("/findings", **reads(FindingPage, name="findings", summary="Findings across reviews"))
def findings(
    request: ActorRequest,
    paging: PagingQuery,
    mine: bool = False,
    state: Literal["open", "in_progress", "done", "dropped"] | None = None,
    unfinished: bool = False,
    due_before: date | None = None,
    exercise_id: UUID | None = None,
) -> Any:
    actor = request.actor
    found = queries.findings(
        actor,
        mine=mine,
        state=state,
        unfinished=unfinished,
        due_before=due_before,
        exercise_id=exercise_id,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {"items": [finding_out(actor, each) for each in found.items], "next": found.next}


@router.post(
    "/incidents/{incident_id}/review", **writes(commands.open_review, ReviewOut, status=201)
)
def open_review(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    return run(request, commands.open_review, review_out, status=201, incident_id=incident_id)


@router.post(f"{ONE}/edit", **writes(commands.edit_review, ReviewOut))
def edit_review(request: ActorRequest, review_id: UUID, payload: ReviewIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.edit_review, review_out, review_id=review_id, **given)


@router.post(f"{ONE}/close", **writes(commands.close_review, ReviewOut))
def close_review(request: ActorRequest, review_id: UUID) -> HttpResponse:
    return run(request, commands.close_review, review_out, review_id=review_id)


@router.post(f"{ONE}/findings", **writes(commands.add_finding, FindingOut, status=201))
def add_finding(request: ActorRequest, review_id: UUID, payload: FindingIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.add_finding, finding_out, status=201, review_id=review_id, **given)


@router.post(f"{ONE_FINDING}/edit", **writes(commands.edit_finding, FindingOut))
def edit_finding(
    request: ActorRequest, finding_id: UUID, payload: FindingChangesIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.edit_finding, finding_out, finding_id=finding_id, **given)


@router.post(f"{ONE_FINDING}/progress", **writes(commands.progress_finding, FindingOut))
def progress_finding(request: ActorRequest, finding_id: UUID, payload: ProgressIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.progress_finding, finding_out, finding_id=finding_id, **given)
