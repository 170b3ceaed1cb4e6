"""How a party becomes bound, by which version, and until when. Terms: joining, duration, withdrawal.

Days are whole days where the agreement is; a day that somebody writes on a document counts as that
day, whenever it was put into Muster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from muster.rules.refusal import Refusal
from muster.rules.terms import (
    BetweenVersions,
    EffectiveOn,
    JoiningKind,
    JoiningStep,
    Renewal,
    Terms,
)

FILINGS = (JoiningStep.FILING, JoiningStep.COUNTER_SIGNATURE)
SECOND_FACTORS = frozenset({"totp", "webauthn", "recovery_codes"})
RENEWALS_LOOKED_AHEAD = 200
ONE_DAY = timedelta(days=1)


class Purpose(StrEnum):
    """Why papers are gathered."""

    JOIN = "join"
    ADOPT = "adopt"  # a party that is bound already takes a later version


@dataclass(frozen=True)
class Progress:
    """What one party has done of what is asked of it.

    `done`: the day of each step but signatures; `signed_on`: the day of each signature, in order;
    `stated_on`: the day from which the resolution itself says that it has effect.
    """

    required: tuple[JoiningStep, ...]
    signers: tuple[str, ...]
    done: Mapping[JoiningStep, date] = field(default_factory=dict)
    signed_on: tuple[date, ...] = ()
    stated_on: date | None = None

    def is_done(self, step: JoiningStep) -> bool:
        if step is JoiningStep.SIGNATURE:
            return len(self.signed_on) >= len(self.signers)
        return step in self.done

    def day_of(self, step: JoiningStep) -> date | None:
        if step is JoiningStep.SIGNATURE:
            return max(self.signed_on) if self.is_done(step) and self.signed_on else None
        return self.done.get(step)

    @property
    def missing(self) -> tuple[JoiningStep, ...]:
        """The steps that are not done, in the order in which they are asked."""
        return tuple(step for step in self.required if not self.is_done(step))

    @property
    def next_step(self) -> JoiningStep | None:
        return self.missing[0] if self.missing else None

    @property
    def next_signer(self) -> str | None:
        """The title of whoever signs next; None when all have."""
        return (
            self.signers[len(self.signed_on)] if len(self.signed_on) < len(self.signers) else None
        )

    @property
    def last_day(self) -> date | None:
        """The day of the last step that was done."""
        return max([*self.done.values(), *self.signed_on], default=None)


def steps_for(purpose: Purpose, terms: Terms) -> tuple[JoiningStep, ...]:
    """What a party must do, in order. Term: joining."""
    return terms.joining.adopting if purpose is Purpose.ADOPT else terms.joining.steps


def refusals_for_kind(party_kind: str, terms: Terms) -> list[Refusal]:
    """Why a body of this kind may not join. Term: eligible."""
    if party_kind in terms.eligible.kinds:
        return []
    kinds = [kind.value for kind in terms.eligible.kinds]
    return [Refusal("joining.kind_not_eligible", "eligible", None, {"kinds": kinds})]


def refusals_for_step(
    progress: Progress, step: JoiningStep, on: date, today: date
) -> list[Refusal]:
    """Why this step cannot be taken with this day: not asked, done, too early, in the future.

    Term: joining.
    """
    values = {"step": step.value}
    if step not in progress.required:
        return [Refusal("joining.step_not_asked", "joining", values=values)]
    if progress.is_done(step):
        return [Refusal("joining.step_done", "joining", values=values)]
    earlier = progress.required[: progress.required.index(step)]
    reasons = [
        Refusal("joining.step_missing", "joining", values={"step": each.value, "next": step.value})
        for each in earlier
        if not progress.is_done(each)
    ]
    days = [(day, each) for each in earlier if (day := progress.day_of(each)) is not None]
    last = max(days, default=None)
    if on > today:
        reasons.append(Refusal("joining.day_in_future", "joining", "done_on"))
    elif last is not None and on < last[0]:
        before = {"step": last[1].value, "day": last[0], "next": step.value}
        reasons.append(Refusal("joining.day_out_of_order", "joining", "done_on", before))
    return reasons


def refusals_for_activation(progresses: Iterable[Progress]) -> list[Refusal]:
    """Why it is not in force: one reason for each step that somebody has not done. Term: joining."""
    return [
        Refusal("joining.step_missing", "joining", values={"step": step.value, "next": "in_force"})
        for progress in progresses
        for step in progress.missing
    ]


def effective_day(terms: Terms, progresses: Sequence[Progress]) -> date | None:
    """The day from which it binds; None while anything is missing. Term: joining.

    The first progress is the party's own; others are those whom it binds together with: the other
    side of a bilateral agreement, or all who found it where the last party's signature counts. It
    never has effect before an attorney's review that the steps ask for.
    """
    if not progresses or any(progress.missing for progress in progresses):
        return None
    own = progresses[0]
    rule = terms.joining.effective_on
    if terms.joining.kind is JoiningKind.BILATERAL or rule is EffectiveOn.LAST_PARTY:
        found = max((day for each in progresses if (day := _bound_by(each))), default=None)
    elif rule is EffectiveOn.RESOLUTION_DATE:
        found = own.stated_on or own.day_of(JoiningStep.RESOLUTION) or _bound_by(own)
    elif rule is EffectiveOn.FILING:
        filed = [day for step in FILINGS if (day := own.day_of(step))]
        found = max(filed, default=None) or _bound_by(own)
    else:
        found = _bound_by(own)
    reviews = [
        day for each in progresses if (day := each.day_of(JoiningStep.ATTORNEY_REVIEW)) is not None
    ]
    return max([found, *reviews]) if found else None


def _bound_by(progress: Progress) -> date | None:
    return progress.day_of(JoiningStep.SIGNATURE) or progress.last_day


def withdrawal_ends_on(terms: Terms, noticed_on: date) -> date:
    """The last day on which a party that gives notice is bound; the day of the notice is not counted.

    Term: withdrawal.
    """
    return noticed_on + timedelta(days=terms.withdrawal.notice_days)


@dataclass(frozen=True)
class Term:
    """How long a party is bound: the last day, and whether it goes on by itself after that."""

    ends_on: date | None
    renews_by_itself: bool


def term_of(terms: Terms, effective_on: date, day: date, renewed_until: date | None = None) -> Term:
    """The term that runs on `day`. Renewal goes year by year where the term says so.

    Without stated years a yearly renewal runs from year to year. Terms: duration.
    """
    years = terms.duration.years
    yearly = terms.duration.renewal is Renewal.YEARLY
    if years is None and not yearly:
        return Term(None, renews_by_itself=False)
    ends_on = _years_later(effective_on, years or 1) - timedelta(days=1)
    if yearly:
        for count in range(RENEWALS_LOOKED_AHEAD):
            if ends_on >= day:
                break
            ends_on = _years_later(effective_on, (years or 1) + count + 1) - timedelta(days=1)
    return Term(max(ends_on, renewed_until or ends_on), renews_by_itself=yearly)


def renewed(terms: Terms, ends_on: date) -> date:
    """The last day of the next term, the day before its anniversary. Term: duration."""
    return _years_later(ends_on + ONE_DAY, terms.duration.years or 1) - ONE_DAY


def is_renewed_ahead(terms: Terms, renewed_until: date | None, today: date) -> bool:
    """Whether the term after the running one is agreed already. Term: duration."""
    if renewed_until is None:
        return False
    return _years_later(renewed_until + ONE_DAY, -(terms.duration.years or 1)) > today


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; Feb 29 becomes Feb 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def applies_between(
    rule: BetweenVersions,
    newest_first: Sequence[Any],
    asking: Iterable[Any],
    answering: Iterable[Any],
) -> Any | None:
    """The version under which one party asks another; None when there is none. Term: joining.

    `newest_first`: every version that was ever in force; the first is in force now.
    """
    if rule is BetweenVersions.NEWEST_IN_FORCE:
        return newest_first[0] if newest_first else None
    asked = set(asking)
    if rule is BetweenVersions.NEWEST_BOTH_ADOPTED:
        asked &= set(answering)
    return next((version for version in newest_first if version in asked), None)


def deemed_versions(newest_first: Sequence[tuple[Any, Any]], bound_since: Any) -> tuple[Any, ...]:
    """What a party that was bound before papers were kept here has adopted: the version of that moment.

    `newest_first`: version and the moment at which it came into force. Who was bound before the
    first version is held to the first.
    """
    if not newest_first or bound_since is None:
        return ()
    known = [
        version for version, since in newest_first if since is not None and since <= bound_since
    ]
    return (known[0] if known else newest_first[-1][0],)
