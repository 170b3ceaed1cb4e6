"""Joining over the API: papers and their steps, signing, versions, exits, the register of any day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from muster.api.doors import (
    ActorRequest,
    Day,
    Input,
    Paging,
    ShortText,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.files.downloads import download
from muster.joining import commands, queries
from muster.joining.sealing.network_key import certificate_text
from muster.journal import clock
from muster.rules.actor import Actor

router = Router()
Number = Annotated[str, Text(100)]
Reason = Annotated[str, Text(300)]


class SignatureOut(Schema):
    id: UUID
    party_id: UUID
    place: int
    signer_name: str
    title: str
    signed_on: date
    is_made_elsewhere: bool
    method: str
    document_sha256: str
    file_id: UUID
    file_sha256: str
    certificate_sha256: str
    findings: dict[str, Any]


class StepOut(Schema):
    step: str
    party_id: UUID
    state: str
    who_does: str
    next_signer: str | None
    done_on: date | None
    who: str
    number: str
    governing_body: str
    takes_effect_on: date | None
    file_id: UUID | None
    signatures: list[SignatureOut]


class JoiningOut(Schema):
    id: UUID
    party_id: UUID
    other_party_id: UUID | None
    version_id: UUID
    version_label: str
    purpose: str
    state: str
    is_invited: bool
    begun_at: datetime
    effective_on: date | None
    renewed_until: date | None
    document_sha256: str
    next_step: str
    steps: list[StepOut]


class BeginIn(Input):
    party_id: UUID | None = None
    version_id: UUID | None = None
    other_party_id: UUID | None = None
    note: Annotated[str, Text(500)] = ""
    joining_id: UUID | None = None


class ReviewIn(Input):
    attorney_name: ShortText
    done_on: Day
    file_id: UUID | None = None
    party_id: UUID | None = None


class ResolutionIn(Input):
    number: Number
    done_on: Day
    governing_body: ShortText
    takes_effect_on: Day | None = None
    file_id: UUID | None = None
    party_id: UUID | None = None


class FilingIn(Input):
    step: Annotated[str, Text(30)]
    number: Number
    done_on: Day
    file_id: UUID | None = None
    party_id: UUID | None = None


class SignIn(Input):
    document_sha256: Annotated[str, Text(64)]
    title: ShortText
    consents: bool = False
    signature_id: UUID | None = None


class ReasonIn(Input):
    reason: Reason


class NoticeIn(Input):
    reason: Reason
    given_on: Day | None = None
    file_id: UUID | None = None


class NoticeOut(Schema):
    id: UUID
    party_id: UUID
    given_on: date
    ends_on: date
    reason: str
    taken_back_at: datetime | None
    ended_at: datetime | None


class OptOutIn(Input):
    number: Number
    resolved_on: Day
    governing_body: ShortText = ""


class OptInIn(Input):
    number: Number
    resolved_on: Day


class OptOutOut(Schema):
    party_id: UUID
    number: str
    governing_body: str
    resolved_on: date
    revoked_on: date | None
    revoked_number: str


class TextOut(Schema):
    version_id: UUID
    sha256: str
    size_bytes: int
    page_count: int
    is_made_from_terms: bool
    kept_at: datetime


class StandpointOut(Schema):
    party_id: UUID
    party_name: str
    standing: str
    version_label: str
    is_on_newest: bool
    is_deemed: bool


class StandpointList(Schema):
    items: list[StandpointOut]
    next: str | None = None


class BetweenOut(Schema):
    version_id: UUID | None
    version_label: str | None


class RegisterLineOut(Schema):
    party_id: UUID
    party_name: str
    standing: str
    since: datetime
    version: str
    in_force_from: date | None
    leaves_on: date | None


class RegisterOut(Schema):
    day: date
    items: list[RegisterLineOut]
    next: str | None = None


class CertificatesOut(Schema):
    pem: str


class Filters(Paging):
    state: Annotated[str, Text(20)] = ""
    party_id: UUID | None = None


class AsOf(Schema):
    as_of: Day | None = None


def present_joining(_actor: Actor, joining: Any) -> dict[str, Any]:
    steps = queries.steps_shown(joining)
    found = queries.text_of(joining.version_id)
    follows = queries.next_words(joining)
    return {
        **{
            name: getattr(joining, name)
            for name in (
                "id",
                "party_id",
                "other_party_id",
                "version_id",
                "purpose",
                "state",
                "is_invited",
                "begun_at",
                "effective_on",
                "renewed_until",
            )
        },
        "version_label": joining.version.label,
        "document_sha256": found.sha256 if found else "",
        "next_step": follows.value if follows and joining.state == "open" else "",
        "steps": [present_step(each) for each in steps],
    }


def present_step(shown: queries.StepShown) -> dict[str, Any]:
    taken = shown.taken
    return {
        "step": shown.step.value,
        "party_id": shown.party_id,
        "state": shown.state,
        "who_does": shown.who_does,
        "next_signer": shown.next_signer,
        "done_on": shown.done_on,
        "who": taken.who if taken else "",
        "number": taken.number if taken else "",
        "governing_body": taken.governing_body if taken else "",
        "takes_effect_on": taken.takes_effect_on if taken else None,
        "file_id": taken.file_id if taken else None,
        "signatures": [SignatureOut.from_orm(each).model_dump() for each in shown.signatures],
    }


def present_signature(_actor: Actor, signature: Any) -> SignatureOut:
    return SignatureOut.from_orm(signature)


def present_notice(_actor: Actor, notice: Any) -> NoticeOut:
    return NoticeOut.from_orm(notice)


def present_opt_out(_actor: Actor, filed: Any) -> OptOutOut:
    return OptOutOut.from_orm(filed)


def present_text(_actor: Actor, found: Any) -> TextOut:
    return TextOut.from_orm(found)


@router.get(
    "/joinings", **reads(page_schema(JoiningOut), name="joinings", summary="Papers of parties")
)
def joinings(request: ActorRequest, filters: Query[Filters]):
    actor: Actor = request.actor
    page = queries.joinings(
        actor,
        state=filters.state,
        party_id=filters.party_id,
        cursor=filters.cursor,
        limit=min(filters.limit, 50),
    )
    return {"items": [present_joining(actor, each) for each in page.items], "next": page.next}


@router.post("/joinings", **writes(commands.begin_joining, JoiningOut, status=201))
def begin_joining(request: ActorRequest, payload: BeginIn) -> HttpResponse:
    return run(request, commands.begin_joining, present_joining, status=201, **payload.model_dump())


@router.get(
    "/joinings/{joining_id}", **reads(JoiningOut, name="get_joining", summary="One party's papers")
)
def get_joining(request: ActorRequest, joining_id: UUID):
    actor: Actor = request.actor
    return present_joining(actor, queries.get_joining(actor, joining_id))


@router.post("/joinings/{joining_id}/review", **writes(commands.record_review, JoiningOut))
def record_review(request: ActorRequest, joining_id: UUID, payload: ReviewIn) -> HttpResponse:
    return run(
        request,
        commands.record_review,
        present_joining,
        joining_id=joining_id,
        **payload.model_dump(),
    )


@router.post("/joinings/{joining_id}/resolution", **writes(commands.record_resolution, JoiningOut))
def record_resolution(
    request: ActorRequest, joining_id: UUID, payload: ResolutionIn
) -> HttpResponse:
    return run(
        request,
        commands.record_resolution,
        present_joining,
        joining_id=joining_id,
        **payload.model_dump(),
    )


@router.post("/joinings/{joining_id}/file", **writes(commands.file_joining, JoiningOut))
def file_joining(request: ActorRequest, joining_id: UUID, payload: FilingIn) -> HttpResponse:
    return run(
        request,
        commands.file_joining,
        present_joining,
        joining_id=joining_id,
        **payload.model_dump(),
    )


@router.post(
    "/joinings/{joining_id}/sign", **writes(commands.sign_agreement, SignatureOut, status=201)
)
def sign_agreement(request: ActorRequest, joining_id: UUID, payload: SignIn) -> HttpResponse:
    return run(
        request,
        commands.sign_agreement,
        present_signature,
        status=201,
        joining_id=joining_id,
        **payload.model_dump(),
    )


@router.post(
    "/joinings/{joining_id}/upload", **writes(commands.upload_signed, SignatureOut, status=201)
)
def upload_signed(
    request: ActorRequest,
    joining_id: UUID,
    file: File[UploadedFile],
    signer_name: Form[ShortText],
    title: Form[ShortText],
    signed_on: Form[Day],
) -> HttpResponse:
    return run(
        request,
        commands.upload_signed,
        present_signature,
        status=201,
        joining_id=joining_id,
        name=file.name or "signed.pdf",
        content=file.read(),
        signer_name=signer_name,
        title=title,
        signed_on=signed_on,
    )


@router.post("/joinings/{joining_id}/abandon", **writes(commands.abandon_joining, JoiningOut))
def abandon_joining(request: ActorRequest, joining_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.abandon_joining,
        present_joining,
        joining_id=joining_id,
        **payload.model_dump(),
    )


@router.post("/joinings/{joining_id}/renew", **writes(commands.renew_joining, JoiningOut))
def renew_joining(request: ActorRequest, joining_id: UUID) -> HttpResponse:
    return run(request, commands.renew_joining, present_joining, joining_id=joining_id)


@router.get(
    "/joinings/{joining_id}/papers/{file_id}",
    **reads(None, name="get_paper", summary="A paper of a joining, as an attachment"),
)
def get_paper(request: ActorRequest, joining_id: UUID, file_id: UUID):
    return download(*queries.paper(request.actor, joining_id, file_id))


@router.get(
    "/agreement-versions/{version_id}/text",
    **reads(TextOut, name="get_agreement_text", summary="The document that parties sign"),
)
def get_agreement_text(request: ActorRequest, version_id: UUID):
    return queries.get_text(request.actor, version_id)


@router.get(
    "/agreement-versions/{version_id}/text.pdf",
    **reads(None, name="get_agreement_pdf", summary="Its exact bytes, as a PDF"),
)
def get_agreement_pdf(request: ActorRequest, version_id: UUID):
    actor: Actor = request.actor
    return download("agreement.pdf", "application/pdf", queries.text_content(actor, version_id))


@router.post("/agreement-versions/{version_id}/text", **writes(commands.attach_text, TextOut))
def attach_text(request: ActorRequest, version_id: UUID, file: File[UploadedFile]) -> HttpResponse:
    return run(
        request,
        commands.attach_text,
        present_text,
        version_id=version_id,
        name=file.name or "agreement.pdf",
        content=file.read(),
    )


@router.get(
    "/adoptions",
    **reads(StandpointList, name="adoptions", summary="Who has adopted which version"),
)
def adoptions(request: ActorRequest):
    return {
        "items": [
            {
                "party_id": line.party_id,
                "party_name": line.party_name,
                "standing": line.standing,
                "version_label": line.label,
                "is_on_newest": line.is_on_newest,
                "is_deemed": line.adopted.is_deemed,
            }
            for line in queries.standpoints(request.actor)
        ]
    }


@router.get(
    "/parties/{party_id}/version-with/{other_party_id}",
    **reads(BetweenOut, name="version_between", summary="What applies when one party asks another"),
)
def version_between(request: ActorRequest, party_id: UUID, other_party_id: UUID):
    found = queries.version_between_known(request.actor, party_id, other_party_id)
    return {
        "version_id": found.id if found else None,
        "version_label": found.label if found else None,
    }


@router.get("/register", **reads(RegisterOut, name="register", summary="The register on any day"))
def register(request: ActorRequest, given: Query[AsOf]):
    actor: Actor = request.actor
    found = queries.register_at(actor, given.as_of or queries.day_here(actor, clock.now()))
    return {"day": found.day, "items": found.lines}


@router.get(
    "/agreement-certificates",
    **reads(CertificatesOut, name="certificates", summary="Certificates of the network's seal"),
)
def certificates(request: ActorRequest):
    return {"pem": certificate_text(request.actor.network_id)}


@router.post(
    "/parties/{party_id}/exit-notice", **writes(commands.give_exit_notice, NoticeOut, status=201)
)
def give_exit_notice(request: ActorRequest, party_id: UUID, payload: NoticeIn) -> HttpResponse:
    return run(
        request,
        commands.give_exit_notice,
        present_notice,
        status=201,
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post(
    "/parties/{party_id}/exit-notice/take-back", **writes(commands.take_back_exit_notice, NoticeOut)
)
def take_back_exit_notice(request: ActorRequest, party_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.take_back_exit_notice,
        present_notice,
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post("/parties/{party_id}/opt-out", **writes(commands.opt_out, OptOutOut, status=201))
def opt_out(request: ActorRequest, party_id: UUID, payload: OptOutIn) -> HttpResponse:
    return run(
        request,
        commands.opt_out,
        present_opt_out,
        status=201,
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post("/parties/{party_id}/opt-out/revoke", **writes(commands.revoke_opt_out, OptOutOut))
def revoke_opt_out(request: ActorRequest, party_id: UUID, payload: OptInIn) -> HttpResponse:
    return run(
        request, commands.revoke_opt_out, present_opt_out, party_id=party_id, **payload.model_dump()
    )
