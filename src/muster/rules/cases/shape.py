"""The shape of a case: any number of parties, missions, claims and requests under one agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from muster.rules.cases.shape_costs import (
    CaseCost,
    CaseFacility,
    CaseLent,
    CaseLicence,
    CaseStay,
    CaseSupply,
    CaseTime,
    CaseUse,
)
from muster.rules.terms import ClockEvent, TriggerKind
from muster.rules.terms.belonging import JoiningStep
from muster.rules.terms.term import value


@dataclass(frozen=True, kw_only=True)
class CaseAttestation:
    """A baseline item that a party attested."""

    item: str = value("the item, as the terms name it; * is every item")
    valid_until: date | None = value("its last day", default=None)


@dataclass(frozen=True, kw_only=True)
class CaseParty:
    """A party of the agreement."""

    id: str = value("its short name in this case")
    name: str = value("its name", default="")
    kind: str = value("kind of body, where clocks bind some alone: school_district", default="")
    attestations: tuple[CaseAttestation, ...] = value("what it attested", default=())
    joining_done: tuple[JoiningStep, ...] | None = value(
        "steps of joining that are done; left out, all are", default=None
    )
    withdrawal_noticed_at: datetime | None = value("when it gave notice to leave", default=None)


@dataclass(frozen=True, kw_only=True)
class CaseRate:
    """One rate of a table, for the days on which it is in force."""

    table: str = value("the table, as the terms name it")
    key: str = value("category, place or kind; * is every one", default="*")
    part: str = value("hour, day, lodging or meals, where the table has parts", default="")
    amount: Decimal = value("the rate", least=0)
    valid_from: date | None = value("its first day", default=None)
    valid_until: date | None = value("its last day", default=None)
    source: str = value("where it was read", default="")


@dataclass(frozen=True, kw_only=True)
class CaseLoad:
    """Fringe and overhead as the responding party declared them."""

    declared_at: datetime = value("when it was declared")
    fringe_percent: Decimal = value("fringe on regular hours", least=0, most=500)
    overtime_fringe_percent: Decimal | None = value(
        "fringe on overtime; left out, as on regular hours", default=None, least=0, most=500
    )
    overhead_percent: Decimal = value("overhead", default=Decimal(0), least=0, most=500)


@dataclass(frozen=True, kw_only=True)
class CaseMission:
    """One mission as recorded: its two parties, its moments, and all that was worked, lent and spent."""

    id: str = value("its short name in this case")
    requesting: str = value("the party that was helped")
    responding: str = value("the party that helped")
    incident: str = value("missions of one incident share the free help", default="")
    asked_at: datetime = value("when help was asked for: the baseline counts on this day")
    declared_at: datetime | None = value("when an emergency was declared", default=None)
    departed_at: datetime | None = value("when people left", default=None)
    arrived_at: datetime | None = value("when they arrived", default=None)
    confirmed_at: datetime | None = value(
        "when the requesting party wrote that help goes on", default=None
    )
    released_at: datetime | None = value("when they were released", default=None)
    ended_at: datetime | None = value("when the mission ended", default=None)
    share_percent: Decimal | None = value(
        "the requesting party's part as both signed it", default=None, least=0, most=100
    )
    declared_load: CaseLoad | None = value("fringe and overhead as declared", default=None)
    time: tuple[CaseTime, ...] = value("hours worked", default=())
    costs: tuple[CaseCost, ...] = value("costs and receipts", default=())
    stays: tuple[CaseStay, ...] = value("days away from home", default=())
    lent: tuple[CaseLent, ...] = value("things lent", default=())
    uses: tuple[CaseUse, ...] = value("use of things", default=())
    supplies: tuple[CaseSupply, ...] = value("things used up", default=())
    licences: tuple[CaseLicence, ...] = value("software seats", default=())
    facilities: tuple[CaseFacility, ...] = value("rooms", default=())


@dataclass(frozen=True, kw_only=True)
class CaseWaiver:
    """A part of a claim given up: an amount, or a part of what is owed."""

    amount: Decimal | None = value("how much", default=None, least=0)
    percent: Decimal | None = value("or which part of the claim", default=None, least=0, most=100)
    reason: str = value("why", default="")


@dataclass(frozen=True, kw_only=True)
class CasePayment:
    """A payment on a claim."""

    amount: Decimal = value("how much", least=0)
    at: datetime = value("when")


@dataclass(frozen=True, kw_only=True)
class CaseClaim:
    """A claim for a mission; without `covers` it holds all that no other claim names."""

    id: str = value("its number")
    mission: str = value("the mission")
    covers: tuple[str, ...] = value("ids of the times, costs and things in it", default=())
    billed_at: datetime | None = value("when it was sent", default=None)
    received_at: datetime | None = value("when it arrived", default=None)
    returned_at: datetime | None = value("when it was sent back as defective", default=None)
    approved_at: datetime | None = value("when it was approved", default=None)
    disputed_at: datetime | None = value("when a dispute was noticed", default=None)
    waivers: tuple[CaseWaiver, ...] = value("what was given up", default=())
    payments: tuple[CasePayment, ...] = value("what was paid", default=())


@dataclass(frozen=True, kw_only=True)
class CaseEvent:
    """Something that starts or stops a clock and is no part of a mission or claim."""

    event: ClockEvent = value("what happened")
    at: datetime = value("when")
    party: str = value("whom it concerns, where it is one party", default="")
    impacts: tuple[TriggerKind, ...] = value(
        "what the incident touches, as far as it is known", default=()
    )


@dataclass(frozen=True, kw_only=True)
class CaseNeed:
    """One line of a request."""

    id: str = value("its short name")
    label: str = value("what is needed", default="")
    quantity: int = value("how many", least=1, most=1_000_000)
    clearances: tuple[str, ...] = value("what people must have", default=())
    escort_allowed: bool = value("whether an escort may stand in for a clearance", default=False)


@dataclass(frozen=True, kw_only=True)
class CaseOffered:
    """What one party offers for one need."""

    need: str = value("the need")
    quantity: int = value("how many there are", least=0, most=1_000_000)
    in_use: int = value("how many of them are in use", default=0, least=0)
    clearances: tuple[str, ...] = value("what they have", default=())
    escorted: bool = value("whether they come with an escort", default=False)


@dataclass(frozen=True, kw_only=True)
class CaseAnswer:
    """A party's answer to a request; without lines it declines."""

    party: str = value("who answers")
    lines: tuple[CaseOffered, ...] = value("what it offers", default=())


@dataclass(frozen=True, kw_only=True)
class CaseRequest:
    """A request for help, as it was made and answered."""

    id: str = value("its short name")
    requesting: str = value("who asks")
    asked_at: datetime = value("when")
    by_voice: bool = value("whether it was made by voice", default=False)
    by_coordinator: bool = value("whether the coordinator filed it", default=False)
    written_at: datetime | None = value("when it was put in writing", default=None)
    impacts: tuple[str, ...] = value(
        "what happened, in the words of the term trigger", default=("availability",)
    )
    own_means_used: bool = value("whether its own means were used up, or would be", default=True)
    needs: tuple[CaseNeed, ...] = value("what is needed", default=())
    answers: tuple[CaseAnswer, ...] = value("what was answered", default=())


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case: what happened under one agreement, to be settled without a database."""

    title: str = value("what the case is about", default="")
    note: str = value("what a reader should know", default="")
    terms: str = value("short name of a ready terms file, or a path beside the case", default="")
    alternatives: tuple[str, ...] = value(
        "other agreements between the same parties, for requests that this one does not allow",
        default=(),
    )
    changes: Mapping[str, Any] | None = value(
        "values of terms that differ here: a term or clocks.KEY, then its values", default=None
    )
    currency: str = value("the currency of every amount; left out, that of the terms", default="")
    at: datetime | None = value("the moment at which the clocks are read", default=None)
    parties: tuple[CaseParty, ...] = value("who takes part", default=())
    rates: tuple[CaseRate, ...] = value("tables of rates", default=())
    requests: tuple[CaseRequest, ...] = value("requests for help", default=())
    missions: tuple[CaseMission, ...] = value("missions", default=())
    claims: tuple[CaseClaim, ...] = value("claims; without any, each mission is one", default=())
    events: tuple[CaseEvent, ...] = value("what else happened", default=())
    expected: Mapping[str, Any] | None = value(
        "figures that a test expects; nothing is computed from them", default=None
    )
