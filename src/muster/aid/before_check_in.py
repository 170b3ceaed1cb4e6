"""What is asked of each person before check-in, told while there is time to see to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from muster.aid.commands.standing_here import terms_between, terms_for
from muster.catalog import queries as catalog
from muster.rules.actor import Actor
from muster.rules.clearances import Asked
from muster.rules.refusal import Refused
from muster.rules.terms import Terms

PERSON = "person"
ACCEPTED = (
    "{}: the party that is helped accepts each person's record before they check in, on the "
    "mission's page under “Before check-in”."
)
SIGNED = "Each person signs before they check in, on “My deployment”: {}."


class AskedOfPeople:
    """What lines and an agreement ask of each person: a line's own clearance, and the statements
    among what the agreement wants before protected data is touched."""

    def __init__(self, actor: Actor, terms: Terms):
        self.zone = terms.zone
        self.escort_instead = terms.data_access.escort_instead
        self.statements = catalog.statements_asked(actor, terms.data_access.gates)

    def of(self, clearance: Any) -> list[Asked]:
        """What is asked of whoever serves a line with that clearance, or with none."""
        words = [] if clearance is None else [clearance]
        words += [each for each in self.statements if clearance is None or each.id != clearance.id]
        return [catalog.as_asked(each, escort_instead=self.escort_instead) for each in words]


def asked_by_offer(actor: Actor, offer: Any) -> AskedOfPeople:
    """What is asked of those offered, under the terms by which their party answers."""
    return AskedOfPeople(actor, terms_between(actor, offer.aid_request, offer.responding_party_id))


def say_before_check_in(actor: Actor, aid_request: Any, lines: Iterable[Any]) -> None:
    """Note on each line, as sentences, what a match does not rule out and check-in does."""
    people = []
    for line in lines:
        line.before_check_in = []
        if line.resource_type.kind == PERSON:
            people.append(line)
    if not people:
        return
    try:
        asked = AskedOfPeople(actor, terms_for(actor, aid_request))
    except Refused:  # a draft where no agreement is in force
        return
    for line in people:
        line.before_check_in = _sentences(asked.of(line.clearance))


def _sentences(asked: list[Asked]) -> list[str]:
    said = [ACCEPTED.format(each.label) for each in asked if each.needs_acceptance]
    signed = ", ".join(each.label for each in asked if each.is_statement)
    return [*said, SIGNED.format(signed)] if signed else said
