"""What a lapsed attestation takes away from a request or a mission, said before it is paid for.

The free hours hang on the baseline of the party that asks, as it stood when it asked: what lapses
later costs nothing here, and all of the free hours on the next request.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.aid.models import AidRequest, Mission
from muster.aid.queries.aid_requests import frozen_for
from muster.aid.queries.offers import offers_of
from muster.aid.queries.visibility import is_side_of
from muster.joining import queries as joining
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.attesting import ItemState, baseline_gates_free_help, not_met_until
from muster.rules.lifecycle import AidRequestState, OfferState
from muster.rules.money import Money
from muster.rules.settlement import EstimatedWork, worth_of_free_help
from muster.rules.terms import Terms

UNDECIDED = (AidRequestState.DRAFT, AidRequestState.AWAITING_SIGN_OFF, AidRequestState.OPEN)
STANDING = (OfferState.SUBMITTED, OfferState.PARTLY_ACCEPTED, OfferState.ACCEPTED)


@dataclass(frozen=True)
class Lapses:
    """`free_hours` are lost where `is_lost`; otherwise they would be on a request made once what is
    in `ending` has ended. `is_asked`: the baseline was written down already. `lost` (titles) and
    `ending` are empty for readers who may learn only the yes or no. `worth` is an estimate of what the
    free hours come to at the rates that were offered, None where the reader knows of none."""

    party_id: UUID
    free_hours: Decimal
    is_asked: bool
    is_lost: bool
    lost: tuple[str, ...]
    ending: tuple[ItemState, ...]
    until: datetime
    worth: Money | None = None


def lapses_of_request(actor: Actor, asked: AidRequest) -> Lapses | None:
    """The same as `lapses_of`, while something can still be asked, answered or decided."""
    if asked.state not in UNDECIDED:
        return None
    return lapses_of(actor, asked, asked.needed_until)


def lapses_of_mission(actor: Actor, mission: Mission) -> Lapses | None:
    """The same for a mission, told to its two sides alone."""
    if not is_side_of(actor, mission.requesting_party_id, mission.responding_party_id):
        return None
    return lapses_of(actor, mission, mission.ends_at)


def own_lapses_beside(actor: Actor, asked: AidRequest) -> Lapses | None:
    """What a party that may answer would lose itself, if it had to ask while its people are away."""
    own = actor.party_id
    if own is None or own == asked.requesting_party_id or asked.state != AidRequestState.OPEN:
        return None
    return own_lapses(actor, own, asked.needed_until)


def lapses_of(actor: Actor, asked: AidRequest | Mission, until: datetime) -> Lapses | None:
    """What is lost, or ends before `until`, of a request or mission that the actor has found; None
    where nothing is or where the free hours do not hang on it. Terms: free_allowance, baseline."""
    if not asked.frozen:
        return own_lapses(actor, asked.requesting_party_id, until)
    version: Any = asked.agreement_version
    terms = agreements.terms_of(version)
    if not baseline_gates_free_help(terms):
        return None
    is_lost = not asked.frozen.get("meets_baseline")
    kept = frozen_for(actor, asked)
    ending = () if is_lost else _ending(actor, asked.requesting_party_id, terms, until)
    lost = _titles(terms, kept) if is_lost else ()
    found = _found(asked.requesting_party_id, terms, until, True, is_lost, lost, ending)
    return found and replace(found, worth=_worth(_estimates(actor, asked), terms))


def own_lapses(actor: Actor, party_id: UUID, until: datetime) -> Lapses | None:
    """The same for what a party would ask now. Terms: free_allowance, baseline."""
    version = joining.version_of(actor, party_id)
    if version is None or not baseline_gates_free_help(terms := agreements.terms_of(version)):
        return None
    found = agreements.baseline(actor, party_id, clock.now())
    lost = tuple(each.title for each in found.items if not each.is_met)
    ending = _ending(actor, party_id, terms, until) if found.meets else ()
    return _found(party_id, terms, until, False, not found.meets, lost, ending)


def _found(
    party_id: UUID,
    terms: Terms,
    until: datetime,
    is_asked: bool,
    is_lost: bool,
    lost: tuple[str, ...],
    ending: tuple[ItemState, ...],
) -> Lapses | None:
    if not (is_lost or ending):
        return None
    hours = terms.free_allowance.hours
    return Lapses(party_id, hours, is_asked, is_lost, lost, ending, until)


def _estimates(actor: Actor, asked: AidRequest | Mission) -> list[dict[str, Any]]:
    """What was offered, as far as the actor sees its costs."""
    if isinstance(asked, Mission):
        return [asked.offer.estimate]
    return [each.estimate for each in offers_of(actor, asked.id) if each.state in STANDING]


def _worth(estimates: Iterable[dict[str, Any]], terms: Terms) -> Money | None:
    """What the free hours of the offered work come to; None where nothing is known of it."""
    now, worth = clock.now(), Money.zero(terms.currency)
    for kept in estimates:
        work = [
            EstimatedWork(
                id=str(number),
                label=line["label"],
                people=1,
                hours_each=Decimal(math.ceil(Fraction(line["quantity"].replace(",", "")))),
                starts_at=now,
                rate=Money(Decimal(line["rate"]["amount"]), terms.currency),
            )
            for number, line in enumerate(kept.get("lines", ()))
            if line.get("hour_kind")
        ]
        worth += worth_of_free_help(work, terms, now.astimezone(terms.zone).date())
    return worth or None


def _ending(actor: Actor, party_id: UUID, terms: Terms, until: datetime) -> tuple[ItemState, ...]:
    """What of the party's baseline has ended, or ends before the day of `until`."""
    found = agreements.baseline(actor, party_id, clock.now())
    return not_met_until(found.items, agreements.day_of(terms, until))


def _titles(terms: Terms, kept: dict[str, Any]) -> tuple[str, ...]:
    """The items that were not held when help was asked for, as far as the reader may know them."""
    if "attestations" not in kept:
        return ()
    held = {each["item"] for each in kept["attestations"]}
    return tuple(item.title for item in terms.baseline.items if item.id not in held)
