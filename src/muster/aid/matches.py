"""From a request's lines to the match: the room below knows candidates, not requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.cache import caches

from muster.aid.before_check_in import say_before_check_in
from muster.catalog import queries as catalog
from muster.matching import queries as matching
from muster.matching.queries import LineToMatch, Match
from muster.rules.actor import Actor

RECENT_SECONDS = 60


def to_match(aid_request: Any, line: Any) -> LineToMatch:
    """A line as the match takes it, for what is still needed of it."""
    has_place = aid_request.latitude is not None and aid_request.longitude is not None
    return LineToMatch(
        requesting_party_id=aid_request.requesting_party_id,
        resource_type_id=line.resource_type_id,
        kind=line.resource_type.kind,
        quantity=line.quantity - line.filled_quantity,
        needed_from=line.needed_from,
        needed_until=line.needed_until,
        skill_id=line.skill_id,
        # A statement is signed once somebody is chosen: lacking it rules nobody out.
        clearance_id=None if _is_signed(line) else line.clearance_id,
        work_package_id=line.work_package_id,
        is_on_site=line.is_on_site,
        place=(aid_request.latitude, aid_request.longitude) if has_place else None,
        exercise_id=aid_request.exercise_id,
    )


def _is_signed(line: Any) -> bool:
    return line.clearance is not None and bool(line.clearance.statement)


def line_matches(
    actor: Actor,
    aid_request: Any,
    lines: list[Any],
    *,
    party_id: UUID | None = None,
    most: int = matching.MOST_SHOWN,
) -> list[tuple[Any, Match]]:
    """Each line, with what is asked of people `before_check_in`, and its match."""
    say_before_check_in(actor, aid_request, lines)
    return [
        (
            line,
            matching.match_rows(actor, to_match(aid_request, line), party_id=party_id, most=most),
        )
        for line in lines
    ]


def recent_line_matches(
    actor: Actor, aid_request: Any, lines: list[Any], *, most: int
) -> list[tuple[Any, Match]]:
    """The match of each line, at most a minute old: a page that refreshes by itself asks often.

    For readers who may see the whole ranking; what it shows is the same for all who read the whole
    catalogue.
    """
    cache = caches["process"]
    reach = "all" if catalog.sees_others(actor) else actor.party_id
    found = []
    say_before_check_in(actor, aid_request, lines)
    for line in lines:
        wanted = to_match(aid_request, line)
        key = f"match:{line.id}:{wanted.quantity}:{hash(wanted)}:{most}:{reach}"
        match = cache.get(key)
        if match is None:
            match = matching.match_rows(actor, wanted, most=most)
            cache.set(key, match, RECENT_SECONDS)
        found.append((line, match))
    return found
