"""Terms of asking and answering: trigger, requester, response, standing, recall, extension, control."""

from dataclasses import dataclass
from enum import StrEnum

from muster.rules.actor import PartyRole
from muster.rules.lifecycle import StandingState
from muster.rules.terms.term import Term, value

SECOND_ROLES = (PartyRole.AUTHORIZED_REPRESENTATIVE,)


class TriggerKind(StrEnum):
    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"
    DECLARED_EMERGENCY = "declared_emergency"
    AUTHORIZED_DRILL = "authorized_drill"
    LAWFUL_EMERGENCY = "lawful_emergency"  # any emergency that a party lawfully determines


class ControlBy(StrEnum):
    RESPONDING_PARTY = "responding_party"
    REQUESTING_PARTY = "requesting_party"
    INCIDENT_COMMAND = "incident_command"


class Bears(StrEnum):
    RESPONDING_PARTY = "responding_party"
    REQUESTING_PARTY = "requesting_party"
    EACH_ITS_OWN = "each_its_own"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True)
class Trigger(Term):
    """What must have happened before help may be asked for under this agreement."""

    KEY, TITLE = "trigger", "What allows a request"
    any_of: tuple[TriggerKind, ...] = value("one of these is enough")


@dataclass(frozen=True, kw_only=True)
class Requester(Term):
    """Who may ask."""

    KEY, TITLE = "requester", "Who may ask"
    title: str = value("how the agreement names the one who asks")
    roles: tuple[str, ...] = value(
        "the roles here that count as that", default=("authorized_representative",)
    )
    officials: tuple[str, ...] = value(
        "the officials any of whom may ask, where the agreement names several",
        default=(),
        for_people=True,
    )
    sign_offs: int = value("how many persons must sign a request", default=1, least=1, most=5)
    second_sign_off: str = value(
        "how the agreement names the second person, where it takes two", default=""
    )
    second_roles: tuple[PartyRole, ...] = value(
        "the roles here that count as the second person", default=SECOND_ROLES
    )
    proxy: bool = value("whether the coordinator may file for a party that cannot", default=True)


@dataclass(frozen=True, kw_only=True)
class Approver(Term):
    """Who sends help on behalf of the responding party."""

    KEY, TITLE = "approver", "Who may send help"
    title: str = value("how the agreement names the one who sends", default="", for_people=True)
    sign_offs: int = value(
        "how many persons must agree before anyone is sent", default=1, least=1, most=5
    )
    second_sign_off: str = value(
        "how the agreement names the second person, where it takes two", default=""
    )
    second_roles: tuple[PartyRole, ...] = value(
        "the roles here that count as the second person", default=SECOND_ROLES
    )
    in_writing: bool = value(
        "whether whoever goes accepts in writing", default=False, for_people=True
    )


class Confirmation(StrEnum):
    """Until when a request made by voice must be written down."""

    NOT_STATED = "not_stated"
    AS_SOON_AS_PRACTICAL = "as_soon_as_practical"
    BY_CLOCK = "by_clock"  # a clock that starts with aid_request_oral says until when


@dataclass(frozen=True, kw_only=True)
class OralRequest(Term):
    """Whether a spoken request counts, and how it is confirmed."""

    KEY, TITLE = "oral_request", "Requests by voice"
    allowed: bool = value("whether a request by voice starts anything", default=True)
    confirmed: Confirmation = value(
        "until when it is written down", default=Confirmation.NOT_STATED, for_people=True
    )
    papers: tuple[str, ...] = value(
        "papers that follow a request by voice, as in emergency_proclamation",
        default=(),
        for_people=True,
    )


@dataclass(frozen=True, kw_only=True)
class Response(Term):
    """How help is offered."""

    KEY, TITLE = "response", "Answering a request"
    voluntary: bool = value("whether a party may decline for any reason", for_people=True)
    may_withhold: bool = value(
        "whether a party may hold back what its own community needs", default=True, for_people=True
    )
    offer_valid_hours: int = value(
        "hours after which an unanswered offer expires", default=72, least=1, most=8760
    )
    local_resources_first: bool = value(
        "whether the requester must have used its own means first", default=False
    )


@dataclass(frozen=True, kw_only=True)
class Standing(Term):
    """In which standing a party may ask and answer."""

    KEY, TITLE = "standing", "Standing"
    may_ask: tuple[StandingState, ...] = value(
        "standings in which a party may ask",
        default=(StandingState.IN_FORCE, StandingState.WITHDRAWING),
    )
    may_answer: tuple[StandingState, ...] = value(
        "standings in which a party may answer",
        default=(StandingState.IN_FORCE, StandingState.WITHDRAWING),
    )


@dataclass(frozen=True, kw_only=True)
class Recall(Term):
    """How a responding party takes its people and things back."""

    KEY, TITLE = "recall", "Recall"
    any_time: bool = value("whether a party may recall at any time", default=True)
    notice_hours: int = value("hours of notice to give in good faith", default=0, least=0, most=720)
    oral_then_written: bool = value(
        "whether a recall by voice counts and is then put in writing; a clock that starts with "
        "recall_oral says until when",
        default=True,
    )


class ExtensionUnit(StrEnum):
    DAY = "day"
    WEEK = "week"
    FREE = "free"


@dataclass(frozen=True, kw_only=True)
class Extension(Term):
    """How long people stay, and how that is extended; always by consent of both."""

    KEY, TITLE = "extension", "Length of a deployment"
    cap_days: int | None = value(
        "days from arrival after which people go home", default=None, least=1
    )
    by: ExtensionUnit = value("steps in which it is extended", default=ExtensionUnit.FREE)
    written_exception: bool = value(
        "whether the two may agree another length in writing", default=True, for_people=True
    )


@dataclass(frozen=True, kw_only=True)
class Control(Term):
    """Who directs the people sent."""

    KEY, TITLE = "control", "Who directs the work"
    by: ControlBy = value("who directs", default=ControlBy.REQUESTING_PARTY)
    supervision: ControlBy = value(
        "who supervises the people sent, day by day",
        default=ControlBy.RESPONDING_PARTY,
        for_people=True,
    )
    within_own_policy: bool = value(
        "whether direction ends where the responding party's own policy would be broken",
        default=True,
        for_people=True,
    )
    wording: str = value("how the written authority says it", default="")


@dataclass(frozen=True, kw_only=True)
class Liability(Term):
    """Who answers for harm, and whose workers' compensation covers the people sent."""

    KEY, TITLE = "liability", "Liability and workers' compensation"
    harm: Bears = value(
        "who answers for harm done to others", default=Bears.NOT_STATED, for_people=True
    )
    workers_compensation: Bears = value(
        "whose workers' compensation covers", default=Bears.NOT_STATED, for_people=True
    )
    immune: Bears = value(
        "who keeps governmental immunity", default=Bears.NOT_STATED, for_people=True
    )
    deemed_employees_of: Bears = value(
        "whose employees the people sent count as for liability",
        default=Bears.NOT_STATED,
        for_people=True,
    )
    wording: str = value("how the written authority says it", default="")


@dataclass(frozen=True, kw_only=True)
class DataAccess(Term):
    """What a responder must have before touching protected data."""

    KEY, TITLE = "data_access", "Access to protected data"
    gates: tuple[str, ...] = value(
        "clearances or papers asked for: cjis, background_check, nda, conflict_of_interest",
        default=(),
    )
    escort_instead: bool = value(
        "whether an escort stands in for a clearance that is missing", default=True
    )


class Honoured(StrEnum):
    NOT_STATED = "not_stated"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Permits(Term):
    """Occupational licences and permits of the people sent."""

    KEY, TITLE = "permits", "Occupational licences"
    honoured: Honoured = value(
        "whether a licence of one's own place counts where one helps",
        default=Honoured.NOT_STATED,
        for_people=True,
    )


class Moment(StrEnum):
    """A moment of a mission that money or a deadline may hang on."""

    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    RETURN = "return"


@dataclass(frozen=True, kw_only=True)
class Recording(Term):
    """What is written down while people help."""

    KEY, TITLE = "recording", "Records of the work"
    moments: tuple[Moment, ...] = value(
        "moments that are recorded for each person", default=tuple(Moment), for_people=True
    )
    daily_time: bool = value("whether time is recorded day by day", default=True, for_people=True)
    progress_report_hours: int | None = value(
        "hours between progress reports, where agreed",
        default=None,
        least=1,
        most=720,
        for_people=True,
    )
