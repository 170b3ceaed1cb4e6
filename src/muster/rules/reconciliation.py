"""What happened at a lost host after its last backup, beside what happened at its standby since.

Both journals begin alike and part at one fact. What only the host has is gathered by what it is
about, so that a coordinator settles a thing and not forty facts, and each thing is told apart:
untouched at the standby since, or touched there too. Nothing here decides which side is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from muster.rules.refusal import Refusal

Subject = tuple[str, str]
"""Kind and id of a thing."""

BROAD = frozenset({"network", "party", "person", "incident", "exercise", "agreement_version"})
"""Kinds that half of the journal is about: sharing one of these alone is no quarrel."""

LEAVES_NOTHING = frozenset(
    {
        *("BackupShipped", "BackupFailed", "BackupRemoved", "BackupsOverdue"),
        *("SignedIn", "SignedOut", "SignInFailed", "SessionsEnded", "PresenceNotConfirmed"),
        *("DeadlineNear", "DeadlinesDigested", "RecordsDeadlinesDigested", "SituationReportDue"),
        *("AttestationLapsing", "AccessEndsSoon", "DutyComesUp", "DutyGapsFound", "FreeHelpLow"),
        *("JobRetried", "DeliveryRetried", "HeldDeliveriesSent", "SecretAcknowledged"),
        *("StandbyBegun", "HostCompared", "HostMatterSettled", "HostMatterReopened"),
    }
)
"""Facts of the house itself: a sign-in, a reminder, a backup. There is nothing to enter again."""


class Standing(StrEnum):
    """How a thing of the host stands to the standby, at the moment of the comparison."""

    HOST_ONLY = "host_only"
    BOTH = "both"


class Outcome(StrEnum):
    """What a coordinator says of a thing of the host."""

    ENTERED_AGAIN = "entered_again"
    HOLDS_NO_MORE = "holds_no_more"
    BOTH_STAND = "both_stand"


@dataclass(frozen=True, slots=True)
class Touch:
    """As much of a fact as says what it touched; the first of `subjects` is what it is about."""

    kind: str
    subjects: tuple[Subject, ...]

    @property
    def leaves_something(self) -> bool:
        return self.kind not in LEAVES_NOTHING

    @property
    def touched(self) -> set[Subject]:
        """What it is about, and the narrower things that it names besides."""
        return {
            subject
            for number, subject in enumerate(self.subjects)
            if number == 0 or subject[0] not in BROAD
        }


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing with what happened to it at the host: `facts` are places in the list given.

    `waits` is False where no fact of it left anything to enter again.
    """

    subject: Subject
    standing: Standing
    waits: bool
    facts: tuple[int, ...]


def matters(
    host_only: Sequence[Touch], here_only: Iterable[Touch], nothing: Subject
) -> list[Matter]:
    """The host's facts gathered by what each is about, in the order of their first fact.

    `nothing` is the subject of facts that name none. A thing stands on both sides where a fact
    that leaves something, here, touched it, or a narrower thing that it was touched with.
    """
    here = set[Subject]().union(*(each.touched for each in here_only if each.leaves_something))
    gathered: dict[Subject, list[int]] = {}
    for number, touch in enumerate(host_only):
        about = touch.subjects[0] if touch.subjects else nothing
        gathered.setdefault(about, []).append(number)
    return [
        Matter(
            subject=about,
            standing=_standing([host_only[number] for number in numbers], here),
            waits=any(host_only[number].leaves_something for number in numbers),
            facts=tuple(numbers),
        )
        for about, numbers in gathered.items()
    ]


def _standing(touches: list[Touch], here: set[Subject]) -> Standing:
    touched = set[Subject]().union(*(touch.touched for touch in touches))
    return Standing.BOTH if touched & here else Standing.HOST_ONLY


def refusals_for_settling(outcome: str, became: str, reason: str) -> list[Refusal]:
    """Every reason why a matter cannot be settled so: what it became, or why both stand, is missing."""
    if outcome not in set(Outcome):
        return [Refusal("reconciliation.unknown_outcome", field="outcome")]
    if outcome == Outcome.ENTERED_AGAIN and not became:
        return [Refusal("reconciliation.became_missing", field="became")]
    if outcome != Outcome.ENTERED_AGAIN and not reason:
        return [Refusal("reconciliation.reason_missing", field="reason")]
    return []
