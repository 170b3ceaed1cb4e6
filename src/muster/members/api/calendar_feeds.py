"""Links for calendar programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router, Schema

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.members import commands, queries
from muster.members.api.secrets import run_with_secret
from muster.rules.actor import Actor

router = Router()


class FeedIn(Input):
    """Which calendar: `deadlines`, `duty` (one's own) or `rota` (the party's)."""

    kind: Annotated[str, Text(20)] = "deadlines"


class FeedOut(Schema):
    id: UUID
    kind: str
    party_id: UUID | None
    made_at: datetime
    revoked_at: datetime | None


class FeedMadeOut(FeedOut):
    """`path` is in the first answer only; whoever holds it reads the calendar."""

    path: str | None = None


DEADLINES = FeedIn()


def feed_out(_actor: Actor, row: Any) -> FeedOut:
    return FeedOut.from_orm(row)


@router.get(
    "/calendar-feeds", **reads(list[FeedOut], name="calendar_feeds", summary="Own calendar links")
)
def calendar_feeds(request: ActorRequest) -> Any:
    return queries.calendar_feeds(request.actor)


@router.post("/calendar-feeds", **writes(commands.make_calendar_feed, FeedMadeOut, status=201))
def make_calendar_feed(request: ActorRequest, payload: FeedIn = DEADLINES) -> HttpResponse:
    return run_with_secret(
        request,
        commands.make_calendar_feed,
        lambda _actor, made: feed_out(_actor, made.feed),
        lambda made: {"path": reverse("members:calendar", args=[made.secret])},
        kind=payload.kind,
    )


@router.post("/calendar-feeds/{feed_id}/revoke", **writes(commands.revoke_calendar_feed, FeedOut))
def revoke_calendar_feed(request: ActorRequest, feed_id: UUID) -> HttpResponse:
    return run(request, commands.revoke_calendar_feed, feed_out, feed_id=feed_id)
