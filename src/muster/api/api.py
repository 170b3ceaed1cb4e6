"""The journal over the API. It lives here: `journal` itself knows no doors."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from muster.api.doors import (
    LARGEST_63,
    ActorRequest,
    Input,
    Paging,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.journal import commands, queries
from muster.journal.queries import SealedFact, TimelineEntry
from muster.rules.actor import Actor

router = Router()

Number = Annotated[int, Path(ge=1, le=LARGEST_63)]


class SubjectOut(Schema):
    kind: str
    id: str


class FactOut(Schema):
    """One sealed fact; `payload` is empty where only the heading may be seen."""

    position: int
    kind: str
    at: datetime
    actor_name: str
    actor_party_id: UUID | None
    via: str
    subjects: list[SubjectOut]
    payload: dict[str, Any]
    hash: str
    is_exercise: bool


class SealedFactOut(FactOut):
    payload_sha256: str
    sealed_at: datetime | None
    is_erased: bool


class CheckpointOut(Schema):
    statement: str
    position: int
    hash: str
    at: datetime
    key_id: str
    signature: str
    public_key: str


class ErasedOut(Schema):
    position: int
    payload_sha256: str
    is_erased: bool


class StuckWorkOut(Schema):
    id: int
    name: str
    attempts: int
    last_error: str
    given_up_at: datetime | None


class RetriedOut(Schema):
    id: int
    name: str
    state: str


class FactFilter(Paging):
    kind: Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z]*$")] = ""


class ErasureIn(Input):
    reason: Annotated[str, Text(500, 1)]


def fact_out(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "kind": entry.kind,
        "at": entry.at,
        "actor_name": entry.actor_name,
        "actor_party_id": entry.actor_party_id,
        "via": entry.via,
        "subjects": [{"kind": kind, "id": subject_id} for kind, subject_id in entry.subjects],
        "payload": entry.payload,
        "hash": entry.hash,
        "is_exercise": entry.is_exercise,
    }


def sealed_out(fact: SealedFact) -> dict[str, Any]:
    return {
        **fact_out(fact.entry),
        "payload_sha256": fact.payload_sha256,
        "sealed_at": fact.sealed_at,
        "is_erased": fact.is_erased,
    }


def checkpoint_out(actor: Actor, statement: Any) -> dict[str, Any]:
    return statement.as_dict()


def erased_out(actor: Actor, fact: Any) -> dict[str, Any]:
    return {
        "position": fact.position,
        "payload_sha256": fact.payload_sha256,
        "is_erased": fact.payload is None,
    }


def retried_out(actor: Actor, job: Any) -> dict[str, Any]:
    return {"id": job.id, "name": job.name, "state": str(job.state)}


FactPage = page_schema(FactOut)


@router.get(
    "/journal/facts",
    **reads(FactPage, name="journal_facts", summary="Sealed facts of the network, newest first"),
)
def journal_facts(request: ActorRequest, asked: Annotated[FactFilter, Query()]) -> Any:
    page = queries.sealed_page(
        request.actor,
        kind=asked.kind,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return {"items": [fact_out(entry) for entry in page.items], "next": page.next}


@router.get(
    "/journal/facts/{position}",
    **reads(SealedFactOut, name="get_fact", summary="One sealed fact and what proves it"),
)
def get_fact(request: ActorRequest, position: Number) -> Any:
    return sealed_out(queries.get_sealed(request.actor, position))


@router.post("/journal/facts/{position}/erase", **writes(commands.erase_payload, ErasedOut))
def erase_payload(request: ActorRequest, position: Number, payload: ErasureIn) -> HttpResponse:
    return run(
        request, commands.erase_payload, erased_out, position=position, reason=payload.reason
    )


@router.post("/journal/checkpoints", **writes(commands.make_checkpoint, CheckpointOut, status=201))
def make_checkpoint(request: ActorRequest) -> HttpResponse:
    return run(request, commands.make_checkpoint, checkpoint_out, status=201)


@router.get(
    "/journal/stuck-work",
    **reads(list[StuckWorkOut], name="stuck_work", summary="What the worker gave up on"),
)
def stuck_work(request: ActorRequest) -> Any:
    return queries.stuck_work(request.actor)


@router.post("/journal/stuck-work/{job_id}/retry", **writes(commands.retry_job, RetriedOut))
def retry_job(request: ActorRequest, job_id: Number) -> HttpResponse:
    return run(request, commands.retry_job, retried_out, job_id=job_id)
