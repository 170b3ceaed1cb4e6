"""A call-out: who is asked, in which order, when the next one is, and when it ends.

The audience of a line is the ranking of its match. A wave takes the best of each line that still
needs somebody, and each wave is larger than the one before. Silence and refusals lead on: to the
next person of a party, to the next wave, at last to the coordinator. No party is asked twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from muster.rules.lifecycle import AidRequestState, LineState
from muster.rules.refusal import Refusal

MOST_IN_WAVE = 100
MOST_GROWTH = 5
MOST_MINUTES = 24 * 60
MOST_PEOPLE = 500
MOST_HOURS = 14 * 24
REASON_LENGTH = 500
WAY_PAUSE = timedelta(minutes=1)
PATIENCE = timedelta(minutes=5)
LINK_LIFE = timedelta(hours=12)
CALL_LIFE = timedelta(minutes=30)
"""How long after a call was asked for its keys count: carriers queue calls for minutes."""


class PaceKind(StrEnum):
    """How fast the circle widens."""

    WAVES = "waves"
    ALL = "all"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Pace:
    """`first` parties for each line in the first wave, `growth` times as many in each that follows,
    `minutes` between two waves. All at once and a named list are one wave."""

    kind: PaceKind = PaceKind.WAVES
    first: int = 5
    growth: int = 2
    minutes: int = 10

    def size_of(self, wave: int) -> int | None:
        """How many parties a wave (from 1) asks for each line; None is everybody who is left."""
        if self.kind is not PaceKind.WAVES:
            return None
        return min(self.first * self.growth ** min(wave - 1, 20), 100_000)

    @property
    def between(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def refusals_for_pace(pace: Pace, named: Collection[UUID]) -> list[Refusal]:
    """Why a call-out cannot go at this pace; a named list needs names, and only it has them."""
    is_named = pace.kind is PaceKind.NAMED
    checks = (
        (not 1 <= pace.first <= MOST_IN_WAVE, "call_out.wave_size", "first", MOST_IN_WAVE),
        (not 1 <= pace.growth <= MOST_GROWTH, "call_out.growth", "growth", MOST_GROWTH),
        (not 1 <= pace.minutes <= MOST_MINUTES, "call_out.minutes", "minutes", MOST_MINUTES),
        (is_named and not named, "call_out.nobody_named", "party_ids", 0),
        (bool(named) and not is_named, "call_out.names_not_asked", "party_ids", 0),
    )
    return [
        Refusal(code, "response", field, {"most": most})
        for broken, code, field, most in checks
        if broken
    ]


# The audience


@dataclass(frozen=True, slots=True)
class Fit:
    """What makes a party one to ask for a line: its best candidate's score and reasons."""

    party_id: UUID
    score: float
    quantity: int = 1
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A party of the audience. `ranks` says at which place (from 1) it stands for which line."""

    party_id: UUID
    ranks: Mapping[UUID, int]
    fits: Mapping[UUID, Fit]


def audience(fits: Mapping[UUID, Sequence[Fit]], barred: Collection[UUID] = ()) -> list[Listed]:
    """Every party that could fill a line, once, best first; the `barred` are left out.

    A party is as good as its best place in any line; equal places are told apart by the number of
    lines, the score, then the id. Ranks count without the barred.
    """
    ranks: dict[UUID, dict[UUID, int]] = {}
    best: dict[UUID, dict[UUID, Fit]] = {}
    for line_id, ranked in fits.items():
        place = 0
        for fit in ranked:
            if fit.party_id in barred or line_id in ranks.get(fit.party_id, ()):
                continue
            place += 1
            ranks.setdefault(fit.party_id, {})[line_id] = place
            best.setdefault(fit.party_id, {})[line_id] = fit
    listed = [Listed(party_id, ranks[party_id], best[party_id]) for party_id in ranks]
    return sorted(listed, key=_goodness)


def _goodness(each: Listed) -> tuple[int, int, float, str]:
    score = max(fit.score for fit in each.fits.values())
    return min(each.ranks.values()), -len(each.ranks), -score, str(each.party_id)


def next_wave(
    waiting: Iterable[tuple[UUID, Mapping[UUID, int]]],
    open_lines: Collection[UUID],
    size: int | None,
) -> list[UUID]:
    """Whom the next wave asks: of those not asked yet the best `size` of each open line.

    `waiting` are parties with their ranks. A party that is taken for one line is asked for all that
    it could fill, so each line may get more than `size`, never less while there are any.
    """
    left = [
        (party_id, ranks) for party_id, ranks in waiting if not ranks.keys().isdisjoint(open_lines)
    ]
    if size is None:
        return [party_id for party_id, _ in left]
    taken: set[UUID] = set()
    for line_id in open_lines:
        here = sorted(
            (
                (ranks[line_id], str(party_id), party_id)
                for party_id, ranks in left
                if line_id in ranks
            ),
            key=lambda each: each[:2],
        )
        taken.update(party_id for _, _, party_id in here[:size])
    return [party_id for party_id, _ in left if party_id in taken]


# Who of a party, and over what


def step_moment(asked_at: datetime, afters: Sequence[timedelta], step: int) -> datetime:
    """When step `step` (from 0) of a party is due; after the last one, when its silence counts."""
    if step < len(afters):
        return asked_at + afters[step]
    last = afters[-1] if afters else timedelta()
    return asked_at + last + PATIENCE


def way_moment(asked_at: datetime, used: int, ways: int) -> datetime | None:
    """When a silent person is tried over the next way of the own list; None after the last."""
    return asked_at + WAY_PAUSE * used if used < ways else None


def is_urgent(*, is_exercise: bool) -> bool:
    """Whether quiet hours give way. An exercise wakes nobody; an emergency does, unless the person
    has chosen otherwise."""
    return not is_exercise


# When it ends


class Ending(StrEnum):
    """Why a call-out asks nobody any more."""

    FILLED = "filled"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of the call-out as it stands."""

    id: UUID
    state: LineState
    needed_until: datetime


def lines_still_open(lines: Iterable[LineFacts], at: datetime) -> list[UUID]:
    """The lines for which asking still makes sense, in the order given."""
    return [line.id for line in lines if line.state is LineState.OPEN and line.needed_until > at]


def ending(state: AidRequestState, lines: Sequence[LineFacts], at: datetime) -> Ending | None:
    """Why a call-out has to end now; None while it goes on."""
    if state is AidRequestState.CANCELLED:
        return Ending.CANCELLED
    if state is not AidRequestState.OPEN:
        return Ending.CLOSED
    if lines_still_open(lines, at):
        return None
    if any(line.state is LineState.OPEN for line in lines):
        return Ending.TOO_LATE
    if any(line.state is LineState.FILLED for line in lines):
        return Ending.FILLED
    return Ending.CLOSED


def wave_is_due(
    *, next_wave_at: datetime | None, being_asked: int, waiting: int, at: datetime
) -> bool:
    """Whether to widen: the time has come, or nobody who was asked can still say yes."""
    if not waiting:
        return False
    return being_asked == 0 or (next_wave_at is not None and next_wave_at <= at)


# Answers


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answers: so many people in so many hours, or no and why."""

    is_coming: bool
    people: int = 0
    hours: int = 0
    reason: str = ""


YES = re.compile(
    r"(?:yes|y|ja|ok|coming|come)\b\D{0,20}(?:(\d{1,4})\b\D{0,20}(?:(\d{1,4})\b.*)?)?",
    re.IGNORECASE | re.DOTALL,
)
NO = re.compile(r"(?:no|n|nein|cannot|can't)\b[\s:,.;-]*(.*)", re.IGNORECASE | re.DOTALL)


def read_reply(text: str) -> Reply | None:
    """A reply by text or mail: `YES 2 3` (2 people, in 3 hours), `NO busy`; None where unclear.

    Without numbers one person comes at once. Only the first line counts, and a code before it is
    left out by whoever calls.
    """
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if found := YES.fullmatch(first):
        people, hours = found[1] or "1", found[2] or "0"
        return Reply(True, int(people), int(hours))
    if found := NO.fullmatch(first):
        return Reply(False, reason=found[1].strip()[:REASON_LENGTH])
    return None


KEYS = {"1": Reply(True, 1, 0), "2": Reply(False)}
"""What a key pressed on a call answers: as a bare yes or no by text does."""


def refusals_for_reply(reply: Reply) -> list[Refusal]:
    """Why an answer cannot be taken as it was given."""
    checks = (
        (
            reply.is_coming and not 1 <= reply.people <= MOST_PEOPLE,
            "answer.people",
            "people",
            MOST_PEOPLE,
        ),
        (
            reply.is_coming and not 0 <= reply.hours <= MOST_HOURS,
            "answer.hours",
            "hours",
            MOST_HOURS,
        ),
        (len(reply.reason) > REASON_LENGTH, "answer.reason_too_long", "reason", REASON_LENGTH),
    )
    return [
        Refusal(code, "response", field, {"most": most})
        for broken, code, field, most in checks
        if broken
    ]


class LinkRefusal(StrEnum):
    """Why an answer link is not taken; each is an alarm but `ended`, which is nobody's fault."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REPLAYED = "replayed"
    FORWARDED = "forwarded"
    FENCED = "fenced"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link at the moment at which it is used. `signed_in_as` is None for a stranger;
    `is_fenced`: its mailbox may be in a stranger's hands."""

    addressee_id: UUID
    signed_in_as: UUID | None
    expires_at: datetime
    is_answered: bool
    has_ended: bool
    is_fenced: bool


def link_refusal(facts: LinkFacts, at: datetime) -> LinkRefusal | None:
    """Why a link may not answer; None where it may. Once answered, only its owner, signed in, may
    change the answer."""
    is_owner = facts.signed_in_as == facts.addressee_id
    checks = (
        (facts.signed_in_as is not None and not is_owner, LinkRefusal.FORWARDED),
        (facts.is_fenced and not is_owner, LinkRefusal.FENCED),
        (facts.has_ended, LinkRefusal.ENDED),
        (facts.is_answered and not is_owner, LinkRefusal.REPLAYED),
        (facts.expires_at <= at and not is_owner, LinkRefusal.EXPIRED),
    )
    return next((reason for broken, reason in checks if broken), None)


def call_refusal(begun_at: datetime, at: datetime, *, is_same: bool) -> LinkRefusal | None:
    """Why a key may not answer on a call that was begun at `begun_at`; `is_same`: it was pressed on
    that call."""
    if not is_same:
        return LinkRefusal.FORWARDED
    return LinkRefusal.EXPIRED if begun_at + CALL_LIFE <= at else None


def share_out(
    people: int, free: Sequence[tuple[UUID, int]], needed: Mapping[UUID, int]
) -> list[int]:
    """How many of each thing are offered so that they are `people` together, the best first.

    `free` are pairs of a line and how many of the thing could go; `needed` is what each line still
    asks for. Nothing is offered beyond either.
    """
    left, taken = dict(needed), []
    for line_id, count in free:
        take = max(0, min(people, count, left.get(line_id, 0)))
        people -= take
        left[line_id] = left.get(line_id, 0) - take
        taken.append(take)
    return taken
