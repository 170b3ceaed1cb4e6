"""Writes whose answer carries a secret: the secret is in the first answer only, never in a receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.errors import HttpError

from muster.api.doors import ActorRequest
from muster.journal.once import digest_of, once
from muster.journal.record import to_plain
from muster.rules.actor import Actor


def run_with_secret(
    request: ActorRequest,
    command: Callable[..., Any],
    present: Callable[[Actor, Any], Any],
    secrets: Callable[[Any], dict[str, Any]],
    *,
    status: int = 201,
    **inputs: Any,
) -> HttpResponse:
    """As `run`; a repetition under the same key answers without the secret."""
    actor = request.actor
    shown_now: dict[str, Any] = {}

    def write() -> Any:
        result = command(actor, **inputs)
        shown_now.update(secrets(result))
        return present(actor, result).model_dump(mode="json")

    name = command.command.name  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key", "")[:200]
    digest = digest_of(name, request.path, actor.network_id, actor.party_id, inputs)
    result, is_repeated = once(f"person:{actor.person_id}", key, digest, write)
    response = JsonResponse({**to_plain(result), **shown_now}, status=status)
    response["Cache-Control"] = "no-store"
    if is_repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def count_try(request: HttpRequest) -> None:
    """Links and codes cannot be tried out: counted per address, 429 beyond it."""
    if not ratelimit.consume(request, action="signup"):
        raise HttpError(429, "Too many tries. Wait a few minutes, then try again.")
