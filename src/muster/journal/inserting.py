"""Writing new rows with kept SQL: what `bulk_create` does, without writing the statement anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Model

MOST_AT_ONCE = 20
"""More rows than these are worth a statement of their own."""


def insert(rows: Sequence[Model]) -> None:
    """Write new rows of one model in one statement; rows with counted ids learn theirs."""
    if not rows:
        return
    model: Any = type(rows[0])
    if len(rows) > MOST_AT_ONCE:
        model._default_manager.bulk_create(rows)
        return
    link = connections[DEFAULT_DB_ALIAS]
    sql, columns, counted = _statement(model, len(rows), link.vendor)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), link)
        for row in rows
        for field in columns
    ]
    with link.cursor() as cursor:
        cursor.execute(sql, values)
        ids = cursor.fetchall() if counted else ()
    for row, (number,) in zip(rows, ids, strict=False):
        row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=500)
def _statement(model: type[Model], count: int, vendor: str) -> tuple[str, tuple[Any, ...], bool]:
    """The SQL for so many rows, the fields in its order, and whether ids are counted."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    key = model._meta.pk
    counted = isinstance(key, AutoField) or "AutoField" in type(key).__name__
    fields = tuple(
        field for field in model._meta.local_concrete_fields if not (counted and field is key)
    )
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([places] * count)}"
    )
    return (f"{sql} RETURNING {quote(str(key.column))}" if counted else sql), fields, counted
