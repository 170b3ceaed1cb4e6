"""A packed ZIP as the answer to a browser or a program."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse


def zip_file(packed: Any) -> FileResponse:
    """The file to be saved, never kept by caches in between; its manifest's digest in a header."""
    response = FileResponse(
        packed.content,
        as_attachment=True,
        filename=packed.name,
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Manifest-SHA256"] = packed.manifest_sha256
    return response
