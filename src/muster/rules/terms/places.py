"""Where in a terms file each table and key stands: the TOML reader keeps no line numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\s\"']+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_\-.\"']+)\s*=(.*)$")
MULTILINE = ('"""', "'''")

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that cannot both hold: where it shows, the other place, and what to do."""

    place: Place
    other: Place
    sentence: str


def lines_of(text: str) -> dict[Place, int]:
    """Line number (from 1) of every table and key; the n-th of an array of tables ends in str(n - 1)."""
    places: dict[Place, int] = {}
    table: Place = ()
    counts: Counter[Place] = Counter()
    for number, line in _lines_outside_values(text):
        if header := HEADER.match(line):
            table = _split(header[2])
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, str(counts[table] - 1))
            places.setdefault(table, number)
        elif key := KEY.match(line):
            places.setdefault((*table, *_split(key[1])), number)
    return places


def line_of(places: dict[Place, int], place: Place) -> int:
    """The line of `place`, or of the nearest table around it; 1 when nothing of it is in the file."""
    while place:
        if place in places:
            return places[place]
        place = place[:-1]
    return 1


def _lines_outside_values(text: str) -> Iterator[tuple[int, str]]:
    """Each line that begins outside a multi-line string or array, with its number."""
    open_quote, depth = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if open_quote:
            if open_quote in line:
                open_quote = ""
            continue
        if depth <= 0:
            depth = 0
            yield number, line
        bare = _without_strings(line)
        for quote in MULTILINE:
            if line.count(quote) % 2:
                open_quote = quote
        if not HEADER.match(line):
            depth += bare.count("[") - bare.count("]")


def _without_strings(line: str) -> str:
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'", "", line)
    return bare.split("#", 1)[0]


def _split(dotted: str) -> Place:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
