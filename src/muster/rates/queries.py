"""Reading rates: the whole network may, for whoever pays must see what by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.rates.models import LoadDeclaration, Rate, RateTable
from muster.rates.reading import STANDARD
from muster.rules.actor import Actor
from muster.rules.money import Money
from muster.rules.refusal import NotFound
from muster.rules.settlement import DeclaredLoad, RateRow, Rates

MOST_TABLES = 100
MOST_DECLARATIONS = 50
MOST_KEYS = 500


def rate_tables(actor: Actor) -> list[RateTable]:
    """The network's tables by title, each with `.rate_count`."""
    rows = RateTable.objects.filter(network_id=actor.network_id).annotate(
        rate_count=Count("rates", filter=Q(rates__replaced_at__isnull=True))
    )
    return list(rows.order_by("title", "id")[:MOST_TABLES])


def get_rate_table(actor: Actor, key: str) -> RateTable:
    """One table of the network. Raises `NotFound`."""
    found = RateTable.objects.filter(network_id=actor.network_id, key=key[:60]).first()
    if found is None:
        raise NotFound("rate_table")
    return found


def rates(
    actor: Actor,
    table_key: str,
    *,
    search: str = "",
    on: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Rate]:
    """The live rates of a table by key; those in force on a day where one is given."""
    table = get_rate_table(actor, table_key)
    rows = Rate.objects.filter(table=table, replaced_at__isnull=True)
    if search:
        rows = rows.filter(key__icontains=search[:120])
    if on:
        rows = rows.filter(valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )
    return page_of(rows, ("key", "part", "valid_from", "id"), cursor, limit)


def rates_for(
    actor: Actor, table_keys: Iterable[str], keys: Iterable[str], first: date, last: date
) -> Rates:
    """What a settlement looks into: the tables named, for some keys and the standard one, between
    two days (both included)."""
    wanted = {each for each in table_keys if each}
    tables = RateTable.objects.filter(network_id=actor.network_id, key__in=wanted)
    rows = Rate.objects.filter(
        table__network_id=actor.network_id,
        table__key__in=wanted,
        key__in={*keys, STANDARD},
        replaced_at__isnull=True,
        valid_from__lte=last,
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
    return Rates(
        tuple(
            RateRow(
                table=row.table.key,
                key=row.key,
                part=row.part,
                amount=Money.from_rate(row.amount_ten_thousandths, row.table.currency),
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                source=row.source,
            )
            for row in rows.select_related("table").order_by("id")
        ),
        frozenset(tables.values_list("key", flat=True)),
    )


def keys_of(actor: Actor, table_keys: Iterable[str]) -> list[str]:
    """What some tables hold rates for, the standard rate left out, in order."""
    rows = Rate.objects.filter(
        table__network_id=actor.network_id, table__key__in=set(table_keys), replaced_at__isnull=True
    )
    found = rows.exclude(key=STANDARD).order_by("key").values_list("key", flat=True).distinct()
    return list(found[:MOST_KEYS])


def declarations(actor: Actor, party_id: UUID) -> list[LoadDeclaration]:
    """What a party declared of fringe and overhead, the latest first."""
    members.get_party(actor, party_id)
    rows = LoadDeclaration.objects.filter(network_id=actor.network_id, party_id=party_id)
    return list(rows.order_by("-declared_at", "-id")[:MOST_DECLARATIONS])


def declared_load(actor: Actor, party_id: UUID, before: datetime) -> DeclaredLoad | None:
    """What a party had declared last when its people departed; None: nothing."""
    rows = LoadDeclaration.objects.filter(
        network_id=actor.network_id, party_id=party_id, declared_at__lte=before
    )
    row = rows.order_by("-declared_at", "-id").first()
    if row is None:
        return None
    return DeclaredLoad(
        declared_at=row.declared_at,
        fringe_percent=row.fringe_percent,
        overtime_fringe_percent=row.overtime_fringe_percent,
        overhead_percent=row.overhead_percent,
    )
