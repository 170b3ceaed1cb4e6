"""What a returned host had alone, in words for the page and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from muster.backups.queries import HostThing
from muster.journal.queries import TimelineEntry
from muster.members.queries import party_names
from muster.rules.actor import Actor
from muster.web.fact_words import Line, line
from muster.web.subjects import SubjectPage, page_of


def lines(entries: Iterable[TimelineEntry]) -> list[Line]:
    """The facts as the journal's page says them, each with the party for which somebody acted."""
    listed = list(entries)
    names = party_names(each.actor_party_id for each in listed if each.actor_party_id)
    return [
        _with_party(line(each), names.get(each.actor_party_id or UUID(int=0))) for each in listed
    ]


def page_here(actor: Actor, thing: HostThing) -> tuple[str, SubjectPage] | None:
    """Kind and page of the thing here, or of the next thing that its facts name and that is here."""
    found = ((kind, page_of(actor, kind, subject_id)) for kind, subject_id in thing.subjects)
    return next(((kind, page) for kind, page in found if page), None)


def row(actor: Actor, thing: HostThing) -> dict[str, Any]:
    """One thing for a list: its newest fact in words, and where it is here."""
    said = lines(thing.at_host)
    return {
        "thing": thing,
        "matter": thing.matter,
        "newest": said[-1] if said else None,
        "more": len(said) - 1,
        "page": page_here(actor, thing),
    }


def _with_party(said: Line, party: str | None) -> Line:
    return replace(said, who=f"{said.who}, {party}") if party else said
