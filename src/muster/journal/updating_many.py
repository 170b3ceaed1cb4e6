"""Changing hundreds of rows at once, each to values of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from muster.journal.inserting_many import store_for


def update_many(
    model: type[Model], names: Sequence[str], by: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set the columns `names` where the columns `by` have a value: one statement on PostgreSQL, one
    prepared statement elsewhere. Each row holds the values of `names`, then those of `by`."""
    link: Any = connections[DEFAULT_DB_ALIAS]
    known: Any = model._meta
    quote = link.ops.quote_name
    fields = [known.get_field(name) for name in (*names, *by)]
    stores = [store_for(field, link) for field in fields]
    stored = [[store(value) for store, value in zip(stores, row, strict=True)] for row in rows]
    if not stored:
        return
    table, columns = quote(known.db_table), [quote(field.column) for field in fields]
    changed, found = columns[: len(names)], columns[len(names) :]
    with link.cursor() as cursor:
        if link.vendor == "postgresql":
            arrays = ", ".join(f"%s::{field.db_type(link)}[]" for field in fields)
            cursor.execute(
                f"UPDATE {table} SET {', '.join(f'{each} = given.{each}' for each in changed)} "
                f"FROM unnest({arrays}) AS given ({', '.join(columns)}) "
                f"WHERE {' AND '.join(f'{table}.{each} = given.{each}' for each in found)}",
                [list(values) for values in zip(*stored, strict=True)],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET {', '.join(f'{each} = %s' for each in changed)} "
                f"WHERE {' AND '.join(f'{each} = %s' for each in found)}",
                stored,
            )
