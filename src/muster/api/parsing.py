"""How what a call asks and sends becomes values: text in it is such as any database can keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import ValidationError
from ninja.parser import Parser

from muster.journal.storable import is_storable

MOST_TOLD = 20

Place = tuple[str | int, ...]


class Unstorable(ValueError):
    """Text with a NUL or half a surrogate pair; `places` say where, as paths into the body."""

    def __init__(self, places: list[Place]):
        self.places = places
        super().__init__("text that cannot be stored")

    def as_validation_error(self) -> ValidationError:
        return ValidationError(
            [
                {
                    "type": "text",
                    "loc": ("body", *place),
                    "msg": "Text may not contain NUL characters or broken Unicode",
                }
                for place in self.places[:MOST_TOLD]
            ]
        )


class StorableParser(Parser):
    """Refuses what no database keeps, before any schema sees it."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = super().parse_body(request)
        if places := list(unstorable(body)):
            # The framework turns whatever is raised here into a 400 that names it as its cause.
            raise Unstorable(places)
        return body

    def parse_querydict(
        self, data: MultiValueDict, list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        if places := sorted({place[:1] for place in unstorable(dict(data.lists()))}):
            raise Unstorable(places).as_validation_error()
        return super().parse_querydict(data, list_fields, request)


def unstorable(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where in a parsed body text stands that cannot be stored."""
    waiting = [(place, value)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str):
            if not is_storable(value):
                yield place
        elif isinstance(value, dict):
            for name, inner in value.items():
                if not is_storable(str(name)):
                    yield place
                else:
                    waiting.append(((*place, name), inner))
        elif isinstance(value, list):
            waiting.extend(((*place, index), inner) for index, inner in enumerate(value))
