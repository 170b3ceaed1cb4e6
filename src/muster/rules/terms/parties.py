"""Who may be a party."""

from dataclasses import dataclass
from enum import StrEnum

from muster.rules.terms.term import Term, value


class PartyKind(StrEnum):
    """What kind of body a party is."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    SCHOOL_DISTRICT = "school_district"
    SPECIAL_DISTRICT = "special_district"
    EMERGENCY_COMMUNICATIONS = "emergency_communications"
    FIRE_AUTHORITY = "fire_authority"
    STATE_AGENCY = "state_agency"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Eligible(Term):
    """Which kinds of bodies may be parties."""

    KEY, TITLE = "eligible", "Who may be a party"
    kinds: tuple[PartyKind, ...] = value("kinds of bodies that may join", default=tuple(PartyKind))
    other_states: bool = value(
        "whether bodies of another state may join", default=True, for_people=True
    )
