"""A whole case settled: claim by claim, with what each party owes and is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from muster.rules.cases.across import ClaimKey, Held, doubts_across
from muster.rules.cases.checking import ids_of
from muster.rules.cases.gathering import facts_of, moment_of, must_moment, only
from muster.rules.cases.in_turn import settle_in_turn
from muster.rules.cases.odd import odd_moments, unused_share
from muster.rules.cases.settled import SettledCase, SettledClaim, cents_of, party_totals
from muster.rules.cases.shape import Case, CaseClaim, CaseMission
from muster.rules.clocks import Calendar, deadline
from muster.rules.eligibility.claiming import lateness_refuses
from muster.rules.money import Money, format_money
from muster.rules.settlement import MissionFacts, Reason, Settlement, turn_at_free_help
from muster.rules.settlement.doubts import check_of
from muster.rules.settlement.grant import grant_view
from muster.rules.terms import Check, Terms


@dataclass(slots=True)
class _Given:
    """Free hours that a responding party has given in an incident so far, mission after mission."""

    hours: dict[tuple[str, str, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )


def settle_case(case: Case, terms: Terms) -> SettledCase:
    """Every claim of a case, missions in the order in which help was asked for.

    A responding party's free hours are one allowance for all its missions of an incident with the same
    requesting party; the earlier mission uses them first. A mission without a claim is one claim.
    """
    given = _Given()
    claims: list[SettledClaim] = []
    zone = terms.zone
    ordered = sorted(
        case.missions,
        key=lambda each: turn_at_free_help(must_moment(each.asked_at, zone), each.id),
    )
    books = [_book(case, mission, terms) for mission in ordered]
    doubted = doubts_across((held for book in books for held in book.held), terms)
    for book in books:
        claims += _claims_of(book, terms, given, doubted)
    order = {claim.id: number for number, claim in enumerate(case.claims)}
    claims.sort(key=lambda claim: order.get(claim.id, len(order)))
    currency = terms.currency
    return SettledCase(
        title=case.title,
        agreement=terms.heading.name,
        version=terms.heading.version,
        currency=currency,
        claims=tuple(claims),
        parties=tuple(party_totals(party.id, claims, currency) for party in case.parties),
        total=cents_of((claim.claimed for claim in claims), currency),
        waived=cents_of((claim.waived for claim in claims), currency),
        paid=cents_of((claim.paid for claim in claims), currency),
        owed=cents_of((claim.owed for claim in claims), currency),
        overpaid=cents_of((claim.overpaid for claim in claims), currency),
        hours=sum((claim.settlement.hours for claim in claims), Fraction(0)),
        free_hours_used=sum((claim.settlement.free_hours_used for claim in claims), Fraction(0)),
    )


def claims_of_mission(case: Case, mission: CaseMission) -> list[CaseClaim]:
    """The claims of a mission in the order of the case; one for all of it where none is named."""
    own = [claim for claim in case.claims if claim.mission == mission.id]
    return own or [CaseClaim(id=mission.id, mission=mission.id)]


@dataclass(frozen=True, slots=True)
class _Book:
    """A mission with its facts, its claims with what each of them names and holds, and which of its
    hours had no rate."""

    mission: CaseMission
    facts: MissionFacts
    claims: tuple[CaseClaim, ...]
    named: tuple[set[str], ...]
    held: tuple[Held, ...]
    missing: list[Reason]


def _book(case: Case, mission: CaseMission, terms: Terms) -> _Book:
    facts, missing = facts_of(case, mission, terms)
    covered = _covered(case, mission)
    held = tuple(
        Held((mission.id, claim.id), mission.responding, only(facts, names))
        for claim, names in covered
    )
    claims, named = zip(*covered, strict=True)
    return _Book(mission, facts, claims, named, held, missing)


def _claims_of(
    book: _Book, terms: Terms, given: _Given, doubted: Mapping[ClaimKey, list[Reason]]
) -> list[SettledClaim]:
    mission = book.mission
    key = (mission.incident or mission.id, mission.requesting, mission.responding)
    used = given.hours[key]
    before = Decimal(used.numerator) / Decimal(used.denominator)
    facts = replace(book.facts, free_hours_used_before=before)
    settlements = settle_in_turn(facts, book.named, terms)
    settled: list[SettledClaim] = []
    for claim, held, settlement in zip(book.claims, book.held, settlements, strict=True):
        given.hours[key] += settlement.free_hours_used
        odd = [*odd_moments(claim, mission, held.facts, terms), *unused_share(mission, terms)]
        faults = [*book.missing, *doubted.get(held.key, ()), *odd]
        settled.append(_settled(claim, mission, settlement, faults, settled, terms))
    return settled


def _covered(case: Case, mission: CaseMission) -> list[tuple[CaseClaim, set[str]]]:
    """What each claim covers: what it names; the first that names nothing takes all the rest."""
    own = claims_of_mission(case, mission)
    rest = set(ids_of(mission)) - {name for claim in own for name in claim.covers}
    covered = []
    for claim in own:
        names = set(claim.covers)
        if not claim.covers:
            names, rest = rest, set()
        covered.append((claim, names))
    return covered


def _settled(
    claim: CaseClaim,
    mission: CaseMission,
    settlement: Settlement,
    faults: list[Reason],
    earlier: list[SettledClaim],
    terms: Terms,
) -> SettledClaim:
    found = [*faults, *_second(claim, earlier), *_late(claim, mission, terms)]
    refused = [each for each in found if _refuses(each, terms)]
    refusals = (*settlement.refusals, *refused)
    warnings = (*settlement.warnings, *(each for each in found if each not in refused))
    currency = terms.currency
    claimed = (Money.zero(currency) if refusals else settlement.total).rounded()
    waived, unwaived, notes = _waived(claim, claimed, terms)
    paid = cents_of((Money(each.amount, currency) for each in claim.payments), currency)
    nothing = Money.zero(currency).rounded()
    left = (claimed - waived - paid).rounded()
    overpaid = max(-left, nothing)
    return SettledClaim(
        id=claim.id,
        mission=mission.id,
        requesting=mission.requesting,
        responding=mission.responding,
        settlement=settlement,
        claimed=claimed,
        waived=waived,
        paid=paid,
        owed=max(left, nothing),
        overpaid=overpaid,
        refusals=refusals,
        warnings=(*warnings, *unwaived, *_overpaid(overpaid)),
        notes=notes,
        grant=grant_view(settlement, terms, charged=claimed, waived=waived),
    )


def _refuses(reason: Reason, terms: Terms) -> bool:
    if reason.code == "claim.too_late":
        return lateness_refuses(terms)
    return check_of(reason, terms) is Check.REFUSE


def _overpaid(overpaid: Money) -> list[Reason]:
    if not overpaid:
        return []
    return [Reason("claim.overpaid", "payment", {"amount": format_money(overpaid)})]


def _second(claim: CaseClaim, earlier: list[SettledClaim]) -> list[Reason]:
    if not earlier:
        return []
    found = [Reason("claim.second_claim", "billing", {"earlier": earlier[0].id, "claim": claim.id})]
    if not claim.covers:
        found.append(Reason("claim.nothing_left", "billing", {"claim": claim.id}))
    return found


def _late(claim: CaseClaim, mission: CaseMission, terms: Terms) -> list[Reason]:
    """The claim came after the clock `bill` had ended. Terms: billing, checks."""
    clock = terms.clocks.get("bill")
    ended_at, billed_at = _moments(claim, mission, terms)
    if clock is None or ended_at is None or billed_at is None:
        return []
    due = deadline(clock, ended_at, Calendar.of(terms))
    if billed_at < due.ends_at:
        return []
    billed_on = billed_at.astimezone(terms.zone).date()
    return [Reason("claim.too_late", "billing", {"due_on": due.last_day, "billed_on": billed_on})]


def _moments(
    claim: CaseClaim, mission: CaseMission, terms: Terms
) -> tuple[datetime | None, datetime | None]:
    return moment_of(mission.ended_at, terms.zone), moment_of(claim.billed_at, terms.zone)


def _waived(
    claim: CaseClaim, claimed: Money, terms: Terms
) -> tuple[Money, list[Reason], tuple[Reason, ...]]:
    """What was given up of a claim; never more than there is. Terms: waiver, rounding."""
    waived = Money.zero(claimed.currency)
    faults: list[Reason] = []
    notes: list[Reason] = []
    for each in claim.waivers:
        left = claimed - waived
        if each.amount is not None:
            wanted = Money(each.amount, claimed.currency).rounded(terms.rounding.rule)
        else:
            exact = Fraction(claimed.amount) * Fraction(each.percent or 0) / 100
            wanted = Money.from_fraction(exact, claimed.currency, terms.rounding.rule)
        if not terms.waiver.partial and wanted < left:
            faults.append(Reason("waiver.only_whole", "waiver", {"amount": str(wanted)}))
            continue
        if wanted > left:
            faults.append(Reason("waiver.more_than_owed", "waiver", {"amount": str(wanted)}))
            wanted = left
        values = {"amount": str(wanted), "reason": each.reason}
        notes.append(Reason("waiver.applied", "waiver", values))
        waived += wanted
    return waived, faults, tuple(notes)
