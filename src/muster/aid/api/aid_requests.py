"""Aid requests over the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema

from muster.aid import commands, queries
from muster.aid.api import present
from muster.aid.api.shapes import (
    AidRequestChangesIn,
    AidRequestOut,
    AidRequestRow,
    AnswersOut,
    AskIn,
    ConfirmIn,
    DraftIn,
    FactOut,
    Kind,
    LineChangesIn,
    LineIn,
    LineMatchOut,
    LineOut,
    Moment,
    NoteIn,
    NoteOut,
    OpeningIn,
    OptionalReasonIn,
    PhoneFilingIn,
    PhoneFilingOut,
    ReasonIn,
    WorkPackageIn,
)
from muster.aid.commands import LineAsked
from muster.aid.matches import line_matches
from muster.api.doors import ActorRequest, PagingQuery, Text, page_schema, reads, run, writes
from muster.members import queries as members

router = Router()
AidRequestPage = page_schema(AidRequestRow)
ONE = "/aid-requests/{aid_request_id}"
NOTHING_SAID = OpeningIn()
LINE = f"{ONE}/lines/{{line_id}}"


class AidRequestFilters(Schema):
    """Real requests unless an exercise is named."""

    state: Literal["draft", "awaiting_sign_off", "open", "closed", "cancelled"] | None = None
    party_id: UUID | None = None
    incident_id: UUID | None = None
    kind: Kind | None = None
    resource_type_id: UUID | None = None
    still_needed: bool = False
    mine: bool = False
    exercise_id: UUID | None = None
    opened_after: Moment | None = None
    text: Annotated[str, Text(100)] = ""


@router.get(
    "/aid-requests", **reads(AidRequestPage, name="aid_requests", summary="Requests for help")
)
def aid_requests(
    request: ActorRequest,
    paging: PagingQuery,
    filters: Annotated[AidRequestFilters, Query()],
    sort: Literal["newest", "oldest", "needed_from", "-needed_from"] = "newest",
) -> Any:
    found = queries.aid_requests(
        request.actor,
        queries.AidRequestFilter(**filters.model_dump()),
        order=sort,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    items = [present.aid_request_row(row) for row in found.items]
    return JsonResponse({"items": items, "next": found.next})


@router.get(ONE, **reads(AidRequestOut, name="get_aid_request", summary="One request"))
def get_aid_request(request: ActorRequest, aid_request_id: UUID) -> Any:
    actor = request.actor
    return present.aid_request(actor, queries.get_aid_request(actor, aid_request_id))


@router.get(f"{ONE}/answers", **reads(AnswersOut, name="answers", summary="How it was answered"))
def answers(request: ActorRequest, aid_request_id: UUID) -> Any:
    actor = request.actor
    declined = queries.declines(actor, aid_request_id)
    return {
        **queries.answer_counts(actor, aid_request_id),
        "declined_by": [present.decline(actor, row) for row in declined],
    }


@router.get(
    f"{ONE}/match",
    **reads(list[LineMatchOut], name="match", summary="Who could help, line by line, and why"),
)
def match(request: ActorRequest, aid_request_id: UUID) -> Any:
    """The whole ranking for the requester and the coordinator; others learn what of theirs fits."""
    actor = request.actor
    aid_request = queries.get_aid_request(actor, aid_request_id)
    whole = members.may_act_for(actor, aid_request.requesting_party_id)
    party_id = None if whole else (actor.party_id or aid_request.requesting_party_id)
    rows = [row for row in queries.lines_of(aid_request.id) if row.state == "open"][:20]
    currency = present.currency_of(actor)
    return [
        present.line_match(row, found, currency)
        for row, found in line_matches(actor, aid_request, rows, party_id=party_id)
    ]


@router.get(
    f"{ONE}/timeline", **reads(list[FactOut], name="aid_request_timeline", summary="What happened")
)
def timeline(request: ActorRequest, aid_request_id: UUID) -> Any:
    actor = request.actor
    queries.get_aid_request(actor, aid_request_id)
    return [present.fact(each) for each in queries.timeline(actor, aid_request_id)]


@router.get(f"{ONE}/notes", **reads(list[NoteOut], name="aid_request_notes", summary="Its notes"))
def notes(request: ActorRequest, aid_request_id: UUID) -> Any:
    actor = request.actor
    return [present.note(actor, row) for row in queries.notes(actor, "aid_request", aid_request_id)]


@router.post(f"{ONE}/notes", **writes(commands.write_note, NoteOut, status=201))
def write_note(request: ActorRequest, aid_request_id: UUID, payload: NoteIn) -> HttpResponse:
    return run(
        request,
        commands.write_note,
        present.note,
        status=201,
        subject_kind="aid_request",
        subject_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post("/ask-for-help", **writes(commands.ask_for_help, AidRequestOut, status=201))
def ask_for_help(request: ActorRequest, payload: AskIn) -> HttpResponse:
    given = payload.model_dump(exclude={"work_packages", "lines"})
    return run(
        request,
        commands.ask_for_help,
        present.aid_request,
        status=201,
        work_packages=[(each.work_package_id, each.quantity) for each in payload.work_packages],
        lines=[LineAsked(**each.model_dump()) for each in payload.lines],
        **given,
    )


@router.post("/file-by-phone", **writes(commands.file_by_phone, AidRequestOut, status=201))
def file_by_phone(request: ActorRequest, payload: PhoneFilingIn) -> HttpResponse:
    return run(
        request,
        commands.file_by_phone,
        present.aid_request,
        status=201,
        work_packages=[(each.work_package_id, each.quantity) for each in payload.work_packages],
        lines=[LineAsked(**each.model_dump()) for each in payload.lines],
        **payload.model_dump(exclude={"work_packages", "lines"}),
    )


@router.get(
    f"{ONE}/phone-filing",
    **reads(PhoneFilingOut, name="phone_filing", summary="How a request came by phone"),
)
def phone_filing(request: ActorRequest, aid_request_id: UUID):
    return present.phone_filing(request.actor, aid_request_id)


@router.post(f"{ONE}/confirm", **writes(commands.confirm_aid_request, AidRequestOut))
def confirm_aid_request(request: ActorRequest, aid_request_id: UUID, payload: ConfirmIn):
    return run(
        request,
        commands.confirm_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/reject", **writes(commands.reject_aid_request, AidRequestOut))
def reject_aid_request(request: ActorRequest, aid_request_id: UUID, payload: ReasonIn):
    return run(
        request,
        commands.reject_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post("/aid-requests", **writes(commands.draft_aid_request, AidRequestOut, status=201))
def draft_aid_request(request: ActorRequest, payload: DraftIn) -> HttpResponse:
    return run(
        request,
        commands.draft_aid_request,
        present.aid_request,
        status=201,
        lines=[LineAsked(**each.model_dump()) for each in payload.lines],
        **payload.model_dump(exclude={"lines"}),
    )


@router.post(f"{ONE}/open", **writes(commands.open_aid_request, AidRequestOut))
def open_aid_request(
    request: ActorRequest, aid_request_id: UUID, payload: OpeningIn = NOTHING_SAID
) -> HttpResponse:
    return run(
        request,
        commands.open_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/sign-off", **writes(commands.sign_off_aid_request, AidRequestOut))
def sign_off_aid_request(request: ActorRequest, aid_request_id: UUID) -> HttpResponse:
    return run(
        request, commands.sign_off_aid_request, present.aid_request, aid_request_id=aid_request_id
    )


@router.post(f"{ONE}/take-back", **writes(commands.take_back_aid_request, AidRequestOut))
def take_back_aid_request(request: ActorRequest, aid_request_id: UUID) -> HttpResponse:
    return run(
        request, commands.take_back_aid_request, present.aid_request, aid_request_id=aid_request_id
    )


@router.post(f"{ONE}/amend", **writes(commands.amend_aid_request, AidRequestOut))
def amend_aid_request(
    request: ActorRequest, aid_request_id: UUID, payload: AidRequestChangesIn
) -> HttpResponse:
    return run(
        request,
        commands.amend_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/close", **writes(commands.close_aid_request, AidRequestOut))
def close_aid_request(
    request: ActorRequest, aid_request_id: UUID, payload: ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.close_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        reason=payload.reason,
    )


@router.post(f"{ONE}/cancel", **writes(commands.cancel_aid_request, AidRequestOut))
def cancel_aid_request(
    request: ActorRequest, aid_request_id: UUID, payload: ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.cancel_aid_request,
        present.aid_request,
        aid_request_id=aid_request_id,
        reason=payload.reason,
    )


@router.post(f"{ONE}/reopen", **writes(commands.reopen_aid_request, AidRequestOut))
def reopen_aid_request(request: ActorRequest, aid_request_id: UUID) -> HttpResponse:
    return run(
        request, commands.reopen_aid_request, present.aid_request, aid_request_id=aid_request_id
    )


@router.post(f"{ONE}/lines", **writes(commands.add_line, LineOut, status=201))
def add_line(request: ActorRequest, aid_request_id: UUID, payload: LineIn) -> HttpResponse:
    return run(
        request,
        commands.add_line,
        present.line,
        status=201,
        aid_request_id=aid_request_id,
        line=LineAsked(**payload.model_dump()),
    )


@router.post(f"{ONE}/work-packages", **writes(commands.add_work_package, AidRequestOut))
def add_work_package(
    request: ActorRequest, aid_request_id: UUID, payload: WorkPackageIn
) -> HttpResponse:
    return run(
        request,
        commands.add_work_package,
        present.aid_request,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post(f"{LINE}/amend", **writes(commands.change_line, LineOut))
def change_line(
    request: ActorRequest, aid_request_id: UUID, line_id: UUID, payload: LineChangesIn
) -> HttpResponse:
    given = payload.model_dump(exclude_unset=True)
    nullable = {"skill_id", "clearance_id"}
    return run(
        request,
        commands.change_line,
        present.line,
        aid_request_id=aid_request_id,
        line_id=line_id,
        changes={
            name: value for name, value in given.items() if value is not None or name in nullable
        },
    )


@router.post(f"{LINE}/cancel", **writes(commands.cancel_line, AidRequestOut))
def cancel_line(
    request: ActorRequest, aid_request_id: UUID, line_id: UUID, payload: OptionalReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.cancel_line,
        present.aid_request,
        aid_request_id=aid_request_id,
        line_id=line_id,
        reason=payload.reason,
    )
