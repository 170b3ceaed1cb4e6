"""Ready packages."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from muster.api.doors import ActorRequest, Paging, Text, money_out, page_schema, reads, run, writes
from muster.catalog import commands, queries
from muster.catalog.api import shapes
from muster.members.queries import get_network
from muster.rules.actor import Actor

router = Router()


class PackageQuery(Paging):
    party_id: UUID | None = None
    work_package: Annotated[str, Text(60)] = ""


def package_out(card: queries.PackageCard, currency: str) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "party_id": str(card.party_id),
        "party_name": card.party_name,
        "name": card.name,
        "description": card.description,
        "work_package": card.work_package_key,
        "price": money_out(card.price_cents, currency),
        "duration_hours": card.duration_hours,
        "mobilization_hours": card.mobilization_hours,
        "is_free": card.is_free,
        "retired_at": card.retired_at,
        "items": [
            {
                "resource_id": str(item.resource_id),
                "name": item.name,
                "kind": item.kind,
                "quantity": item.quantity,
                "is_free": item.is_free,
            }
            for item in card.items
        ],
    }


def present(actor: Actor, row: Any) -> dict[str, Any]:
    return package_out(queries.get_package(actor, row.id), get_network(actor).currency)


@router.get(
    "/ready-packages",
    **reads(page_schema(shapes.PackageOut), name="packages", summary="Ready packages"),
)
def packages(request: ActorRequest, wanted: Query[PackageQuery]):
    actor: Actor = request.actor
    page = queries.packages(
        actor,
        party_id=wanted.party_id,
        work_package=wanted.work_package,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )
    currency = get_network(actor).currency
    return {"items": [package_out(card, currency) for card in page.items], "next": page.next}


@router.get(
    "/ready-packages/{package_id}",
    **reads(shapes.PackageOut, name="get_package", summary="One ready package"),
)
def get_package(request: ActorRequest, package_id: UUID):
    actor: Actor = request.actor
    return package_out(queries.get_package(actor, package_id), get_network(actor).currency)


@router.post("/ready-packages", **writes(commands.add_package, shapes.PackageOut, status=201))
def add_package(request: ActorRequest, payload: shapes.PackageIn) -> HttpResponse:
    return run(request, commands.add_package, present, status=201, **payload.said())


@router.post("/ready-packages/{package_id}", **writes(commands.edit_package, shapes.PackageOut))
def edit_package(
    request: ActorRequest, package_id: UUID, payload: shapes.PackageIn
) -> HttpResponse:
    return run(request, commands.edit_package, present, package_id=package_id, **payload.said())


@router.post(
    "/ready-packages/{package_id}/retire", **writes(commands.retire_package, shapes.PackageOut)
)
def retire_package(request: ActorRequest, package_id: UUID) -> HttpResponse:
    return run(request, commands.retire_package, present, package_id=package_id)
