"""A party's own data over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from muster.api.doors import writes
from muster.records import answers, commands

router = Router()


@router.post("/records/own", **writes(commands.take_party_data, None))
def take_party_data(request: HttpRequest) -> HttpResponseBase:
    """Answers with the ZIP."""
    actor = request.actor  # type: ignore[attr-defined]
    return answers.zip_file(commands.take_party_data(actor))
