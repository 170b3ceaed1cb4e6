"""The inbox as JSON: the caller's own notices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, Paging, ShortText, page_schema, reads, run, writes
from muster.notifications import queries
from muster.notifications.commands import choose_mail, read_all_notices, read_notice
from muster.rules.actor import Actor

router = Router()


class NoticeOut(Schema):
    id: UUID
    party_id: UUID | None
    kind: str
    title: str
    subject_kind: str
    subject_id: UUID
    url: str
    is_urgent: bool
    is_exercise: bool
    created_at: datetime
    read_at: datetime | None


class InboxQuery(Paging):
    unread: bool = False
    kind: ShortText | None = None


class MailChoiceOut(Schema):
    kind: str
    label: str
    by_email: bool
    is_fixed: bool


class MailChoices(Schema):
    items: list[MailChoiceOut]


class MailChoicesIn(Input):
    kinds: Annotated[list[ShortText], Field(max_length=50)]


class CountOut(Schema):
    count: int


def present(actor: Actor, notice: Any) -> dict[str, Any]:
    names = NoticeOut.model_fields.keys() - {"is_exercise"}
    return {
        **{name: getattr(notice, name) for name in names},
        "is_exercise": notice.exercise_id is not None,
    }


def present_choices(actor: Actor, choices: list[queries.Choice]) -> dict[str, Any]:
    return {
        "items": [
            {
                "kind": choice.kind.key,
                "label": choice.kind.label,
                "by_email": choice.by_email,
                "is_fixed": choice.kind.is_fixed,
            }
            for choice in choices
        ]
    }


@router.get("/notices", **reads(page_schema(NoticeOut), name="inbox", summary="Your notices."))
def inbox(request: ActorRequest, asked: Annotated[InboxQuery, Query()]) -> Any:
    actor: Actor = request.actor
    page = queries.inbox(
        actor, unread=asked.unread, kind=asked.kind, cursor=asked.cursor, limit=asked.limit
    )
    return {"items": [present(actor, notice) for notice in page.items], "next": page.next}


@router.post("/notices/read-all", **writes(read_all_notices, CountOut))
def read_all(request: ActorRequest) -> Any:
    return run(request, read_all_notices, lambda _, count: {"count": count})


@router.post("/notices/{notice_id}/read", **writes(read_notice, NoticeOut))
def read(request: ActorRequest, notice_id: UUID) -> Any:
    return run(request, read_notice, present, notice_id=notice_id)


@router.get(
    "/notice-preferences",
    **reads(MailChoices, name="preferences", summary="What is mailed to you."),
)
def preferences(request: ActorRequest) -> Any:
    actor: Actor = request.actor
    return present_choices(actor, queries.preferences(actor))


@router.post("/notice-preferences", **writes(choose_mail, MailChoices))
def choose(request: ActorRequest, payload: MailChoicesIn) -> Any:
    return run(request, choose_mail, present_choices, kinds=payload.kinds)
