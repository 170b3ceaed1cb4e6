"""How the people of a telling are found: by party, by side, by office, by person and role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from muster.rules.actor import NetworkRole, PartyRole

REPRESENTATIVE, DUTY = PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER
RESPONDER, FINANCE = PartyRole.RESPONDER, PartyRole.FINANCE
OPERATORS = (REPRESENTATIVE, DUTY)
MONEY = (REPRESENTATIVE, FINANCE)


class Reach(StrEnum):
    """How the people of a telling are found."""

    PARTY = "party"  # the party that a field of the fact names
    SIGNERS = "signers"  # of such a party, who holds one of the roles that the fact names
    FILER = "filer"  # of such a party, who filed what the fact is about, while that person may sign
    OTHER_SIDE = "other_side"  # the side of the mission that a field does not name
    EVERY_OTHER = "every_other"  # all parties in force but the one that a field names
    ANSWERERS = "answerers"  # parties that offered help for the request
    AUDIENCE = "audience"  # the parties of the fact's audience
    OFFICERS = "officers"  # of the network
    UNOWNED = "unowned"  # the network's officers, where the field names no party
    PERSON = "person"  # the person that a field names


@dataclass(frozen=True)
class To:
    """Some people: by reach, by the fact's field, by role."""

    reach: Reach
    field: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """One row: on this fact, these people read this line, which leads to that thing."""

    event: str
    kind: str
    to: tuple[To, ...]
    title: str
    about: str
    is_urgent: bool = False


def requesting(*roles: str) -> To:
    return To(Reach.PARTY, "requesting_party_id", roles or OPERATORS)


def responding(*roles: str) -> To:
    return To(Reach.PARTY, "responding_party_id", roles or OPERATORS)


def party(field: str, *roles: str) -> To:
    return To(Reach.PARTY, field, roles or OPERATORS)


def signers(field: str) -> To:
    return To(Reach.SIGNERS, field)


def person(field: str = "person_id") -> To:
    return To(Reach.PERSON, field)


BOTH = (requesting(), responding())
EVERY_OTHER = To(Reach.EVERY_OTHER, "requesting_party_id", OPERATORS)
ANSWERERS = To(Reach.ANSWERERS, "aid_request_id", OPERATORS)
COORDINATORS = To(Reach.OFFICERS, roles=(NetworkRole.COORDINATOR,))
COORDINATORS_OF_UNOWNED = To(Reach.UNOWNED, "owner_party_id", roles=(NetworkRole.COORDINATOR,))
ADDRESSED = To(Reach.AUDIENCE, roles=OPERATORS)
ADDRESSED_WITH_MONEY = To(Reach.AUDIENCE, roles=(REPRESENTATIVE, DUTY, FINANCE))


def other_side(field: str) -> To:
    return To(Reach.OTHER_SIDE, field, MONEY)
