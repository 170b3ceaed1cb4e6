"""Joining over the API: papers and their steps, signing, versions, exits, the register of any day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from muster.api.doors import (
    ActorRequest,
    Day,
    ShortText,
    page_schema,
    reads,
    run,
    writes,
)
from muster.files.downloads import download
from muster.joining import commands, queries
from muster.joining.sealing.network_key import certificate_text
from muster.joining.shapes import (
    AsOf,
    BeginIn,
    BetweenOut,
    CertificatesOut,
    FilingIn,
    Filters,
    JoiningOut,
    NoticeIn,
    NoticeOut,
    OptInIn,
    OptOutIn,
    OptOutOut,
    ReasonIn,
    RegisterOut,
    ResolutionIn,
    ReviewIn,
    SignatureOut,
    SignIn,
    StandpointList,
    TextOut,
)
from muster.journal import clock
from muster.rules.actor import Actor

router = Router()


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
