"""Terms of membership: joining, baseline, withdrawal, records, administration and the clocks."""

from dataclasses import dataclass, field
from enum import StrEnum

from muster.rules.terms.asking import TriggerKind
from muster.rules.terms.term import Term, value


class JoiningKind(StrEnum):
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    BILATERAL = "bilateral"
    SIGN_AS_IS = "sign_as_is"


class EffectiveOn(StrEnum):
    OWN_SIGNATURE = "own_signature"
    RESOLUTION_DATE = "resolution_date"
    FILING = "filing"
    LAST_PARTY = "last_party"


class JoiningStep(StrEnum):
    ATTORNEY_REVIEW = "attorney_review"
    GOVERNING_BODY_APPROVAL = "governing_body_approval"
    RESOLUTION = "resolution"
    ORDINANCE = "ordinance"
    SIGNATURE = "signature"
    COUNTER_SIGNATURE = "counter_signature"
    FILING = "filing"


class BetweenVersions(StrEnum):
    """What applies between two parties that adopted different versions."""

    NEWEST_BOTH_ADOPTED = "newest_both_adopted"
    REQUESTING_PARTY = "requesting_party"  # the newest that whoever asks adopted
    NEWEST_IN_FORCE = "newest_in_force"  # a new version binds everybody, signed or not


@dataclass(frozen=True, kw_only=True)
class Joining(Term):
    """How a party becomes bound, and to which version."""

    KEY, TITLE = "joining", "Joining"
    kind: JoiningKind = value("how parties join", default=JoiningKind.OPT_IN)
    steps: tuple[JoiningStep, ...] = value(
        "what must be done first, in order",
        default=(JoiningStep.ATTORNEY_REVIEW, JoiningStep.RESOLUTION, JoiningStep.SIGNATURE),
    )
    effective_on: EffectiveOn = value(
        "what brings it into force", default=EffectiveOn.OWN_SIGNATURE
    )
    signers: tuple[str, ...] = value(
        "who signs for a party, by title, in order", default=("Authorized representative",)
    )
    adopting: tuple[JoiningStep, ...] = value(
        "what adopting a later version takes, in order; nothing: it binds everybody at once",
        default=(JoiningStep.SIGNATURE,),
    )
    between_versions: BetweenVersions = value(
        "what applies between parties on different versions",
        default=BetweenVersions.NEWEST_BOTH_ADOPTED,
    )
    edits: bool = value(
        "whether a party may change the text before it signs", default=False, for_people=True
    )
    electronic: bool = value("whether an electronic signature counts", default=True)


@dataclass(frozen=True, kw_only=True)
class BaselineItem:
    """One thing that a party attests to."""

    id: str = value("short name, as in disaster_recovery_plan")
    title: str = value("what is attested, in words")
    valid_days: int = value("days for which an attestation holds", default=365, least=1, most=3660)
    references: tuple[str, ...] = value("its identifiers in public frameworks", default=())


class EvidenceReader(StrEnum):
    """Who may open the evidence of an attestation, beside the party that gave it."""

    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    PARTIES = "parties"


class Reviewer(StrEnum):
    """Who accepts or returns what a party attests; never for a party of their own."""

    COORDINATOR = "coordinator"
    AUDITOR = "auditor"


@dataclass(frozen=True, kw_only=True)
class Baseline(Term):
    """The minimum security standards."""

    KEY, TITLE = "baseline", "Security baseline"
    items: tuple[BaselineItem, ...] = value("what each party attests", default=())
    reviewed: bool = value(
        "whether an attestation counts only once a reviewer accepted it", default=False
    )
    reviewed_by: tuple[Reviewer, ...] = value(
        "who reviews attestations", default=(Reviewer.COORDINATOR, Reviewer.AUDITOR)
    )
    evidence_seen_by: tuple[EvidenceReader, ...] = value(
        "who opens the evidence beside its owner", default=(EvidenceReader.COORDINATOR,)
    )


class Renewal(StrEnum):
    NONE = "none_stated"
    YEARLY = "yearly"
    UNTIL_WITHDRAWN = "until_withdrawn"
    BY_AGREEMENT = "by_agreement"


@dataclass(frozen=True, kw_only=True)
class Duration(Term):
    """How long the agreement runs."""

    KEY, TITLE = "duration", "Term and renewal"
    years: int | None = value("years for which it runs", default=None, least=1, most=99)
    renewal: Renewal = value("how it renews", default=Renewal.NONE)


class Property(StrEnum):
    """What becomes of what the parties hold together."""

    NOT_STATED = "not_stated"
    EACH_KEEPS_ITS_OWN = "each_keeps_its_own"
    BY_CONTRIBUTION = "by_contribution"
    AS_AGREED = "as_agreed"


@dataclass(frozen=True, kw_only=True)
class Withdrawal(Term):
    """How a party leaves."""

    KEY, TITLE = "withdrawal", "Withdrawal"
    notice_days: int = value("days between notice and the end", default=30, least=0, most=3660)
    debts_survive: bool = value("whether what is owed stays owed", default=True)
    shared_property: Property = value(
        "what becomes of things held together", default=Property.NOT_STATED, for_people=True
    )


@dataclass(frozen=True, kw_only=True)
class Confidentiality(Term):
    """What is learned while helping."""

    KEY, TITLE = "confidentiality", "Confidentiality"
    marked_documents_only: bool = value(
        "whether only marked documents are covered", default=False, for_people=True
    )
    subpoena_notice: bool = value(
        "whether a subpoena must be told to the owner", default=True, for_people=True
    )


class RecordKind(StrEnum):
    """Kinds of records that may be kept for lengths of their own."""

    AGREEMENT = "agreement"
    ATTESTATIONS = "attestations"
    INCIDENTS = "incidents"
    AID_REQUESTS = "aid_requests"
    MISSIONS = "missions"
    CLAIMS = "claims"
    MESSAGES = "messages"
    REVIEWS = "reviews"
    OPERATIONS = "operations"
    FILES = "files"


@dataclass(frozen=True, kw_only=True)
class KeptRecord:
    """How long one kind of record is kept."""

    kind: RecordKind = value("the kind of record")
    years: int = value("years after close-out", least=1, most=99)
    rule: str = value("the schedule or law that says so", default="")


@dataclass(frozen=True, kw_only=True)
class Retention(Term):
    """How long records are kept; `years` holds for every kind without a length of its own."""

    KEY, TITLE = "retention", "Keeping records"
    years: int | None = value(
        "years after close-out; none is the local schedule", default=None, least=1, most=99
    )
    kinds: tuple[KeptRecord, ...] = value("kinds kept for another length", default=())


class VoteWeight(StrEnum):
    ONE_EACH = "one_each"
    BY_POPULATION = "by_population"
    BY_CONTRIBUTION = "by_contribution"
    NOT_STATED = "not_stated"


class AdministeredBy(StrEnum):
    HOST = "host"  # one party keeps the originals and the contacts
    COMMITTEE = "committee"
    STATE_AGENCY = "state_agency"
    REGIONAL_BODY = "regional_body"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True)
class Administration(Term):
    """Who keeps the list of parties and how they decide."""

    KEY, TITLE = "administration", "Administration"
    kind: AdministeredBy = value("what administers", default=AdministeredBy.HOST, for_people=True)
    by: str = value("who administers", default="the host agency", for_people=True)
    votes: VoteWeight = value("how votes weigh", default=VoteWeight.ONE_EACH, for_people=True)
    meets: str = value("how often the parties meet", default="yearly", for_people=True)
    contacts_refreshed_days: int | None = value(
        "days after which each party looks over its contacts again",
        default=None,
        least=1,
        most=3660,
        for_people=True,
    )
    joint_training: bool = value(
        "whether training together is encouraged", default=False, for_people=True
    )


class ClockUnit(StrEnum):
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"


class Roll(StrEnum):
    """What happens when the last day is a week-end day or a holiday."""

    NONE = "none"
    NEXT_BUSINESS_DAY = "next_business_day"
    PREVIOUS_BUSINESS_DAY = "previous_business_day"


class ClockOwner(StrEnum):
    """Whose task a deadline is."""

    REQUESTING_PARTY = "requesting_party"
    RESPONDING_PARTY = "responding_party"
    WITHDRAWING_PARTY = "withdrawing_party"


class Effect(StrEnum):
    DUE_BY = "due_by"  # until the end of the last day
    OPENS_ON = "opens_on"  # from the start of the last day
    OPENS_AFTER = "opens_after"  # once the last day is over


class Silence(StrEnum):
    """What it means when the time passes and nothing came."""

    NOTHING = "nothing"
    CONSENT = "consent"
    FORFEIT = "forfeit"
    DELINQUENT = "delinquent"


class ClockEvent(StrEnum):
    """What can start or stop a clock; each is a recorded fact."""

    INCIDENT_DISCOVERED = "incident_discovered"
    AID_REQUEST_ORAL = "aid_request_oral"
    AID_REQUEST_WRITTEN = "aid_request_written"
    AID_REQUEST_OPENED = "aid_request_opened"
    OFFER_SUBMITTED = "offer_submitted"
    OFFER_ANSWERED = "offer_answered"
    MISSION_AUTHORIZED = "mission_authorized"
    ARRIVED = "arrived"
    MISSION_ENDED = "mission_ended"
    RECALL_GIVEN = "recall_given"
    RECALL_ORAL = "recall_oral"
    RECALL_WRITTEN = "recall_written"
    INTENT_NOTICED = "intent_noticed"
    CLAIM_BILLED = "claim_billed"
    CLAIM_RECEIVED = "claim_received"
    CLAIM_RETURNED = "claim_returned"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_PAID = "claim_paid"
    DISPUTE_NOTICED = "dispute_noticed"
    DISPUTE_SETTLED = "dispute_settled"
    BREACH_REPORTED = "breach_reported"
    LICENCE_ASSIGNED = "licence_assigned"
    WITHDRAWAL_NOTICED = "withdrawal_noticed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Clock(Term):
    """One deadline or waiting time."""

    KEY, TITLE = "clock", "Clock"
    title: str = value("what is due, in words")
    starts: ClockEvent = value("the fact that starts it")
    length: int = value("how many units", least=0, most=36_600)
    unit: ClockUnit = value("what it counts")
    stops: ClockEvent | None = value("the fact that stops it", default=None)
    effect: Effect = value("what the end means", default=Effect.DUE_BY)
    rolls: Roll = value("when the last day is no business day", default=Roll.NONE)
    owner: ClockOwner = value("whose task it is", default=ClockOwner.REQUESTING_PARTY)
    warn_before: int = value("units before the end at which it warns", default=1, least=0)
    silence: Silence = value("what it means when the time passes", default=Silence.NOTHING)
    party_kinds: tuple[str, ...] = value("kinds of parties that it binds; none is all", default=())
    impacts: tuple[TriggerKind, ...] = value(
        "what the incident must touch for it to start; none is anything", default=()
    )
    key: str = field(default="")
