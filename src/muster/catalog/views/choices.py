"""The words of the network, as the choices of a form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from muster.catalog import queries
from muster.members import queries as members
from muster.rules.actor import Actor

Options = list[tuple[str, str]]


def words(rows: Any) -> Options:
    return [(row.key, row.label) for row in rows]


def filter_choices(actor: Actor) -> dict[str, Options]:
    """The choices of the list's filter."""
    return queries.word_choices(actor)


def resource_choices(request: HttpRequest, actor: Actor, kind: str) -> dict[str, Any]:
    """The choices of a resource's form."""
    is_person = kind == "person"
    people = (
        members.people_of_party(actor.network_id, actor.party_id)
        if is_person and actor.network_id and actor.party_id
        else []
    )
    return {
        "currency": currency_of(request),
        "types": words(queries.resource_types(actor, kind=kind)),
        "skills": words(queries.skills(actor)) if is_person else [],
        "clearances": words(queries.clearances(actor)) if is_person else [],
        "people": [(str(person.id), person.name) for person in people],
    }


def with_kept(options: Options, kept: Options) -> Options:
    """The options, and those that a thing has already although they were since retired."""
    known = {key for key, _ in options}
    return [*options, *((key, label) for key, label in kept if key not in known)]


def currency_of(request: HttpRequest) -> str:
    return getattr(getattr(request, "post_held", None), "currency", "USD")
