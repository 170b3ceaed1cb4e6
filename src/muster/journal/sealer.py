"""Giving facts their place: positions without a gap, each hash upon the one before.

Writers never wait for the chain. A fact is committed unsealed; whoever seals reads what is new,
computes the hashes, and only then takes the head's lock for the few milliseconds of the update.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from muster.journal import clock, wake
from muster.journal.models import ChainHead, Fact
from muster.rules.journal_chain import GENESIS, Header
from muster.rules.journal_chain import seal as hash_upon

BATCH = 500


class HeadMoved(Exception):
    """Somebody else sealed in between: begin anew from the new head."""


@dataclass(frozen=True)
class Head:
    position: int
    hash: str


def header_of(fact: Fact, position: int) -> Header:
    """Everything of a fact that its hash covers; who may see it is covered too."""
    return Header(
        position=position,
        id=fact.id,
        kind=fact.kind,
        network_id=fact.network_id,
        at=fact.at,
        actor={
            "person_id": fact.actor_person_id,
            "party_id": fact.actor_party_id,
            "name": fact.actor_name,
            "via": fact.via,
        },
        subjects={
            "subjects": fact.subjects,
            "audience": fact.audience,
            "exercise_id": fact.exercise_id,
        },
        payload_sha256=fact.payload_sha256,
    )


def head() -> Head:
    """The last sealed position and its hash."""
    row = ChainHead.objects.filter(id=1).first()
    return Head(row.position, row.hash) if row else Head(0, GENESIS)


def seal_some(limit: int = BATCH) -> int:
    """Seal the oldest unsealed facts, at most `limit`; answers how many."""
    facts = list(Fact.objects.filter(position__isnull=True).defer("payload").order_by("id")[:limit])
    if not facts:
        return 0
    known = head()
    at = clock.now()
    rows, previous = [], known.hash
    for position, fact in enumerate(facts, start=known.position + 1):
        previous = hash_upon(previous, header_of(fact, position))
        rows.append((position, previous, _database_moment(at), fact.id))
    try:
        with transaction.atomic():
            _take_head(known)
            _place(rows)
            ChainHead.objects.filter(id=1).update(position=rows[-1][0], hash=previous, sealed_at=at)
    except HeadMoved:
        return 0
    transaction.on_commit(wake.ring)
    return len(rows)


def seal_all() -> int:
    """Seal until nothing is left; for the end of a load, tests and benches."""
    total = 0
    while Fact.objects.filter(position__isnull=True).exists():
        count = seal_some()
        total += count
        if not count:
            time.sleep(0.005)
    return total


def _take_head(known: Head) -> None:
    ChainHead.objects.bulk_create(
        [ChainHead(id=1, position=0, hash=GENESIS)], ignore_conflicts=True
    )
    row = ChainHead.objects.select_for_update().get(id=1)
    if (row.position, row.hash) != (known.position, known.hash):
        raise HeadMoved


def _place(rows: list[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Fact._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET position = %s, hash = %s, sealed_at = %s "
            "WHERE id = %s AND position IS NULL",
            rows,
        )
        # A fact placed by another hand meanwhile would leave a gap.
        if cursor.rowcount not in (-1, len(rows)):
            raise HeadMoved


def _database_moment(at: object) -> object:
    return connection.ops.adapt_datetimefield_value(at)  # type: ignore[arg-type]
