"""Devices, their snapshot and their queue's key, over the API."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from ninja import Router, Schema

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.journal.plain import to_plain
from muster.members.strangers import stranger
from muster.offline import commands, queries, sealing
from muster.offline.paper import LONGEST_TEXT
from muster.rules.actor import Actor

router = Router()
Key = Annotated[str, Text(400, 1)]


class DeviceOut(Schema):
    """`state`: enrolled, expired (not heard from for too long), wiped (reported lost), erased."""

    id: UUID
    label: str
    state: str
    enrolled_at: datetime
    last_seen_at: datetime
    key_expires_at: datetime


class EnrollIn(Input):
    """Keys are P-256 keys for signatures, as SubjectPublicKeyInfo in base64url.

    `request_key` signs the requests that the phone shows as codes.
    """

    label: Annotated[str, Text(60, 1)]
    public_key: Key
    request_key: Annotated[str, Text(400)] = ""
    device_id: UUID | None = None


class PaperIn(Input):
    """`signed_text`: what the code says, alone or behind the `#` of its address."""

    signed_text: Annotated[str, Text(LONGEST_TEXT, 1)]


class FilePaperIn(PaperIn):
    """`read_back`: the words of the reading, once whoever shows the code has agreed to them."""

    read_back: Annotated[str, Text(8000, 1)]


class ReadingOut(Schema):
    """`reference`: the request that the code became before. `suspected`: what its note looks like."""

    party_name: str
    person_name: str
    device_label: str
    signed_at: datetime
    read_back: str
    reference: str
    suspected: str


class FiledOut(Schema):
    """`is_repeated`: the request was there before, by this code or by the phone itself."""

    aid_request_id: UUID
    reference: str
    state: str
    party_name: str
    is_repeated: bool


class ContactIn(Input):
    """`signature`: ECDSA over `muster-device-contact`, the id and `at`, a line each."""

    at: Annotated[str, Text(40, 1)]
    signature: Key


class ContactOut(Schema):
    must_erase: bool
    key_expires_at: datetime


class SealedIn(Input):
    sealed: Key


class QueueKeyOut(Schema):
    key: str


class StandingOut(Schema):
    """What the offline page needs to know of the one signed in; kept nowhere."""

    person_id: UUID
    post: str
    post_label: str
    csrf_token: str
    server_key: str
    server_key_id: str


class SectionOut(Schema):
    key: str
    title: str
    empty: str
    items: list[dict[str, Any]]


class SnapshotOut(Schema):
    post: str
    network: str
    is_sample: bool
    party: str
    time_zone: str
    sections: list[SectionOut]


def post_of(actor: Actor) -> str:
    """The post that the actor acts in, in one word."""
    return f"{actor.network_id}:{actor.party_id or ''}"


def device_out(_actor: Actor, device: Any) -> dict[str, Any]:
    names = ("id", "label", "enrolled_at", "last_seen_at", "key_expires_at")
    return {
        "state": queries.state_of(device),
        **{name: getattr(device, name) for name in names},
    }


@router.get(
    "/offline/standing",
    **reads(StandingOut, name="offline_standing", summary="Who is signed in, for the offline page"),
)
def standing(request: ActorRequest) -> Any:
    own, actor = sealing.own_key(), request.actor
    post = getattr(request, "post_held", None)
    return {
        "person_id": actor.person_id,
        "post": post_of(actor),
        "post_label": post.label if post else "",
        "csrf_token": get_token(request),
        "server_key": own.public,
        "server_key_id": own.identifier,
    }


@router.get(
    "/offline/snapshot",
    **reads(
        SnapshotOut,
        name="offline_snapshot",
        summary="What the caller may keep on a device; answers 304 to its own ETag",
    ),
)
def snapshot(request: ActorRequest) -> HttpResponse:
    found = queries.snapshot(request.actor)
    content = {
        "post": post_of(request.actor),
        "network": found.network_name,
        "is_sample": found.is_sample,
        "party": found.party_name,
        "time_zone": found.time_zone,
        "sections": [
            {"key": each.key, "title": each.title, "empty": each.empty, "items": each.items}
            for each in found.sections
        ],
    }
    return with_etag(request, to_plain(content))


def with_etag(request: HttpRequest, content: Any) -> HttpResponse:
    """The content, or 304 for a caller who has it."""
    body = json.dumps(content, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "")
    response = (
        HttpResponse(status=304)
        if known == etag
        else HttpResponse(body, content_type="application/json")
    )
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response


@router.get("/devices", **reads(list[DeviceOut], name="devices", summary="One's own devices"))
def devices(request: ActorRequest) -> Any:
    return [device_out(request.actor, each) for each in queries.devices(request.actor)]


@router.post("/devices", **writes(commands.enroll_device, DeviceOut, status=201))
def enroll_device(request: ActorRequest, payload: EnrollIn) -> HttpResponse:
    return run(request, commands.enroll_device, device_out, status=201, **payload.model_dump())


@router.post("/devices/{device_id}/wipe", **writes(commands.wipe_device, DeviceOut))
def wipe_device(request: ActorRequest, device_id: UUID) -> HttpResponse:
    return run(request, commands.wipe_device, device_out, device_id=device_id)


@router.post(
    "/devices/{device_id}/contact",
    **{**writes(commands.note_contact, ContactOut), "auth": None},
)
def note_contact(request: HttpRequest, device_id: UUID, payload: ContactIn) -> HttpResponse:
    actor = getattr(request, "actor", None) or stranger(request)
    heard = commands.note_contact(actor, device_id=device_id, **payload.model_dump())
    return JsonResponse({"must_erase": heard.must_erase, "key_expires_at": heard.key_expires_at})


@router.post("/devices/{device_id}/queue-key", **writes(commands.open_queue_key, QueueKeyOut))
def open_queue_key(request: ActorRequest, device_id: UUID, payload: SealedIn) -> HttpResponse:
    key = commands.open_queue_key(request.actor, device_id=device_id, sealed=payload.sealed)
    response = JsonResponse({"key": sealing.encoded(key)})
    response["Cache-Control"] = "no-store"
    return response


@router.post("/paper-requests/read", **writes(commands.read_paper_request, ReadingOut))
def read_paper_request(request: ActorRequest, payload: PaperIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.read_paper_request, presented(ReadingOut), **given)


@router.post("/paper-requests", **writes(commands.file_paper_request, FiledOut))
def file_paper_request(request: ActorRequest, payload: FilePaperIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.file_paper_request, presented(FiledOut), **given)


def presented(shape: type[Schema]) -> Any:
    """How a plain row is shown to whoever got it from a command."""
    return lambda _actor, row: shape.from_orm(row)
