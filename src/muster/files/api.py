"""Files over the API: send one, then name its id where it is evidence; fetch one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from muster.api.doors import ActorRequest, Input, reads, run, writes
from muster.files import commands, queries
from muster.files.attachment import attachment
from muster.files.checking import LARGEST_BYTES
from muster.rules.actor import Actor
from muster.rules.sharing import SharingLabel

router = Router()


class FileOut(Schema):
    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    scan_state: str
    sharing_label: str
    uploaded_at: datetime


class LabelIn(Input):
    sharing_label: SharingLabel | Literal[""]


def present(actor: Actor, stored) -> FileOut:
    return FileOut.from_orm(stored)


@router.post("/files", **writes(commands.store_file, FileOut, status=201))
def store_file(
    request: ActorRequest, file: File[UploadedFile], sharing_label: Annotated[str, Form()] = ""
) -> HttpResponse:
    return run(
        request,
        commands.store_file,
        present,
        status=201,
        name=file.name or "file",
        content=file.read(LARGEST_BYTES + 1),
        sharing_label=sharing_label[:40],
    )


@router.post("/files/{file_id}/label", **writes(commands.label_file, FileOut))
def label_file(request: ActorRequest, file_id: UUID, payload: LabelIn) -> HttpResponse:
    return run(
        request,
        commands.label_file,
        present,
        file_id=file_id,
        sharing_label=payload.sharing_label,
    )


@router.get("/files/{file_id}", **reads(FileOut, name="get_file", summary="What a file is"))
def get_file(request: ActorRequest, file_id: UUID):
    return queries.get_file(request.actor, file_id)


@router.get(
    "/files/{file_id}/content",
    **reads(None, name="get_file_content", summary="The file itself, as an attachment"),
)
def get_file_content(request: ActorRequest, file_id: UUID):
    return attachment(request.actor, file_id)
