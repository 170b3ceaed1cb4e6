"""Every deadline of a case: what starts it, by which rule, its last day, and its state at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from muster.rules.cases.gathering import moment_of, must_moment
from muster.rules.cases.settling import claims_of_mission
from muster.rules.cases.shape import Case, CaseClaim, CaseMission, CaseRequest
from muster.rules.clocks import Calendar, ClockState, Deadline, deadline, state_at
from muster.rules.terms import Clock, ClockEvent, Effect, Terms, TriggerKind
from muster.rules.terms.belonging import Silence

Events = dict[ClockEvent, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseClock:
    """One clock of a case. `about` is the mission, claim, request or party that it runs for; `follows_on`
    the first day after it, where the time that passes without an answer means something."""

    key: str
    title: str
    about: str
    owner: str
    clause: str
    starts: ClockEvent
    rule: str
    state: ClockState
    started_at: datetime | None = None
    last_day: date | None = None
    ends_at: datetime | None = None
    stopped_at: datetime | None = None
    was_kept: bool | None = None
    silence: Silence = Silence.NOTHING
    follows_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """What clocks may run for: its own events, and those that may stop its clocks as well."""

    about: str
    starts: Events
    stops: Mapping[ClockEvent, list[datetime]]
    kind: str = ""
    impacts: frozenset[TriggerKind] = frozenset()

    def is_bound_by(self, clock: Clock) -> bool:
        """Whether a clock runs for it; kinds and impacts that nobody wrote down stand in no way."""
        if clock.starts not in self.starts:
            return False
        if clock.party_kinds and self.kind and self.kind not in clock.party_kinds:
            return False
        return not (clock.impacts and self.impacts) or bool(self.impacts & set(clock.impacts))


def case_clocks(case: Case, terms: Terms, at: datetime) -> list[CaseClock]:
    """Every clock of the terms for everything in the case that starts it, in the order of the terms.

    A clock that nothing in the case starts is there once, not started.
    """
    subjects = list(_subjects(case, terms))
    found: list[CaseClock] = []
    for key, clock in terms.clocks.items():
        running = [subject for subject in subjects if subject.is_bound_by(clock)]
        if not running:
            found.append(_row(key, clock, "", None, at))
        for subject in running:
            found.append(_row(key, clock, subject.about, _deadline(clock, subject, terms), at))
    return found


def rule_of(clock: Clock) -> str:
    """The rule of a clock in words: how long, counted from what, and what the end means."""
    unit = clock.unit.value.replace("_", " ")
    start = clock.starts.value.replace("_", " ")
    ends = {
        Effect.DUE_BY: "due by the end of the last day",
        Effect.OPENS_ON: "open from the start of the last day",
        Effect.OPENS_AFTER: "open once the last day is over",
    }[clock.effect]
    if clock.unit.value == "hours":
        ends = "due within the last hour" if clock.effect is Effect.DUE_BY else "open after it"
    rolls = f"; {clock.rolls.value.replace('_', ' ')}" if clock.rolls.value != "none" else ""
    return f"{clock.length} {unit} after {start}, {ends}{rolls}"


def _deadline(clock: Clock, subject: _Subject, terms: Terms) -> Deadline:
    started_at = subject.starts[clock.starts]
    stops = subject.stops.get(clock.stops, []) if clock.stops else []
    stopped_at = min((each for each in stops if each >= started_at), default=None)
    return deadline(clock, started_at, Calendar.of(terms), stopped_at)


def _row(key: str, clock: Clock, about: str, found: Deadline | None, at: datetime) -> CaseClock:
    common = CaseClock(
        key=key,
        title=clock.title,
        about=about,
        owner=clock.owner,
        clause=clock.clause,
        starts=clock.starts,
        rule=rule_of(clock),
        state=state_at(found, at),
        silence=clock.silence,
    )
    if found is None:
        return common
    follows = None
    if clock.effect is Effect.DUE_BY and clock.silence is not Silence.NOTHING:
        follows = found.last_day + timedelta(days=1)
    values = {name: getattr(common, name) for name in ("key", "title", "about", "owner", "clause")}
    return CaseClock(
        **values,
        starts=clock.starts,
        rule=common.rule,
        state=common.state,
        started_at=found.started_at,
        last_day=found.last_day,
        ends_at=found.ends_at,
        stopped_at=found.stopped_at,
        was_kept=found.was_kept,
        silence=clock.silence,
        follows_on=follows,
    )


# --- what happened, and to what -------------------------------------------------------------------


def _subjects(case: Case, terms: Terms) -> Iterator[_Subject]:
    kinds = {party.id: party.kind for party in case.parties}
    for name in dict.fromkeys(each.party for each in case.events):
        concerning = [each for each in case.events if each.party == name]
        starts: Events = {}
        for each in concerning:
            moment = must_moment(each.at, terms.zone)
            starts[each.event] = min(moment, starts.get(each.event, moment))
        impacts = frozenset(impact for each in concerning for impact in each.impacts)
        happened = [(each.event, must_moment(each.at, terms.zone)) for each in concerning]
        yield _Subject(name, starts, _gathered([happened]), kinds.get(name, ""), impacts)
    stops = _gathered([_event_list(case, terms)])
    for party in case.parties:
        noticed = moment_of(party.withdrawal_noticed_at, terms.zone)
        if noticed is not None:
            yield _Subject(party.id, {ClockEvent.WITHDRAWAL_NOTICED: noticed}, stops)
    for request in case.requests:
        own = _of_request(request, terms)
        yield _Subject(request.id, own, _gathered([_pairs(own), _event_list(case, terms)]))
    for mission in case.missions:
        yield from _of_mission(case, mission, terms)


def _of_mission(case: Case, mission: CaseMission, terms: Terms) -> Iterator[_Subject]:
    own = _moments_of_mission(mission, terms)
    claims = claims_of_mission(case, mission)
    of_claims = [_moments_of_claim(claim, terms) for claim in claims]
    everything = [*of_claims, own]
    stops = _gathered([*map(_pairs, everything), _event_list(case, terms)])
    yield _Subject(mission.id, own, stops)
    for loan in mission.licences:
        assigned = datetime.combine(loan.starts_on, time(), terms.zone)
        moment = must_moment(assigned, terms.zone)
        about = f"{mission.id}: {loan.label}"
        yield _Subject(about, {ClockEvent.LICENCE_ASSIGNED: moment}, stops)
    for claim, moments in zip(claims, of_claims, strict=True):
        if moments:
            of_claim = _gathered([_pairs(moments), _pairs(own), _event_list(case, terms)])
            yield _Subject(claim.id, moments, of_claim)


def _moments_of_mission(mission: CaseMission, terms: Terms) -> Events:
    return _known(
        {
            ClockEvent.AID_REQUEST_OPENED: mission.asked_at,
            ClockEvent.ARRIVED: mission.arrived_at,
            ClockEvent.MISSION_ENDED: mission.ended_at,
        },
        terms,
    )


def _moments_of_claim(claim: CaseClaim, terms: Terms) -> Events:
    last = max((each.at for each in claim.payments), default=None, key=str)
    return _known(
        {
            ClockEvent.CLAIM_BILLED: claim.billed_at,
            ClockEvent.CLAIM_RECEIVED: claim.received_at,
            ClockEvent.CLAIM_RETURNED: claim.returned_at,
            ClockEvent.CLAIM_APPROVED: claim.approved_at,
            ClockEvent.CLAIM_PAID: last,
            ClockEvent.DISPUTE_NOTICED: claim.disputed_at,
        },
        terms,
    )


def _of_request(request: CaseRequest, terms: Terms) -> Events:
    asked = ClockEvent.AID_REQUEST_ORAL if request.by_voice else ClockEvent.AID_REQUEST_OPENED
    moments = {asked: request.asked_at, ClockEvent.AID_REQUEST_WRITTEN: request.written_at}
    return _known(moments, terms)


def _known(moments: Mapping[ClockEvent, datetime | None], terms: Terms) -> Events:
    return {
        event: must_moment(moment, terms.zone)
        for event, moment in moments.items()
        if moment is not None
    }


def _pairs(events: Events) -> list[tuple[ClockEvent, datetime]]:
    return list(events.items())


def _event_list(case: Case, terms: Terms) -> list[tuple[ClockEvent, datetime]]:
    return [(each.event, must_moment(each.at, terms.zone)) for each in case.events]


def _gathered(
    lists: list[list[tuple[ClockEvent, datetime]]],
) -> dict[ClockEvent, list[datetime]]:
    gathered: dict[ClockEvent, list[datetime]] = {}
    for pairs in lists:
        for event, moment in pairs:
            gathered.setdefault(event, []).append(moment)
    return gathered
