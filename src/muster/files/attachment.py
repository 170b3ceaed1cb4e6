"""The form in which both doors send a file: an attachment, never shown by the browser in our name."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse

from muster.files import queries
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


def attachment(actor: Actor, file_id: UUID) -> FileResponse:
    """The file as an attachment that no browser will run."""
    stored = queries.get_file(actor, file_id)
    try:
        content = queries.path_of(stored).open("rb")
    except FileNotFoundError as error:
        raise NotFound("file") from error
    response = FileResponse(
        content, as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-TLP"] = stored.sharing_label
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
