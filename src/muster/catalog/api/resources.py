"""Resources: the list, one, its availability, imports."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router

from muster.api.doors import ActorRequest, Moment, Paging, Text, page_schema, reads, run, writes
from muster.catalog import commands, queries
from muster.catalog.api import shapes
from muster.journal import clock
from muster.journal.record import to_plain
from muster.rules.actor import Actor
from muster.rules.money import Money
from muster.rules.refusal import refuse_if

router = Router()
Word = Annotated[str, Text(60)]


class ResourceQuery(Paging):
    """What a list is narrowed to, and its order."""

    kind: shapes.Kind | None = None
    resource_type: Word = ""
    skill: Word = ""
    clearance: Word = ""
    party_id: UUID | None = None
    text: Annotated[str, Text(100)] = ""
    free_from: Moment | None = None
    free_until: Moment | None = None
    with_retired: bool = False
    sort: Literal["name", "-name", "changed_at", "-changed_at"] = "name"


def resource_out(card: queries.ResourceCard) -> dict[str, Any]:
    """A card as the API shows it: plain values, ready for JSON."""
    return {
        "id": str(card.id),
        "party_id": str(card.party_id),
        "party_name": card.party_name,
        "kind": card.kind,
        "resource_type": card.type_key,
        "resource_type_id": str(card.resource_type_id),
        "resource_type_label": card.type_label,
        "unit": card.unit,
        "name": card.name,
        "description": card.description,
        "free": card.free,
        "bars": [bar.code for bar in card.bars],
        "rate": {
            "amount": _rate_text(card.rate_ten_thousandths, card.currency),
            "currency": card.currency,
            "basis": card.rate_basis,
        },
        "home_base": card.home_base,
        "can_work_remotely": card.can_work_remotely,
        "max_travel_km": card.max_travel_km,
        "skills": [{"key": key, "label": label} for key, label in card.skills],
        "clearances": [
            {
                "key": each.key,
                "label": each.label,
                "is_in_force": each.is_in_force,
                "granted_on": to_plain(each.granted_on),
                "expires_on": to_plain(each.expires_on),
                "note": each.note,
            }
            for each in card.clearances
        ],
        "quantity": card.quantity,
        "reserve": card.reserve,
        "changed_at": card.changed_at.isoformat(),
        "retired_at": to_plain(card.retired_at),
        "details": to_plain(dict(card.details)),
    }


@lru_cache(maxsize=1000)
def _rate_text(ten_thousandths: int, currency: str) -> str:
    return f"{Money.from_rate(ten_thousandths, currency).amount:.4f}"


def present(actor: Actor, row: Any) -> dict[str, Any]:
    """What a command answered, as the actor sees it."""
    return resource_out(queries.get_resource(actor, row.id))


@router.get(
    "/resources",
    **reads(page_schema(shapes.ResourceOut), name="resources", summary="What parties can lend"),
)
def resources(request: ActorRequest, wanted: Query[ResourceQuery]) -> HttpResponse:
    actor: Actor = request.actor
    page = queries.resources(
        actor,
        wanted=queries.ResourceFilter(
            kind=wanted.kind or "",
            resource_type=wanted.resource_type,
            skill=wanted.skill,
            clearance=wanted.clearance,
            party_id=wanted.party_id,
            text=wanted.text,
            free_from=wanted.free_from,
            free_until=wanted.free_until,
            with_retired=wanted.with_retired,
        ),
        sort=wanted.sort,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )
    # Plain values straight to JSON: checking fifty rows against their shape costs as much as
    # finding them. A test compares the answer with the shape.
    items = [resource_out(card) for card in page.items]
    return JsonResponse({"items": items, "next": page.next})


@router.get(
    "/resources/{resource_id}",
    **reads(shapes.ResourceOut, name="get_resource", summary="One resource"),
)
def get_resource(request: ActorRequest, resource_id: UUID):
    actor: Actor = request.actor
    return resource_out(queries.get_resource(actor, resource_id))


@router.post("/resources", **writes(commands.add_resource, shapes.ResourceOut, status=201))
def add_resource(request: ActorRequest, payload: shapes.ResourceIn) -> HttpResponse:
    return run(request, commands.add_resource, present, status=201, **payload.said())


@router.post("/resources/{resource_id}", **writes(commands.edit_resource, shapes.ResourceOut))
def edit_resource(
    request: ActorRequest, resource_id: UUID, payload: shapes.ResourceFields
) -> HttpResponse:
    return run(request, commands.edit_resource, present, resource_id=resource_id, **payload.said())


@router.post(
    "/resources/{resource_id}/retire", **writes(commands.retire_resource, shapes.ResourceOut)
)
def retire_resource(request: ActorRequest, resource_id: UUID) -> HttpResponse:
    return run(request, commands.retire_resource, present, resource_id=resource_id)


@router.get(
    "/resources/{resource_id}/reservations",
    **reads(
        page_schema(shapes.ReservationOut),
        name="reservations_of",
        summary="What missions hold of one's own resource",
    ),
)
def reservations(request: ActorRequest, resource_id: UUID):
    actor: Actor = request.actor
    queries.get_resource(actor, resource_id)
    return {"items": queries.reservations_of(actor, resource_id), "next": None}


@router.get(
    "/resources/{resource_id}/unavailabilities",
    **reads(
        page_schema(shapes.AbsenceOut),
        name="unavailabilities_of",
        summary="When one's own resource is set aside",
    ),
)
def unavailabilities(request: ActorRequest, resource_id: UUID):
    actor: Actor = request.actor
    queries.get_resource(actor, resource_id)
    found = queries.unavailabilities_of(actor, resource_id, clock.now())
    return {"items": found, "next": None}


def present_absence(_actor: Actor, row: Any) -> shapes.AbsenceOut:
    return shapes.AbsenceOut.from_orm(row)


@router.post(
    "/resources/{resource_id}/unavailabilities",
    **writes(commands.set_unavailable, shapes.AbsenceOut, status=201),
)
def set_unavailable(
    request: ActorRequest, resource_id: UUID, payload: shapes.AbsenceIn
) -> HttpResponse:
    return run(
        request,
        commands.set_unavailable,
        present_absence,
        status=201,
        resource_id=resource_id,
        starts_at=payload.starts_at,
        ends_at=payload.ends_at,
        reason=payload.reason,
    )


@router.post(
    "/resources/{resource_id}/bring-back",
    **writes(commands.clear_unavailability, shapes.ResourceOut),
)
def clear_unavailability(
    request: ActorRequest, resource_id: UUID, payload: shapes.BringBackIn
) -> HttpResponse:
    return run(
        request,
        commands.clear_unavailability,
        present,
        resource_id=resource_id,
        unavailability_id=payload.unavailability_id,
    )


def present_import(_actor: Actor, rows: Any) -> dict[str, Any]:
    return {
        "count": len(rows),
        "is_dry_run": False,
        "resource_ids": [str(row.id) for row in rows],
    }


@router.post("/resource-imports", **writes(commands.import_resources, shapes.ImportOut))
def import_resources(request: ActorRequest, payload: shapes.ImportIn) -> HttpResponse:
    said: dict[str, Any] = {"kind": payload.kind, "text": payload.text}
    if payload.dry_run:
        actor: Actor = request.actor
        preview = commands.preview_import(actor, **said)
        refuse_if(commands.as_refusal(error) for error in preview.errors)
        return JsonResponse({"count": len(preview.rows), "is_dry_run": True, "resource_ids": []})
    return run(request, commands.import_resources, present_import, **said)
