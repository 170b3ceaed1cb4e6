"""The agreement over the API: versions and their terms."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.agreements import commands, queries
from muster.agreements.plain_words import parts_of
from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.rules.actor import Actor
from muster.rules.terms import Terms

router = Router()


class VersionOut(Schema):
    id: UUID
    label: str
    title: str
    state: str
    terms_sha256: str
    drafted_at: datetime
    in_force_from: datetime | None
    superseded_at: datetime | None


class VersionList(Schema):
    items: list[VersionOut]
    next: str | None = None


class ValueOut(Schema):
    says: str
    words: str
    mark: str


class TermOut(Schema):
    key: str
    title: str
    clause: str
    source: str
    note: str
    values: list[ValueOut]


class WholeVersionOut(VersionOut):
    terms_text: str
    terms: list[TermOut]


class VersionIn(Input):
    label: Annotated[str, Text(60, 1)]
    title: Annotated[str, Text(200, 1)]
    terms_text: str


def present_version(_actor: Actor, version: Any) -> VersionOut:
    return VersionOut.from_orm(version)


def terms_in_words(terms: Terms) -> list[dict[str, Any]]:
    """Every term with its values in words."""
    return [
        {
            "key": term.key,
            "title": term.title,
            "clause": term.clause,
            "source": term.source,
            "note": term.note,
            "values": [
                {"says": each.says, "words": each.words, "mark": str(each.mark)}
                for each in term.values
            ],
        }
        for part in parts_of(terms)
        for term in part.terms
    ]


def whole(version: Any) -> dict[str, Any]:
    return {
        **VersionOut.from_orm(version).dict(),
        "terms_text": version.terms_text,
        "terms": terms_in_words(queries.terms_of(version)),
    }


@router.get("/agreement-versions", **reads(VersionList, name="versions", summary="All versions"))
def versions(request: ActorRequest):
    return {"items": queries.versions(request.actor)}


@router.get(
    "/agreement-versions/in-force",
    **reads(WholeVersionOut, name="version_in_force", summary="The agreement in force"),
)
def version_in_force(request: ActorRequest):
    return whole(queries.get_version_in_force(request.actor))


@router.get(
    "/agreement-versions/{version_id}",
    **reads(WholeVersionOut, name="get_version", summary="One version with its terms in words"),
)
def get_version(request: ActorRequest, version_id: UUID):
    return whole(queries.get_version(request.actor, version_id))


@router.post("/agreement-versions", **writes(commands.draft_version, VersionOut, status=201))
def draft_version(request: ActorRequest, payload: VersionIn) -> HttpResponse:
    return run(request, commands.draft_version, present_version, status=201, **payload.model_dump())


@router.post("/agreement-versions/{version_id}", **writes(commands.amend_version, VersionOut))
def amend_version(request: ActorRequest, version_id: UUID, payload: VersionIn) -> HttpResponse:
    return run(
        request,
        commands.amend_version,
        present_version,
        version_id=version_id,
        **payload.model_dump(),
    )


@router.post(
    "/agreement-versions/{version_id}/put-in-force", **writes(commands.put_in_force, VersionOut)
)
def put_in_force(request: ActorRequest, version_id: UUID) -> HttpResponse:
    return run(request, commands.put_in_force, present_version, version_id=version_id)
