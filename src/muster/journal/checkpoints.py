"""Signed statements of position and hash: what shows that the end of the journal was cut off."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from muster.journal import clock, keys, sealer
from muster.journal.models import Checkpoint
from muster.journal.schedule import every
from muster.rules.journal_chain import canonical_json

LONGEST_WAIT = timedelta(minutes=10)
MOST_POSITIONS = 1000
STATEMENT = "muster journal checkpoint 1"


class BadCheckpoint(Exception):
    """A file that is no checkpoint, or whose signature does not hold; the sentence says which."""


@dataclass(frozen=True)
class Statement:
    """One checkpoint, as it is signed and as it is kept in a file."""

    position: int
    hash: str
    at: datetime
    key_id: str = ""
    signature: str = ""

    @property
    def message(self) -> bytes:
        return canonical_json(
            {
                "statement": STATEMENT,
                "position": self.position,
                "hash": self.hash,
                "at": self.at,
            }
        )

    @property
    def holds(self) -> bool:
        return keys.holds(self.key_id, self.message, self.signature)

    def as_dict(self) -> dict[str, Any]:
        return {
            "statement": STATEMENT,
            "position": self.position,
            "hash": self.hash,
            "at": self.at.isoformat(),
            "key_id": self.key_id,
            "signature": self.signature,
            "public_key": keys.public_key_text(self.key_id) if keys.is_known(self.key_id) else "",
        }


def sign_head() -> Statement | None:
    """Sign the present end, keep it in the table and in the folder; None for an empty journal."""
    head = sealer.head()
    if head.position == 0:
        return None
    kept = Checkpoint.objects.filter(position=head.position).first()
    if kept is not None:
        return statement_of(kept)
    bare = Statement(head.position, head.hash, clock.now())
    key_id, signature = keys.sign(bare.message)
    Checkpoint.objects.bulk_create(
        [
            Checkpoint(
                position=bare.position,
                hash=bare.hash,
                at=bare.at,
                key_id=key_id,
                signature=signature,
            )
        ],
        ignore_conflicts=True,
    )
    statement = statement_of(Checkpoint.objects.get(position=head.position))
    write(statement, folder())
    return statement


def statement_of(row: Checkpoint) -> Statement:
    return Statement(row.position, row.hash, row.at, row.key_id, row.signature)


def folder() -> Path:
    """Where files are written: a folder that another machine collects or owns, best of all."""
    return Path(settings.MUSTER_CHECKPOINT_DIR)


def write(statement: Statement, target: Path) -> None:
    """Write one file, whole or not at all."""
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"checkpoint-{statement.position:012d}.json"
    draft = path.with_suffix(f".{os.getpid()}.part")
    draft.write_text(json.dumps(statement.as_dict(), indent=1) + "\n")
    draft.replace(path)


def read(path: Path) -> list[Statement]:
    """The checkpoints of a file, or of every file in a folder; each signature holds.

    Raises `BadCheckpoint`.
    """
    paths = sorted(path.glob("checkpoint-*.json")) if path.is_dir() else [path]
    if not paths:
        raise BadCheckpoint(f"{path} holds no checkpoint-….json")
    return [_read_one(each) for each in paths]


def _read_one(path: Path) -> Statement:
    try:
        content = json.loads(path.read_text())
        statement = Statement(
            position=int(content["position"]),
            hash=str(content["hash"]),
            at=datetime.fromisoformat(content["at"]),
            key_id=str(content["key_id"]),
            signature=str(content["signature"]),
        )
        if statement.at.tzinfo is None:
            raise ValueError("its time has no zone")
    except OSError as error:
        raise BadCheckpoint(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadCheckpoint(f"{path} is not a checkpoint of a Muster journal") from error
    if not keys.is_known(statement.key_id):
        raise BadCheckpoint(
            f"{path} was signed with the key {statement.key_id[:16]}, which this installation does "
            "not have: put its public key into the keys folder"
        )
    if not statement.holds:
        raise BadCheckpoint(f"{path} was altered: its signature does not hold")
    return statement


@every(60)
def sign_when_due() -> None:
    """A checkpoint after so many positions or minutes, where anything happened at all."""
    last = Checkpoint.objects.order_by("-position").first()
    head = sealer.head()
    if head.position == (last.position if last else 0):
        return
    waited = last is None or clock.now() - last.at >= LONGEST_WAIT
    if waited or head.position - last.position >= MOST_POSITIONS:  # type: ignore[union-attr]
        sign_head()
