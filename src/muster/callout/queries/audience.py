"""Who could be asked for which line: the match, one row a party."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from muster.aid.matches import to_match
from muster.matching import queries as matching
from muster.rules.actor import system_actor
from muster.rules.callout import Fit

NAMED = "named by whoever asks"


def fits_by_line(
    aid_request: Any, lines: Sequence[Any], named: Collection[UUID] = ()
) -> dict[UUID, list[Fit]]:
    """The parties that could help with each line, best first.

    With a named list those alone, whether or not the match knows them: who names a party knows
    something that the catalogue does not.
    """
    actor = system_actor(aid_request.network_id)
    found = {}
    for line in lines:
        fits = [
            Fit(each.party_id, each.score, each.quantity, each.reasons)
            for each in matching.matching_parties(actor, to_match(aid_request, line), named)
        ]
        if named:
            known = {fit.party_id for fit in fits}
            fits += [Fit(each, 0.0, 0, (NAMED,)) for each in named if each not in known]
        found[line.id] = fits
    return found
