"""Walking the whole chain: does it hold, and if not, what was touched first?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from muster.journal import checkpoints, commands, sealer
from muster.journal.checkpoints import BadCheckpoint, Statement
from muster.journal.models import Checkpoint, Fact
from muster.rules import journal_chain
from muster.rules.actor import system_actor
from muster.rules.journal_chain import Damage, SealedFact

__all__ = ["BadCheckpoint", "Journal", "Report", "examine", "make_checkpoint", "verify"]

CHUNK = 2000

WORDS = {
    Damage.ALTERED: "position {position} was altered",
    Damage.INSERTED: "position {position} was inserted",
    Damage.DELETED: "position {position} was deleted",
    Damage.TRUNCATED: "the end was cut off: position {position} is missing",
    Damage.PAYLOAD_ALTERED: "what position {position} says was altered",
}


@dataclass(frozen=True)
class Report:
    """What a verification found."""

    ok: bool
    position: int
    hash: str
    checkpoints: int
    unsealed: int
    first_bad_position: int | None = None
    damage: str | None = None
    reason: str = ""

    @property
    def sentence(self) -> str:
        if not self.ok:
            return f"The journal does NOT hold: {self.reason}."
        return (
            f"The journal holds: {self.position} facts in one chain, "
            f"{self.checkpoints} signed checkpoints agree, {self.unsealed} facts wait to be sealed."
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "position": self.position,
            "hash": self.hash,
            "checkpoints": self.checkpoints,
            "unsealed": self.unsealed,
            "first_bad_position": self.first_bad_position,
            "damage": self.damage,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Journal:
    """What is walked: this installation's journal, or one that an archive brought.

    `facts` are the sealed ones by position; `erasures` answers, after the walk, what the facts
    that say what was erased hold.
    """

    head: sealer.Head
    kept: list[Statement]
    unsealed: int
    facts: Iterable[Fact]
    erasures: Callable[[], Iterable[dict[str, Any] | None]]


def verify(checkpoint: Path | None = None) -> Report:
    """Verify the chain against the head, the kept checkpoints and those of a file or folder.

    Raises `BadCheckpoint` when the file is none or its signature does not hold.
    """
    brought = checkpoints.read(Path(checkpoint)) if checkpoint else []
    said = Fact.objects.filter(kind__in=commands.ERASURES).values_list("payload", flat=True)
    facts = Fact.objects.filter(position__isnull=False).order_by("position")
    own = Journal(
        head=sealer.head(),  # read first: what is sealed during the walk only adds to it
        kept=[checkpoints.statement_of(row) for row in Checkpoint.objects.order_by("position")],
        unsealed=Fact.objects.filter(position__isnull=True).count(),
        facts=facts.iterator(chunk_size=CHUNK),
        erasures=lambda: said,
    )
    return examine(own, brought)


def examine(journal: Journal, brought: Iterable[Statement] = ()) -> Report:
    """Walk a journal once, from its first sealed fact on, against its head and all checkpoints."""
    forged = next((each for each in journal.kept if not each.holds), None)
    witnesses = [*brought, *(each for each in journal.kept if each.holds)]
    quarrel = _quarrel(witnesses)
    erased: list[int] = []
    verdict = journal_chain.verify(
        _sealed_facts(journal.facts, erased), _points(witnesses, journal.head)
    )
    report = Report(
        ok=verdict.ok,
        position=verdict.position,
        hash=verdict.hash,
        checkpoints=len(witnesses),
        unsealed=journal.unsealed,
        first_bad_position=verdict.first_bad_position,
        damage=verdict.what.value if verdict.what else None,
        reason=(
            WORDS[verdict.what].format(position=verdict.first_bad_position) if verdict.what else ""
        ),
    )
    if not verdict.ok:
        return report
    report = _about_checkpoints(report, quarrel, forged)
    return _about_erasures(report, erased, journal.erasures()) if report.ok else report


def make_checkpoint() -> dict[str, Any]:
    """Seal what waits, then sign the present end: for the command line."""
    sealer.seal_all()
    statement = commands.make_checkpoint(system_actor(via="command line"))
    return statement.as_dict()


def _about_checkpoints(report: Report, quarrel: int | None, forged: Statement | None) -> Report:
    """A chain that holds with checkpoints that do not: somebody tried."""
    if quarrel is not None:
        bad, reason = quarrel, f"two checkpoints give position {quarrel} different hashes"
    elif forged is not None:
        bad = forged.position
        reason = (
            f"the kept checkpoint of position {bad} has no valid signature of this installation"
        )
    else:
        return report
    return replace(report, ok=False, first_bad_position=bad, damage="checkpoint", reason=reason)


def _about_erasures(
    report: Report, erased: list[int], said: Iterable[dict[str, Any] | None]
) -> Report:
    """The chain does not miss a payload: who erased it, by which law, must be on record."""
    lawful = {position for payload in said if payload for position in _positions(payload)}
    bad = next((position for position in erased if position not in lawful), None)
    if bad is None:
        return report
    reason = f"what position {bad} says was erased and no erasure is on record"
    return replace(report, ok=False, first_bad_position=bad, damage="payload_erased", reason=reason)


def _positions(payload: dict[str, Any]) -> list[int]:
    """Of one fact that was erased, or of many at once."""
    return payload.get("positions") or [payload.get("position", 0)]


def _points(witnesses: list[Statement], head: sealer.Head) -> list[journal_chain.Checkpoint]:
    """What the chain must pass through. What is signed counts for more than the head's own word."""
    hashes: dict[int, str] = {}
    for each in witnesses:
        hashes.setdefault(each.position, each.hash)
    if head.position:
        hashes.setdefault(head.position, head.hash)
    return [journal_chain.Checkpoint(*point) for point in hashes.items()]


def _quarrel(statements: list[Statement]) -> int | None:
    known: dict[int, str] = {}
    for each in statements:
        if known.setdefault(each.position, each.hash) != each.hash:
            return each.position
    return None


def _sealed_facts(facts: Iterable[Fact], erased: list[int]) -> Iterator[SealedFact]:
    """The chain in order; positions without a payload are added to `erased` on the way."""
    for fact in facts:
        if fact.payload is None:
            erased.append(fact.position or 0)
        yield SealedFact(sealer.header_of(fact, fact.position or 0), fact.hash, fact.payload)
