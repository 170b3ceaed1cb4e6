"""Where in a JSON text each value stands: the parser keeps no line numbers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

Place = tuple[str, ...]

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass
class _Open:
    """An object or array that is not closed yet."""

    place: Place
    is_array: bool
    index: int = 0
    name: str = ""
    awaits_name: bool = True

    def here(self) -> Place:
        return (*self.place, str(self.index) if self.is_array else self.name)


def lines_of(text: str) -> dict[Place, int]:
    """Line number, from 1, of every value of a valid JSON text; an array's items count from 0."""
    places: dict[Place, int] = {(): 1}
    stack: list[_Open] = []
    line, reached = 1, 0
    for found in TOKEN.finditer(text):
        line += text.count("\n", reached, found.start())
        reached = found.start()
        token, top = found[0], stack[-1] if stack else None
        if token in "{[":
            place = top.here() if top else ()
            places.setdefault(place, line)
            stack.append(_Open(place, token == "["))
        elif token in "}]":
            stack.pop()
        elif token == ",":
            if top is not None:
                top.index, top.awaits_name = top.index + 1, True
        elif token == ":":
            if top is not None:
                top.awaits_name = False
        elif top is not None and not top.is_array and top.awaits_name:
            top.name = json.loads(token)
            places.setdefault(top.here(), line)
        elif top is not None:
            places.setdefault(top.here(), line)
    return places


def line_of(places: dict[Place, int], place: Place) -> int:
    """The line of `place`, or of the nearest value around it."""
    while place and place not in places:
        place = place[:-1]
    return places.get(place, 1)
