"""Two journals that began as one: where they part, and what only one of them holds.

A standby goes on from its host's last backup; the host may have gone on as well. The other journal
comes from an archive, as the lines of its tables. It is walked once, in its order, against its own
head and checkpoints, beside the hashes of the journal here; only what lies behind the fork is kept
in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError

from muster.journal import checkpoints, commands, keys, sealer, verification
from muster.journal.models import Checkpoint, Fact
from muster.rules.journal_chain import GENESIS, canonical_json

CHUNK = 2000
NO_JOURNAL = "the archive holds no journal of Muster that can be read"


class CannotCompare(Exception):
    """The two journals cannot be compared; the sentence says why and what to do."""


@dataclass(frozen=True)
class Brought:
    """A journal as an archive holds it: its tables' rows, one JSON object a line."""

    facts: Iterable[bytes]
    heads: Iterable[bytes]
    checkpoints: Iterable[bytes]


@dataclass(frozen=True)
class LoneFact:
    """A fact that one of the two journals lacks.

    `fingerprint` is the digest of all that its hash covers but its position: the same fact has the
    same one in both. `position` and `hash` are those of its own journal, missing where it was not
    sealed yet.
    """

    fingerprint: str
    network_id: UUID | None
    kind: str
    at: datetime
    actor_person_id: UUID | None
    actor_party_id: UUID | None
    actor_name: str
    via: str
    subjects: tuple[tuple[str, str], ...]
    audience: list[str] | None
    exercise_id: UUID | None
    payload: dict[str, Any] | None
    position: int | None
    hash: str


@dataclass(frozen=True)
class Parting:
    """The last fact that both have, the end of the other journal, and what each has alone."""

    fork: sealer.Head
    fork_at: datetime
    there: sealer.Head
    only_there: list[LoneFact]
    only_here: list[LoneFact]


def part(brought: Brought) -> Parting:
    """Compare the journal that was brought with the one here, which is sealed to its end first.

    Raises `CannotCompare` where one of them does not hold, or they have no fact in common.
    """
    sealer.seal_all()
    own = verification.verify()
    if not own.ok:
        raise CannotCompare(
            f"the journal here does not hold: {own.reason}; see `muster verify-journal`"
        )
    walk = _Walk()
    try:
        report = verification.examine(_journal(brought, walk))
        only_there = [_lone(fact) for fact in (*walk.behind, *walk.unsealed)]
    except (DeserializationError, ValidationError, ValueError, TypeError) as error:
        raise CannotCompare(f"{NO_JOURNAL}: {error}") from error
    if walk.fork_at is None:
        raise CannotCompare(
            "the archive is of another installation: its journal has no fact in common with this "
            "one. Take a backup of the host that this standby was restored for"
        )
    if not report.ok:
        raise CannotCompare(f"the journal in the archive does not hold: {report.reason}")
    behind = Fact.objects.filter(position__gt=walk.fork.position).order_by("position")
    only_here = [_lone(fact) for fact in behind.iterator(chunk_size=CHUNK)]
    return Parting(
        fork=walk.fork,
        fork_at=walk.fork_at,
        there=sealer.Head(report.position, report.hash),
        only_there=_without(only_there, only_here),
        only_here=_without(only_here, only_there),
    )


class _Walk:
    """What is noted while the other journal goes by."""

    def __init__(self) -> None:
        self.fork = sealer.Head(0, GENESIS)
        self.fork_at: datetime | None = None
        self.behind: list[Fact] = []
        self.unsealed: list[Fact] = []
        self.erasures: list[dict[str, Any] | None] = []

    def beside(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Hand the facts on, each compared with the one at its place here."""
        here = Fact.objects.filter(position__isnull=False).order_by("position")
        hashes = here.values_list("position", "hash").iterator(chunk_size=CHUNK)
        is_common = True
        for fact in facts:
            is_common = is_common and next(hashes, None) == (fact.position, fact.hash)
            if is_common:
                self.fork, self.fork_at = sealer.Head(fact.position or 0, fact.hash), fact.at
            else:
                self.behind.append(fact)
            yield fact

    def in_order(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """The sealed facts by position. They come by id, which is nearly the same order."""
        waiting: list[tuple[int, int, Fact]] = []
        following = 1
        for number, fact in enumerate(facts):
            if fact.kind in commands.ERASURES:
                self.erasures.append(fact.payload)
            if fact.position is None:
                self.unsealed.append(fact)
                continue
            heappush(waiting, (fact.position, number, fact))
            while waiting and waiting[0][0] <= following:
                position, _, earliest = heappop(waiting)
                following = max(following, position + 1)
                yield earliest
        while waiting:
            yield heappop(waiting)[2]


def _journal(brought: Brought, walk: _Walk) -> verification.Journal:
    """As `verification` walks it. Checkpoints signed with a key that is not known here prove nothing."""
    head = next(_rows(brought.heads), None)
    kept = [checkpoints.statement_of(row) for row in _rows(brought.checkpoints, Checkpoint)]
    return verification.Journal(
        head=sealer.Head(head.position, head.hash) if head else sealer.Head(0, GENESIS),
        kept=[each for each in kept if keys.is_known(each.key_id)],
        unsealed=0,
        facts=walk.beside(walk.in_order(_rows(brought.facts, Fact))),
        erasures=lambda: walk.erasures,
    )


def _rows(lines: Iterable[bytes], model: type | None = None) -> Iterator[Any]:
    """The rows of a table. Raises TypeError where one is of another table."""
    for each in serializers.deserialize("jsonl", lines, ignorenonexistent=True):
        if model is not None and not isinstance(each.object, model):
            raise TypeError(f"a row of {each.object._meta.label_lower} is no {model.__name__}")
        yield each.object


def _lone(fact: Fact) -> LoneFact:
    header = asdict(sealer.header_of(fact, 0))
    return LoneFact(
        fingerprint=hashlib.sha256(canonical_json(header)).hexdigest(),
        network_id=fact.network_id,
        kind=fact.kind,
        at=fact.at,
        actor_person_id=fact.actor_person_id,
        actor_party_id=fact.actor_party_id,
        actor_name=fact.actor_name,
        via=fact.via,
        subjects=tuple((str(kind), str(UUID(thing))) for kind, thing in fact.subjects),
        audience=fact.audience,
        exercise_id=fact.exercise_id,
        payload=fact.payload,
        position=fact.position,
        hash=fact.hash,
    )


def _without(facts: list[LoneFact], others: list[LoneFact]) -> list[LoneFact]:
    """A few facts may lie behind the fork in both: committed in one order, sealed in another."""
    known = {each.fingerprint for each in others}
    return [each for each in facts if each.fingerprint not in known]
