"""Files over the API: send one, then name its id where it is evidence; fetch one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from muster.api.doors import ActorRequest, reads, run, writes
from muster.files import commands, queries
from muster.files.attachment import attachment
from muster.files.checking import LARGEST_BYTES
from muster.rules.actor import Actor

router = Router()


class FileOut(Schema):
    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    scan_state: str
    uploaded_at: datetime


def present(actor: Actor, stored) -> FileOut:
    return FileOut.from_orm(stored)


@router.post("/files", **writes(commands.store_file, FileOut, status=201))
def store_file(request: ActorRequest, file: File[UploadedFile]) -> HttpResponse:
    return run(
        request,
        commands.store_file,
        present,
        status=201,
        name=file.name or "file",
        content=file.read(LARGEST_BYTES + 1),
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
