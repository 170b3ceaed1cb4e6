"""A pack as the answer to a browser or a program: to be saved, and kept by no cache in between."""

from __future__ import annotations

from django.http import HttpResponse

from muster.packs.commands import Made


def saved(made: Made) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "private, no-store"
    return response
