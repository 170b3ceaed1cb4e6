"""How a router reads and writes: queries in, commands out, nothing decided here.

@router.post("/offers/{offer_id}/withdraw", **writes(commands.withdraw_offer, OfferOut))
def withdraw_offer(request, offer_id: UUID, payload: ReasonIn):
    return run(request, commands.withdraw_offer, present_offer,
               offer_id=offer_id, **payload.model_dump())
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from annotated_types import GroupedMetadata
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from muster.api.authentication import AUTHENTICATION
from muster.api.problems import PROBLEMS
from muster.journal.acknowledging import note_acknowledged
from muster.journal.once import digest_of, once
from muster.journal.record import to_plain
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.secrets import kinds_in, secrets_in

SMALLEST_63, LARGEST_63 = -(2**63), 2**63 - 1


UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def _printable(text: str) -> str:
    """Refuse control characters (line breaks and tabs may stay), lone surrogates, and the signs that
    turn the direction of text: with them a name reads as another."""
    if UNPRINTABLE.search(text):
        raise ValueError("Text may not contain control or direction characters")
    return text


class ActorRequest(HttpRequest):
    """A call that authentication has let through: it carries who calls."""

    actor: Actor


@dataclass(frozen=True)
class Text(GroupedMetadata):
    """A text input, trimmed, bounded, without control characters: `Annotated[str, Text(200)]`."""

    longest: int
    shortest: int = 0

    def __iter__(self) -> Iterator[object]:
        yield StringConstraints(
            strip_whitespace=True, max_length=self.longest, min_length=self.shortest
        )
        yield AfterValidator(_printable)


ShortText = Annotated[str, Text(200)]
LongText = Annotated[str, Text(4000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
PositiveCount = Annotated[int, Field(ge=1, le=1_000_000)]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# Years beyond these are typing errors, and no calendar arithmetic survives the outermost.
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]
Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date())]
MoneyAmount = Annotated[str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,2})?$")]


class Input(Schema):
    """What a write takes: unknown fields are refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class MoneyOut(Schema):
    """An amount as text, so that no reader rounds it, with its currency."""

    amount: str
    currency: str


class Paging(Schema):
    """What every list takes: `limit` (1 to 200) and the `cursor` that the page before gave."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, StringConstraints(max_length=500)] = None


PagingQuery = Annotated[Paging, Query()]


def page_schema(item: type[Schema]) -> type[Schema]:
    """`{"items": [...], "next": "…" or null}` of an item shape."""
    name = f"{item.__name__.removesuffix('Out')}Page"
    return type(
        name,
        (Schema,),
        {"__annotations__": {"items": list[item], "next": str | None}},  # type: ignore[valid-type]
    )


def money_out(cents: int, currency: str) -> dict[str, str]:
    """Cents as the API's money."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return {"amount": f"{sign}{cents // 100}.{cents % 100:02d}", "currency": currency}


def reads(shape: Any, *, name: str | None = None, summary: str | None = None) -> dict[str, Any]:
    """Decorator arguments of a reading operation."""
    arguments: dict[str, Any] = {"response": {200: shape, **PROBLEMS}, "auth": AUTHENTICATION}
    if name:
        arguments["operation_id"] = name
    if summary:
        arguments["summary"] = summary
    return arguments


def writes(command: Callable[..., Any], shape: Any, *, status: int = 200) -> dict[str, Any]:
    """Decorator arguments of the operation that runs a command, marked with the command's name."""
    entry = command.command  # type: ignore[attr-defined]
    return {
        "response": {status: shape, **PROBLEMS},
        "auth": AUTHENTICATION,
        "operation_id": entry.name,
        "summary": entry.summary,
        "description": (entry.function.__doc__ or "").strip(),
        "openapi_extra": {
            "x-command": entry.name,
            "x-permission": entry.permission,
            "x-step-up": entry.step_up,
            "parameters": [IDEMPOTENCY_PARAMETER, ACKNOWLEDGE_PARAMETER],
        },
    }


IDEMPOTENCY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Made by the client; the same key gives the first result and writes once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


ACKNOWLEDGE_PARAMETER = {
    "name": "Acknowledge-Secrets",
    "in": "header",
    "required": False,
    "description": "`true` sends on a text that was refused with `secret.suspected`: it is no "
    "secret, or must be said. That it was sent so is put on record.",
    "schema": {"type": "string", "enum": ["true"]},
}


def run(
    request: ActorRequest,
    command: Callable[..., Any],
    present: Callable[[Actor, Any], Any],
    *,
    status: int = 200,
    **inputs: Any,
) -> HttpResponse:
    """Run a command for the caller and answer with its result as `present(actor, result)` shows it.

    With an `Idempotency-Key`, a repetition answers what the first call answered, marked
    `Idempotent-Replayed: true`. Refuses `secret.suspected` for a free text that looks like a
    password, key or personal number, unless the caller says that it is to be sent.
    """
    actor = request.actor
    found = _suspected(inputs)
    if found and request.headers.get("Acknowledge-Secrets") != "true":
        raise Refused(
            Refusal("secret.suspected", field=name, values={"kind": kind})
            for name, kind in found.items()
        )
    key = request.headers.get("Idempotency-Key", "")[:200]

    def write() -> Any:
        shown = present(actor, command(actor, **inputs))
        note_acknowledged(actor, request.path, found)
        return shown.model_dump(mode="json") if isinstance(shown, Schema) else to_plain(shown)

    name = command.command.name  # type: ignore[attr-defined]
    result, is_repeated = once(
        f"person:{actor.person_id}",
        key,
        digest_of(name, request.path, actor.network_id, actor.party_id, inputs),
        write,
    )
    response = JsonResponse(result, status=status, safe=False)
    if is_repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def _suspected(inputs: Mapping[str, Any]) -> dict[str, str]:
    """The free texts among the inputs, and the text of a file, that look like a secret."""
    found = secrets_in(inputs)
    name, content = inputs.get("name"), inputs.get("content")
    is_text = isinstance(name, str) and name.lower().endswith((".txt", ".csv"))
    if (
        is_text
        and isinstance(content, bytes)
        and (kinds := kinds_in(content.decode(errors="replace")))
    ):
        found["file"] = kinds[0].value
    return found
