"""The pack over the API: what it says, when it was last made, and as a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.api.doors import ActorRequest, Input, Text, reads, writes
from muster.packs import answers, commands, queries

router = Router()
ONE = "/parties/{party_id}/pack"


class SealIn(Input):
    """`passphrase`: at least 14 characters; it is kept nowhere."""

    passphrase: Annotated[str, Text(commands.LONGEST_PHRASE, 1)]


class LineOut(Schema):
    name: str
    text: str


class SectionOut(Schema):
    """`note` says what was left out, or that there is nothing."""

    key: str
    title: str
    lines: list[LineOut]
    note: str


class PackPlaybookOut(Schema):
    """A playbook that goes along, as it stands now."""

    id: str
    title: str
    whose: str
    kind: str
    label: str
    when_to_use: str
    steps: list[str]
    reviewed: str


class LastMadeOut(Schema):
    """`is_due`: a new one should be made now. `kind` is empty where only the making may be known."""

    at: datetime
    by: str
    kind: str
    expires_on: date
    is_over: bool
    is_due: bool


class PackOut(Schema):
    party_id: UUID
    party_name: str
    network_name: str
    is_sample: bool
    made_on: date
    expires_on: date
    sections: list[SectionOut]
    playbooks: list[PackPlaybookOut]
    playbooks_note: str
    last: LastMadeOut | None


@router.get(ONE, **reads(PackOut, name="pack", summary="What a party's pack says now"))
def pack(request: ActorRequest, party_id: UUID) -> Any:
    found = queries.pack(request.actor, party_id)
    names = PackOut.model_fields.keys() - {"last"}
    shown = {name: getattr(found, name) for name in names}
    return {**shown, "last": queries.last_made(request.actor, party_id)}


def makes(name: str, summary: str) -> dict[str, Any]:
    """Decorator arguments of an operation that answers with a pack and puts it on record."""
    return {**writes(commands.note_pack_made, None), "operation_id": name, "summary": summary}


@router.post(f"{ONE}/print", **makes("print_pack", "Make the pack of a party as a PDF"))
def print_pack(request: ActorRequest, party_id: UUID) -> HttpResponse:
    """Answers with the PDF."""
    return answers.saved(commands.print_pack(request.actor, party_id=party_id))


@router.post(f"{ONE}/seal", **makes("seal_pack", "Make the pack of a party as one sealed file"))
def seal_pack(request: ActorRequest, party_id: UUID, payload: SealIn) -> HttpResponse:
    """Answers with the HTML file."""
    actor, given = request.actor, payload.model_dump()
    return answers.saved(commands.seal_pack(actor, party_id=party_id, **given))
