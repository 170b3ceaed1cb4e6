"""Forms over the API: the list, and each as JSON or PDF, blank or filled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.api.doors import ActorRequest, reads
from muster.exchange import answers, paper, plain, queries

router = Router()


class FormRow(Schema):
    key: str
    number: str
    title: str
    subject: str
    purpose: str
    basis: str


class FilledOut(Schema):
    """A form as data; `values` keeps to the published schema (`/forms/schema`)."""

    format: str
    form: str
    title: str
    network: str | None
    sharing_label: str | None
    is_exercise: bool
    is_sample: bool
    subject: dict[str, str] | None
    values: dict[str, Any]


@router.get("/forms", **reads(list[FormRow], name="forms", summary="Every form that there is"))
def forms(request: ActorRequest) -> Any:
    return queries.forms()


@router.get(
    "/forms/schema",
    **reads(dict[str, Any], name="forms_schema", summary="The JSON Schema of the forms"),
)
def forms_schema(request: ActorRequest) -> Any:
    return plain.schema(paper.layouts())


@router.get("/forms/blank.pdf", **reads(None, name="blank_forms", summary="All blank forms (PDF)"))
def blank_forms(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    return answers.pdf(queries.blank_set(actor), "blank-forms")


@router.get("/forms/{form_key}", **reads(FilledOut, name="blank_form", summary="A blank form"))
def blank_form(request: ActorRequest, form_key: str) -> Any:
    return queries.form_json(request.actor, form_key, None)


@router.get(
    "/forms/{form_key}/pdf", **reads(None, name="blank_form_pdf", summary="A blank form (PDF)")
)
def blank_form_pdf(request: ActorRequest, form_key: str) -> HttpResponse:
    actor = request.actor
    return answers.pdf(queries.form_pdf(actor, form_key, None), form_key)


@router.get(
    "/forms/{form_key}/{subject_id}",
    **reads(FilledOut, name="filled_form", summary="A form filled from the record"),
)
def filled_form(request: ActorRequest, form_key: str, subject_id: UUID) -> Any:
    return queries.form_json(request.actor, form_key, subject_id)


@router.get(
    "/forms/{form_key}/{subject_id}/pdf",
    **reads(None, name="filled_form_pdf", summary="A form filled from the record (PDF)"),
)
def filled_form_pdf(request: ActorRequest, form_key: str, subject_id: UUID) -> HttpResponse:
    actor = request.actor
    return answers.pdf(queries.form_pdf(actor, form_key, subject_id), form_key)
