"""Rates over the API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from muster.api.doors import (
    ActorRequest,
    Input,
    PagingQuery,
    ShortText,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.rates import commands, queries
from muster.rates.reading import MOST_CHARACTERS
from muster.rules.actor import Actor

router = Router()
Percent = Annotated[Decimal, Field(ge=0, le=500, max_digits=6, decimal_places=3)]
Search = Annotated[str, Text(120)]
Note = Annotated[str, Text(500)]


class ImportIn(Input):
    """`text` is the file's whole content."""

    kind: Literal["gsa_per_diem", "irs_mileage", "rates"]
    text: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)]
    table_key: Annotated[str, StringConstraints(max_length=60)] = ""
    title: ShortText = ""


class RateTableOut(Schema):
    id: UUID
    key: str
    title: str
    currency: str
    changed_at: datetime


class RateOut(Schema):
    """`amount` in the table's currency, to four places; `valid_until` is included."""

    key: str
    part: str
    amount: str
    valid_from: date
    valid_until: date | None
    source: str


class DeclarationIn(Input):
    fringe_percent: Percent
    overtime_fringe_percent: Percent | None = None
    overhead_percent: Percent = Decimal(0)
    note: Note = ""
    declaration_id: UUID | None = None


class DeclarationOut(Schema):
    id: UUID
    party_id: UUID
    fringe_percent: str
    overtime_fringe_percent: str | None
    overhead_percent: str
    note: str
    declared_at: datetime
    declared_by_name: str


def rate_out(row: Any) -> RateOut:
    whole, rest = divmod(row.amount_ten_thousandths, 10_000)
    same = {"key", "part", "valid_from", "valid_until", "source"}
    return RateOut(**{name: getattr(row, name) for name in same}, amount=f"{whole}.{rest:04d}")


def table_out(_actor: Actor, row: Any) -> RateTableOut:
    return RateTableOut.from_orm(row)


def declaration_out(_actor: Actor, row: Any) -> DeclarationOut:
    percents = {
        name: None if (value := getattr(row, name)) is None else f"{value:f}"
        for name in ("fringe_percent", "overtime_fringe_percent", "overhead_percent")
    }
    same = {"id", "party_id", "note", "declared_at", "declared_by_name"}
    return DeclarationOut(**{name: getattr(row, name) for name in same}, **percents)


RatePage = page_schema(RateOut)


@router.get(
    "/rate-tables", **reads(list[RateTableOut], name="rate_tables", summary="Tables of rates")
)
def rate_tables(request: ActorRequest) -> Any:
    return queries.rate_tables(request.actor)


@router.get("/rate-tables/{table_key}/rates", **reads(RatePage, name="rates", summary="Rates"))
def rates(
    request: ActorRequest,
    table_key: str,
    paging: PagingQuery,
    search: Search = "",
    on: date | None = None,
) -> Any:
    found = queries.rates(
        request.actor,
        table_key,
        search=search,
        on=on,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {"items": [rate_out(each) for each in found.items], "next": found.next}


@router.post("/rate-tables/import", **writes(commands.import_rates, RateTableOut))
def import_rates(request: ActorRequest, payload: ImportIn) -> HttpResponse:
    return run(request, commands.import_rates, table_out, **payload.model_dump())


@router.get(
    "/parties/{party_id}/declarations",
    **reads(list[DeclarationOut], name="declarations", summary="Declared fringe and overhead"),
)
def declarations(request: ActorRequest, party_id: UUID) -> Any:
    actor = request.actor
    return [declaration_out(actor, each) for each in queries.declarations(actor, party_id)]


@router.post("/declarations", **writes(commands.declare_load, DeclarationOut, status=201))
def declare_load(request: ActorRequest, payload: DeclarationIn) -> HttpResponse:
    return run(request, commands.declare_load, declaration_out, status=201, **payload.model_dump())
