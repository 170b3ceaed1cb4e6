"""The hash chain over what happened: seal facts one after another, and find the first that was touched.

A fact's hash is SHA-256 over the hash before it, a line feed and the canonical JSON of its header.
The header holds the digest of the payload, not the payload: a payload can be erased lawfully and the
chain still verifies. Only a checkpoint kept elsewhere can show that the end was cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

GENESIS = "0" * 64  # what the first fact is sealed upon


@dataclass(frozen=True, slots=True)
class Header:
    """What the hash of a fact covers; every field, in no other form than `canonical_json` gives."""

    position: int
    id: Any
    kind: str
    network_id: Any
    at: datetime | str
    actor: Any
    subjects: Any
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A fact as it is stored: header, hash, and the payload (None once it is erased)."""

    header: Header
    hash: str
    payload: Any = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The position and hash that a chain once had, kept where the chain's keeper cannot reach."""

    position: int
    hash: str


class Damage(StrEnum):
    ALTERED = "altered"
    INSERTED = "inserted"
    DELETED = "deleted"
    TRUNCATED = "truncated"
    PAYLOAD_ALTERED = "payload_altered"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds; if not, what was done and at which position first.

    `position` and `hash` are the last that hold: the start of the next, incremental verification.
    A chain rewritten whole is found by a checkpoint alone: `first_bad_position` is then the first
    one after the last point that is proved.
    """

    ok: bool
    position: int
    hash: str
    first_bad_position: int | None = None
    what: Damage | None = None


def plain(value: Any) -> Any:
    """`value` in JSON's own types: what to store so that reading it back gives the same digest.

    Times become UTC with microseconds, decimals and ids text. Floats are refused: they do not keep.
    """
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case int() | str():
            return value
        case datetime():
            return _utc_text(value)
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=str)
    raise TypeError(f"a fact cannot hold a {type(value).__name__}")


def canonical_json(value: Any) -> bytes:
    """One text for one value: sorted keys, no spaces, ASCII with escapes."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode("ascii")


def payload_digest(payload: Any) -> str:
    """SHA-256 of the payload's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(payload)).hexdigest()


def seal(previous_hash: str, header: Header | Mapping[str, Any]) -> str:
    """The hash that chains `header` to what came before; `GENESIS` comes before the first."""
    fields = asdict(header) if isinstance(header, Header) else dict(header)
    if isinstance(fields["at"], str):
        fields["at"] = datetime.fromisoformat(fields["at"])
    text = previous_hash.encode("ascii") + b"\n" + canonical_json(fields)
    return hashlib.sha256(text).hexdigest()


def verify(
    sealed_facts: Iterable[SealedFact],
    checkpoint: Checkpoint | Iterable[Checkpoint] | None = None,
    start: Checkpoint | None = None,
) -> Verdict:
    """Walk the facts by position and stop at the first that is bad; memory does not grow.

    `start` is a point already proved, from which to go on. Erased payloads (None) verify by their
    recorded digest.
    """
    proved = start or Checkpoint(0, GENESIS)
    expected_hashes = {point.position: point.hash for point in _each(checkpoint)}
    last_checkpoint = max(expected_hashes, default=0)
    last_witnessed = proved.position
    point, before = proved, None

    for fact, following in _with_following(sealed_facts):
        damage = _damage(point, before, fact, following)
        if damage is not None:
            return Verdict(False, point.position, point.hash, *damage)
        before, point = point, Checkpoint(fact.header.position, fact.hash)
        if expected_hashes.get(point.position, point.hash) != point.hash:
            return Verdict(False, proved.position, proved.hash, last_witnessed + 1, Damage.ALTERED)
        if point.position in expected_hashes:
            last_witnessed, proved = point.position, point

    if point.position < last_checkpoint:
        return Verdict(False, point.position, point.hash, point.position + 1, Damage.TRUNCATED)
    return Verdict(True, point.position, point.hash)


def _damage(
    point: Checkpoint, before: Checkpoint | None, fact: SealedFact, following: SealedFact | None
) -> tuple[int, Damage] | None:
    """Position and kind of what is wrong with `fact`, given the point reached and the one before."""
    expected = point.position + 1
    if fact.header.position > expected:
        return expected, Damage.DELETED
    if fact.header.position < expected:
        return fact.header.position, Damage.INSERTED
    if seal(point.hash, fact.header) != fact.hash:
        return _renumbered(point, before, fact, following) or (expected, Damage.ALTERED)
    if fact.payload is not None and payload_digest(fact.payload) != fact.header.payload_sha256:
        return expected, Damage.PAYLOAD_ALTERED
    return None


def _renumbered(
    point: Checkpoint, before: Checkpoint | None, fact: SealedFact, following: SealedFact | None
) -> tuple[int, Damage] | None:
    """Tell a renumbered chain from an altered fact: its hashes still fit the positions they had."""
    if before is not None and _fits(before.hash, fact, -1):
        return point.position, Damage.INSERTED
    if following is not None and _fits(point.hash, following, -1):
        return fact.header.position, Damage.INSERTED
    if following is not None and _fits(fact.hash, following, +1):
        return fact.header.position, Damage.DELETED
    return None


def _fits(previous_hash: str, fact: SealedFact, shift: int) -> bool:
    moved = replace(fact.header, position=fact.header.position + shift)
    return seal(previous_hash, moved) == fact.hash


def _with_following(
    facts: Iterable[SealedFact],
) -> Iterator[tuple[SealedFact, SealedFact | None]]:
    current = None
    for fact in facts:
        if current is not None:
            yield current, fact
        current = fact
    if current is not None:
        yield current, None


def _each(checkpoint: Checkpoint | Iterable[Checkpoint] | None) -> Iterable[Checkpoint]:
    if checkpoint is None:
        return ()
    return (checkpoint,) if isinstance(checkpoint, Checkpoint) else checkpoint


def _utc_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise TypeError("a moment carries its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
