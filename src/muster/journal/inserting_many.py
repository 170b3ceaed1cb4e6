"""Writing hundreds of new rows at once, without an object or a statement of their size for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)

Store = Callable[[Any], Any]

ALWAYS_PLAIN = (BooleanField, CharField, IntegerField, TextField)
PLAIN_ON_POSTGRES = (*ALWAYS_PLAIN, DateTimeField, ForeignKey, UUIDField)
"""Their values go to the database as they are."""


def insert_many(
    model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **alike: Any
) -> None:
    """Write many new rows: by COPY on PostgreSQL, by one prepared statement elsewhere.

    `rows` hold the values of the columns in `names`, `alike` what is the same in all of them; the
    rest has its default. Ids that the database counts are not learned. Raises `IntegrityError`.
    """
    link: Any = connections[DEFAULT_DB_ALIAS]
    fields, same = _columns(model, names, alike)
    stores = [store_for(field, link) for field in fields]
    differing = len(names)
    tail = [store(value) for store, value in zip(stores[differing:], same, strict=True)]
    stored = [
        [store(value) for store, value in zip(stores[:differing], row, strict=True)] + tail
        for row in rows
    ]
    if not stored:
        return
    quote = link.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    with link.cursor() as cursor:
        if link.vendor == "postgresql":
            copying = f"COPY {table} ({columns}) FROM STDIN"
            with link.wrap_database_errors, cursor.copy(copying) as copy:
                for row in stored:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", stored)


def _columns(
    model: Any, names: Sequence[str], alike: dict[str, Any]
) -> tuple[list[Field[Any, Any]], list[Any]]:
    """All columns but a counted id, those of `names` first, and the values of those after them."""
    known = model._meta
    named = [known.get_field(name) for name in (*names, *alike)]
    rest = [
        field
        for field in known.local_concrete_fields
        if field not in named and field is not known.auto_field
    ]
    if known.pk in rest:
        raise ValueError(f"each row of {known.label} needs an id of its own")
    return [*named, *rest], [*alike.values(), *(field.get_default() for field in rest)]


def store_for(field: Field[Any, Any], link: Any) -> Store:
    """How a value of a column is handed to the database's driver."""
    plain = PLAIN_ON_POSTGRES if link.vendor == "postgresql" else ALWAYS_PLAIN
    if isinstance(field, plain):
        return _as_it_is
    return lambda value: field.get_db_prep_save(value, link)


def _as_it_is(value: Any) -> Any:
    return value
