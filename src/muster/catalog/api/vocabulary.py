"""The network's words, and the presets for asking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, reads, run, writes
from muster.catalog import commands, queries
from muster.catalog.api import shapes
from muster.rules.actor import Actor

router = Router()


def present_word(_actor: Actor, row: Any) -> shapes.VocabularyWordOut:
    return shapes.VocabularyWordOut.from_orm(row)


def present_clearance(_actor: Actor, row: Any) -> shapes.ClearanceWordOut:
    return shapes.ClearanceWordOut.from_orm(row)


def present_type(_actor: Actor, row: Any) -> shapes.ResourceTypeOut:
    return shapes.ResourceTypeOut.from_orm(row)


def present_work_package(actor: Actor, row: Any) -> shapes.WorkPackageOut:
    return shapes.WorkPackageOut.from_orm(queries.get_work_package(actor, row.id))


@router.get("/skills", **reads(shapes.WordsOut, name="skills", summary="The skills in use"))
def skills(request: ActorRequest):
    return {"items": queries.skills(request.actor)}


@router.get(
    "/clearances",
    **reads(shapes.ClearanceWordsOut, name="clearances", summary="The clearances in use"),
)
def clearances(request: ActorRequest):
    return {"items": queries.clearances(request.actor)}


@router.get(
    "/resource-types",
    **reads(shapes.ResourceTypesOut, name="resource_types", summary="The resource types in use"),
)
def resource_types(request: ActorRequest, kind: shapes.Kind | None = None):
    return {"items": queries.resource_types(request.actor, kind=kind)}


@router.get(
    "/work-packages",
    **reads(shapes.WorkPackagesOut, name="work_packages", summary="Presets for asking"),
)
def work_packages(request: ActorRequest):
    return {"items": queries.work_packages(request.actor)}


@router.get(
    "/work-packages/{work_package_id}",
    **reads(shapes.WorkPackageOut, name="get_work_package", summary="One preset"),
)
def get_work_package(request: ActorRequest, work_package_id: UUID):
    return queries.get_work_package(request.actor, work_package_id)


@router.post("/skills", **writes(commands.define_skill, shapes.VocabularyWordOut))
def define_skill(request: ActorRequest, payload: shapes.WordIn) -> HttpResponse:
    return run(request, commands.define_skill, present_word, **payload.model_dump())


@router.post("/clearances", **writes(commands.define_clearance, shapes.ClearanceWordOut))
def define_clearance(request: ActorRequest, payload: shapes.ClearanceWordIn) -> HttpResponse:
    return run(request, commands.define_clearance, present_clearance, **payload.model_dump())


@router.post("/resource-types", **writes(commands.define_resource_type, shapes.ResourceTypeOut))
def define_resource_type(request: ActorRequest, payload: shapes.ResourceTypeIn) -> HttpResponse:
    return run(request, commands.define_resource_type, present_type, **payload.model_dump())


@router.post("/work-packages", **writes(commands.define_work_package, shapes.WorkPackageOut))
def define_work_package(request: ActorRequest, payload: shapes.WorkPackageIn) -> HttpResponse:
    return run(request, commands.define_work_package, present_work_package, **payload.model_dump())


@router.post("/vocabulary/retire", **writes(commands.retire_word, shapes.RetiredOut))
def retire_word(request: ActorRequest, payload: shapes.RetireIn) -> HttpResponse:
    said = payload.model_dump()
    return run(request, commands.retire_word, lambda _actor, _result: said, **said)


@router.post("/vocabulary/seed", **writes(commands.seed_vocabulary, shapes.SeededOut))
def seed_vocabulary(request: ActorRequest) -> HttpResponse:
    return run(request, commands.seed_vocabulary, lambda _actor, added: added)
