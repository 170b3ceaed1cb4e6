"""Networks, parties, standing, contacts and exercises."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from muster.api.doors import (
    ActorRequest,
    Input,
    Paging,
    ShortText,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.members import commands, queries
from muster.rules.actor import Actor

router = Router()

Population = Annotated[int, Field(ge=0, le=100_000_000)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
StateCode = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
Note = Annotated[str, Text(300)]
Word = Annotated[str, Text(40)]


class NetworkOut(Schema):
    id: UUID
    slug: str
    name: str
    time_zone: str
    currency: str
    state_code: str
    is_sample: bool


class NetworkIn(Input):
    name: ShortText | None = None
    time_zone: Annotated[str, Text(60)] | None = None
    currency: Annotated[str, Text(3)] | None = None
    state_code: StateCode | None = None


class PartyOut(Schema):
    id: UUID
    name: str
    kind: str
    county: str
    place: str
    state_code: str
    population: int | None
    latitude: float | None
    longitude: float | None
    website: str
    is_fictional: bool
    standing: str
    standing_since: datetime
    standing_reason: str
    signature_confirmed: bool
    is_host: bool


class PartyIn(Input):
    name: ShortText
    kind: Word
    county: Annotated[str, Text(100)] = ""
    place: Annotated[str, Text(100)] = ""
    state_code: StateCode = ""
    population: Population | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    website: ShortText = ""
    standing: Word = "invited"
    signature_confirmed: bool = False
    source_note: Note = ""
    is_host: bool = False


class KnownPartyIn(Input):
    party_id: UUID
    standing: Word = "invited"


class PartyChange(Input):
    name: ShortText | None = None
    kind: Word | None = None
    county: Annotated[str, Text(100)] | None = None
    place: Annotated[str, Text(100)] | None = None
    state_code: StateCode | None = None
    population: Population | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    website: ShortText | None = None
    signature_confirmed: bool | None = None
    source_note: Note | None = None
    is_host: bool | None = None


class StandingIn(Input):
    action: Word
    reason: Note = ""


class ContactOut(Schema):
    id: UUID
    party_id: UUID
    kind: str
    name: str
    position_title: str
    phone: str
    email: str
    call_order: int
    note: str
    verified_at: datetime | None


class ContactIn(Input):
    kind: Word
    name: Annotated[str, Text(120)]
    position_title: Annotated[str, Text(120)] = ""
    phone: Word = ""
    email: Annotated[str, Text(254)] = ""
    note: Note = ""


class ContactChange(Input):
    kind: Word | None = None
    name: Annotated[str, Text(120)] | None = None
    position_title: Annotated[str, Text(120)] | None = None
    phone: Word | None = None
    email: Annotated[str, Text(254)] | None = None
    note: Note | None = None


class OrderIn(Input):
    contact_ids: Annotated[list[UUID], Field(max_length=100)]


class ExerciseOut(Schema):
    id: UUID
    name: str
    opened_at: datetime
    closed_at: datetime | None


class ExerciseIn(Input):
    name: ShortText


class PartyFilters(Paging):
    kind: Word = ""
    county: Annotated[str, Text(100)] = ""
    standing: Word = ""
    search: Annotated[str, Text(100)] = ""


class Count(Schema):
    count: int


PartyPage = page_schema(PartyOut)


class Contacts(Schema):
    items: list[ContactOut]


class Exercises(Schema):
    items: list[ExerciseOut]


def present_party(_actor: Actor, party: Any) -> PartyOut:
    own = {name: getattr(party, name) for name in PartyOut.model_fields if hasattr(party, name)}
    held = {
        name: getattr(party.membership, name) for name in PartyOut.model_fields if name not in own
    }
    return PartyOut(**own, **held)


def present_contact(_actor: Actor, contact: Any) -> ContactOut:
    return ContactOut.from_orm(contact)


def present_exercise(_actor: Actor, exercise: Any) -> ExerciseOut:
    return ExerciseOut.from_orm(exercise)


def present_network(_actor: Actor, network: Any) -> NetworkOut:
    return NetworkOut.from_orm(network)


def changes(payload: Input) -> dict[str, Any]:
    """What was sent; a null is as good as nothing sent."""
    return payload.model_dump(exclude_unset=True, exclude_none=True)


@router.get("/network", **reads(NetworkOut, name="get_network", summary="The network acted in"))
def get_network(request: ActorRequest):
    return queries.get_network(request.actor)


@router.patch("/network", **writes(commands.edit_network, NetworkOut))
def edit_network(request: ActorRequest, payload: NetworkIn) -> HttpResponse:
    return run(request, commands.edit_network, present_network, **changes(payload))


@router.get("/parties", **reads(PartyPage, name="parties", summary="The register, by name"))
def list_parties(request: ActorRequest, filters: Annotated[PartyFilters, Query()]):
    actor = request.actor
    found = queries.parties(actor, **filters.model_dump())
    return {"items": [present_party(actor, each) for each in found.items], "next": found.next}


@router.post("/parties", **writes(commands.add_party, PartyOut, status=201))
def add_party(request: ActorRequest, payload: PartyIn) -> HttpResponse:
    return run(request, commands.add_party, present_party, status=201, **payload.model_dump())


@router.post(
    "/parties/known",
    **{
        **writes(commands.add_party, PartyOut, status=201),
        "operation_id": "add_known_party",
        "summary": "Add a party of another network in which you hold a post.",
    },
)
def add_known_party(request: ActorRequest, payload: KnownPartyIn) -> HttpResponse:
    return run(request, commands.add_party, present_party, status=201, **payload.model_dump())


@router.post("/parties/import", **writes(commands.import_parties, Count, status=201))
def import_parties(request: ActorRequest, file: File[UploadedFile]) -> HttpResponse:
    def present(_actor: Actor, parties: list[Any]) -> Count:
        return Count(count=len(parties))

    content = file.read(1_000_001)
    return run(request, commands.import_parties, present, status=201, content=_plain(content))


def _plain(content: bytes) -> bytes | str:
    """Text where it is text, so that a repetition can be told from another file."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content


@router.get("/parties/{party_id}", **reads(PartyOut, name="get_party", summary="One party"))
def get_party(request: ActorRequest, party_id: UUID):
    actor = request.actor
    return present_party(actor, queries.get_party(actor, party_id))


@router.patch("/parties/{party_id}", **writes(commands.edit_party, PartyOut))
def edit_party(request: ActorRequest, party_id: UUID, payload: PartyChange) -> HttpResponse:
    return run(request, commands.edit_party, present_party, party_id=party_id, **changes(payload))


@router.post("/parties/{party_id}/standing", **writes(commands.change_standing, PartyOut))
def change_standing(request: ActorRequest, party_id: UUID, payload: StandingIn) -> HttpResponse:
    def present(actor: Actor, membership: Any) -> PartyOut:
        return present_party(actor, queries.get_party(actor, membership.party_id))

    return run(
        request, commands.change_standing, present, party_id=party_id, **payload.model_dump()
    )


@router.get(
    "/parties/{party_id}/contacts",
    **reads(Contacts, name="contacts", summary="Whom to call at a party, in call order"),
)
def list_contacts(request: ActorRequest, party_id: UUID):
    actor = request.actor
    return {"items": queries.contacts(actor, party_id)}


@router.post("/parties/{party_id}/contacts", **writes(commands.add_contact, ContactOut, status=201))
def add_contact(request: ActorRequest, party_id: UUID, payload: ContactIn) -> HttpResponse:
    return run(
        request,
        commands.add_contact,
        present_contact,
        status=201,
        party_id=party_id,
        **payload.model_dump(),
    )


def present_contacts(actor: Actor, contacts: list[Any]) -> Contacts:
    return Contacts(items=[present_contact(actor, each) for each in contacts])


@router.post("/parties/{party_id}/contacts/order", **writes(commands.reorder_contacts, Contacts))
def reorder_contacts(request: ActorRequest, party_id: UUID, payload: OrderIn) -> HttpResponse:
    return run(
        request,
        commands.reorder_contacts,
        present_contacts,
        party_id=party_id,
        contact_ids=payload.contact_ids,
    )


@router.post("/parties/{party_id}/contacts/verify", **writes(commands.verify_contacts, Contacts))
def verify_contacts(request: ActorRequest, party_id: UUID) -> HttpResponse:
    return run(request, commands.verify_contacts, present_contacts, party_id=party_id)


@router.patch("/contacts/{contact_id}", **writes(commands.edit_contact, ContactOut))
def edit_contact(request: ActorRequest, contact_id: UUID, payload: ContactChange) -> HttpResponse:
    return run(
        request, commands.edit_contact, present_contact, contact_id=contact_id, **changes(payload)
    )


@router.post("/contacts/{contact_id}/remove", **writes(commands.remove_contact, ContactOut))
def remove_contact(request: ActorRequest, contact_id: UUID) -> HttpResponse:
    return run(request, commands.remove_contact, present_contact, contact_id=contact_id)


@router.get("/exercises", **reads(Exercises, name="exercises", summary="Exercises, newest first"))
def list_exercises(request: ActorRequest):
    return {"items": queries.exercises(request.actor)}


@router.post("/exercises", **writes(commands.open_exercise, ExerciseOut, status=201))
def open_exercise(request: ActorRequest, payload: ExerciseIn) -> HttpResponse:
    return run(
        request, commands.open_exercise, present_exercise, status=201, **payload.model_dump()
    )


@router.post("/exercises/{exercise_id}/close", **writes(commands.close_exercise, ExerciseOut))
def close_exercise(request: ActorRequest, exercise_id: UUID) -> HttpResponse:
    return run(request, commands.close_exercise, present_exercise, exercise_id=exercise_id)
