"""One's own account: profile, sessions, tokens, posts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from muster.api.doors import LARGEST_63, ActorRequest, Input, ShortText, Text, reads, run, writes
from muster.members import commands, queries
from muster.members.api.register import changes
from muster.members.api.secrets import run_with_secret
from muster.rules.actor import Actor

router = Router()

SessionId = Annotated[int, Path(ge=1, le=LARGEST_63)]


class ProfileOut(Schema):
    id: UUID
    name: str
    email: str
    phone: str
    time_zone: str


class ProfileIn(Input):
    name: ShortText | None = None
    phone: Annotated[str, Text(40)] | None = None
    time_zone: Annotated[str, Text(60)] | None = None


class PostOut(Schema):
    key: str
    network_id: UUID
    network_name: str
    party_id: UUID | None
    party_name: str
    roles: list[str]


class Posts(Schema):
    items: list[PostOut]


class SessionOut(Schema):
    id: int
    address: str
    browser: str
    started_at: datetime
    seen_at: datetime


class Sessions(Schema):
    items: list[SessionOut]


class Ended(Schema):
    ended: int


class TokenIn(Input):
    name: Annotated[str, Text(100)]
    scopes: Annotated[list[Annotated[str, Text(60)]], Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=365)] = 90
    carries_authority: bool = False


class TokenOut(Schema):
    id: UUID
    name: str
    hint: str
    scopes: list[str]
    party_id: UUID | None
    carries_authority: bool
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    secret: str | None = Field(None, description="In the first answer only; kept nowhere.")


class Tokens(Schema):
    items: list[TokenOut]


def present_profile(_actor: Actor, person: Any) -> ProfileOut:
    return ProfileOut.from_orm(person)


def present_token(_actor: Actor, token: Any) -> TokenOut:
    names = TokenOut.model_fields.keys() - {"secret"}
    return TokenOut(secret=None, **{name: getattr(token, name) for name in names})


def present_ended(_actor: Actor, ended: int) -> Ended:
    return Ended(ended=ended)


@router.get("/profile", **reads(ProfileOut, name="account", summary="Your own account"))
def get_profile(request: ActorRequest):
    return queries.account(request.actor)


@router.patch("/profile", **writes(commands.edit_profile, ProfileOut))
def edit_profile(request: ActorRequest, payload: ProfileIn) -> HttpResponse:
    return run(request, commands.edit_profile, present_profile, **changes(payload))


@router.get("/posts", **reads(Posts, name="networks_of", summary="For whom you may act"))
def list_posts(request: ActorRequest):
    held = queries.networks_of(request.actor)
    return {
        "items": [{**vars(post), "key": post.key, "roles": sorted(post.roles)} for post in held]
    }


@router.get("/sessions", **reads(Sessions, name="sessions", summary="Where you are signed in"))
def list_sessions(request: ActorRequest):
    return {"items": queries.sessions(request.actor)}


@router.post("/sessions/{session_id}/end", **writes(commands.end_session, Ended))
def end_session(request: ActorRequest, session_id: SessionId) -> HttpResponse:
    return run(request, commands.end_session, present_ended, session_id=session_id)


@router.post("/sessions/end-others", **writes(commands.end_other_sessions, Ended))
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    keep = request.session.session_key or ""
    return run(request, commands.end_other_sessions, present_ended, keep=keep)


@router.get("/tokens", **reads(Tokens, name="api_tokens", summary="Your live tokens"))
def list_tokens(request: ActorRequest):
    actor = request.actor
    return {"items": [present_token(actor, each) for each in queries.api_tokens(actor)]}


@router.post("/tokens", **writes(commands.create_token, TokenOut, status=201))
def create_token(request: ActorRequest, payload: TokenIn) -> HttpResponse:
    return run_with_secret(
        request,
        commands.create_token,
        lambda actor, made: present_token(actor, made.token),
        lambda made: {"secret": made.secret},
        **payload.model_dump(),
    )


@router.post("/tokens/{token_id}/revoke", **writes(commands.revoke_token, TokenOut))
def revoke_token(request: ActorRequest, token_id: UUID) -> HttpResponse:
    return run(request, commands.revoke_token, present_token, token_id=token_id)
