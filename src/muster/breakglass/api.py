"""Codes, fencing and vouching over the API. Signing in with a code is for browsers alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.breakglass import commands, queries
from muster.members.api.secrets import count_try, run_with_secret
from muster.members.strangers import stranger
from muster.rules.actor import Actor

router = Router()
PARTY = "/parties/{party_id}"


class SheetIn(Input):
    purpose: Literal["sign_in", "paper_request"] = "sign_in"
    count: Annotated[int, Field(ge=1, le=50)] = 12
    days: Annotated[int, Field(ge=1, le=400)] = 365


class CodeRowOut(Schema):
    """`state`: live, used, revoked or over."""

    id: UUID
    number: int
    state: str
    used_at: datetime | None
    used_by_name: str
    used_for: str


class SheetOut(Schema):
    id: UUID
    sign: str
    purpose: str
    made_at: datetime
    made_by_name: str
    expires_at: datetime
    is_revoked: bool
    is_over: bool
    live_count: int
    codes: list[CodeRowOut]


class Sheets(Schema):
    items: list[SheetOut]


class IssuedOut(Schema):
    id: UUID
    sign: str
    purpose: str
    expires_at: datetime
    codes: list[str] | None = Field(None, description="In the first answer only; kept nowhere.")


class RevokeIn(Input):
    """Neither of the two: all printed codes of the party."""

    sheet_id: UUID | None = None
    code_id: UUID | None = None


class RevokedOut(Schema):
    revoked: int


class PeriodOut(Schema):
    party_id: UUID
    party_name: str
    began_at: datetime
    fenced_at: datetime | None
    fenced_by_name: str
    party_agreed_name: str
    network_agreed_name: str


class Periods(Schema):
    items: list[PeriodOut]


class ChangedOut(Schema):
    party_id: UUID
    began_at: datetime
    fenced_at: datetime | None
    ended_at: datetime | None


class CallBackOut(Schema):
    phone: str
    label: str


class CallBacks(Schema):
    items: list[CallBackOut]


class VouchIn(Input):
    person_id: UUID
    called_phone: Annotated[str, Text(20, 1)]


class VouchedOut(Schema):
    id: UUID
    is_confirmed: bool
    code: str | None = Field(None, description="To be spoken; in the first answer only.")


class PhoneCodeIn(Input):
    email: Annotated[str, Text(254, 3)]


class SentOut(Schema):
    """The same for everybody."""

    sent: Literal["if there is an account with a number"]


def present_changed(_actor: Actor, period: Any) -> ChangedOut:
    return ChangedOut.from_orm(period)


@router.get(
    PARTY + "/code-sheets",
    **reads(Sheets, name="code_sheets", summary="Which one-time codes of a party live"),
)
def code_sheets(request: ActorRequest, party_id: UUID):
    return {"items": queries.code_sheet(request.actor, party_id)}


@router.post(PARTY + "/code-sheets", **writes(commands.issue_codes, IssuedOut, status=201))
def issue_codes(request: ActorRequest, party_id: UUID, payload: SheetIn) -> HttpResponse:
    def present(_actor: Actor, issued: Any) -> IssuedOut:
        sheet = issued.sheet
        names = ("id", "sign", "purpose", "expires_at")
        return IssuedOut(codes=None, **{name: getattr(sheet, name) for name in names})

    return run_with_secret(
        request,
        commands.issue_codes,
        present,
        lambda issued: {"codes": list(issued.codes) or None},
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post(PARTY + "/code-sheets/revoke", **writes(commands.revoke_codes, RevokedOut))
def revoke_codes(request: ActorRequest, party_id: UUID, payload: RevokeIn) -> HttpResponse:
    return run(
        request,
        commands.revoke_codes,
        lambda _actor, revoked: RevokedOut(revoked=revoked),
        party_id=party_id,
        **payload.model_dump(),
    )


@router.get(
    "/break-glass", **reads(Periods, name="break_glass", summary="The parties under break-glass")
)
def break_glass(request: ActorRequest):
    return {"items": queries.periods(request.actor)}


@router.post(PARTY + "/fence", **writes(commands.fence_party, ChangedOut))
def fence_party(request: ActorRequest, party_id: UUID) -> HttpResponse:
    return run(request, commands.fence_party, present_changed, party_id=party_id)


@router.post(PARTY + "/fence/lift", **writes(commands.agree_to_lift, ChangedOut))
def agree_to_lift(request: ActorRequest, party_id: UUID) -> HttpResponse:
    return run(request, commands.agree_to_lift, present_changed, party_id=party_id)


@router.get(
    PARTY + "/people/{person_id}/call-back",
    **reads(CallBacks, name="call_back_numbers", summary="At which numbers to call a person back"),
)
def call_back_numbers(request: ActorRequest, party_id: UUID, person_id: UUID):
    return {"items": queries.call_back_numbers(request.actor, party_id, person_id)}


@router.post(PARTY + "/vouch", **writes(commands.vouch_for, VouchedOut, status=201))
def vouch_for(request: ActorRequest, party_id: UUID, payload: VouchIn) -> HttpResponse:
    return run_with_secret(
        request,
        commands.vouch_for,
        lambda _actor, vouched: VouchedOut(
            id=vouched.id, is_confirmed=bool(vouched.code), code=None
        ),
        lambda vouched: {"code": vouched.code} if vouched.code else {},
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post(
    "/break-glass/phone-code",
    **{**writes(commands.send_phone_code, SentOut, status=202), "auth": None},
)
def send_phone_code(request: HttpRequest, payload: PhoneCodeIn):
    count_try(request)
    commands.send_phone_code(stranger(request), email=payload.email)
    return 202, {"sent": "if there is an account with a number"}
