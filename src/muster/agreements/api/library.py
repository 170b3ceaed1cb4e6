"""The ready terms, the schema of a terms file and comparisons, over the API."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from muster.agreements import side_by_side
from muster.agreements.api.versions import TermOut, terms_in_words
from muster.agreements.ready_terms import ReadyTerms, get_ready_terms, ready_terms
from muster.api.doors import ActorRequest, Input, reads
from muster.rules.terms import terms_schema

router = Router()


class ReadyOut(Schema):
    key: str
    name: str
    version: str
    jurisdiction: str
    currency: str
    summary: str


class ReadyList(Schema):
    items: list[ReadyOut]
    next: str | None = None


class WholeReadyOut(ReadyOut):
    terms_text: str
    terms: list[TermOut]


class SideOut(Schema):
    words: str
    ground: str
    is_here: bool


class ComparedValueOut(Schema):
    says: str
    left: SideOut
    right: SideOut
    is_changed: bool


class ComparedTermOut(Schema):
    title: str
    rows: list[ComparedValueOut]


class ComparisonOut(Schema):
    left: str
    right: str
    values: int
    differing: int
    terms: list[ComparedTermOut]


class ComparisonIn(Input):
    left: str = Field(max_length=100, description="ready:<key> or version:<id>")
    right: str = Field(max_length=100, description="ready:<key> or version:<id>")
    everything: bool = False


def present_ready(ready: ReadyTerms) -> dict[str, Any]:
    heading = ready.terms.heading
    return {
        "key": ready.key,
        "name": heading.name,
        "version": heading.version,
        "jurisdiction": heading.jurisdiction,
        "currency": heading.currency,
        "summary": heading.summary,
    }


@router.get(
    "/ready-terms",
    **reads(ReadyList, name="ready_terms", summary="The terms files that Muster brings along"),
)
def list_ready(request: ActorRequest):
    return {"items": [present_ready(each) for each in ready_terms()]}


@router.get(
    "/ready-terms/{terms_key}",
    **reads(WholeReadyOut, name="get_ready_terms", summary="One ready terms file, with its words"),
)
def get_ready(request: ActorRequest, terms_key: str):
    ready = get_ready_terms(terms_key)
    return {
        **present_ready(ready),
        "terms_text": ready.text,
        "terms": terms_in_words(ready.terms),
    }


@router.get(
    "/terms-schema",
    **reads(dict[str, Any], name="terms_schema", summary="The JSON Schema of a terms file"),
)
def schema(request: ActorRequest):
    return terms_schema()


@router.get(
    "/agreement-comparison",
    **reads(ComparisonOut, name="compare_terms", summary="Where two agreements differ"),
)
def compare(request: ActorRequest, asked: Query[ComparisonIn]):
    found = side_by_side.side_by_side(
        request.actor,
        asked.left,
        asked.right,
        asked.everything,
    )
    return {
        "left": found.left.name,
        "right": found.right.name,
        "values": found.values,
        "differing": found.differing,
        "terms": found.terms,
    }
