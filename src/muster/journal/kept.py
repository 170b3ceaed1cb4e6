"""Queries that are written once and asked often: `@kept` keeps the SQL, each call fills in values.

Django writes a query's SQL anew at every call; for the look-ups behind every page that takes
several times as long as the database's answer. A kept query is an ordinary queryset, made once:

    @kept
    def _members(limit: int, *, network_id: UUID) -> QuerySet[Membership]:
        return Membership.objects.filter(network_id=network_id).order_by("id")[:limit]

    rows = _members(50, network_id=actor.network_id)

What stands before the star decides the query's form and is written into it; what stands after it
is a value, by its annotation (UUID, str, int, datetime, date, or `Collection` of UUIDs), and the
function only ever sees a placeholder for it: no value of one caller can stay behind for the next.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, update_wrapper
from types import NoneType, UnionType
from typing import Any, Generic, ParamSpec, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    QuerySet,
    UUIDField,
)
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.utils import create_namedtuple_class

P = ParamSpec("P")
T = TypeVar("T")

MOST_FORMS = 500
FIELDS: dict[Any, type[Field[Any, Any]]] = {
    UUID: UUIDField,
    Collection[UUID]: UUIDField,
    str: CharField,
    int: BigIntegerField,
    datetime: DateTimeField,
    date: DateField,
}


class Slot(Expression):
    """The place of one value; of many, which stand in parentheses after `__in`."""

    def __init__(self, name: str, field: Field[Any, Any], is_many: bool = False):
        super().__init__(output_field=field)
        self.name, self.is_many = name, is_many

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return (self.mark if self.is_many else "%s"), [self]

    @property
    def mark(self) -> str:
        """Stands in the kept SQL until the number of values is known."""
        return f"(:{self.name}:)"


@dataclass(frozen=True)
class Form:
    """The SQL of one form of a query, and how its rows are read."""

    sql: str
    places: tuple[Any, ...]
    read: Callable[[list[Any]], list[Any]]

    def run(self, values: dict[str, Any]) -> list[Any]:
        sql, places, link = self.sql, [], connections[DEFAULT_DB_ALIAS]
        for place in self.places:
            if not isinstance(place, Slot):
                places.append(place)
                continue
            value = values[place.name]
            if not place.is_many:
                places.append(_prepared(place.output_field, value, link))
                continue
            many = [_prepared(place.output_field, each, link) for each in value]
            if not many:
                return []
            sql = sql.replace(place.mark, f"({', '.join(['%s'] * len(many))})", 1)
            places += many
        with link.cursor() as cursor:
            cursor.execute(sql, places)
            rows = cursor.fetchall()
        return self.read(rows)


class Nothing(Form):
    """A query that no row can answer is not asked."""

    def run(self, values: dict[str, Any]) -> list[Any]:
        return []


NOTHING = Nothing("", (), list)


class Kept(Generic[P, T]):
    """A query by name: called with its form and its values, it answers with a list.

    `written` gives the ordinary queryset, for whoever has more to narrow.
    """

    def __init__(self, write: Callable[P, QuerySet[Any, T]]):
        if inspect.getclosurevars(write).nonlocals:
            raise TypeError(f"{write.__name__} is kept: it may not close over a caller's values")
        update_wrapper(self, write)
        self.written: Callable[..., QuerySet[Any, T]] = write
        self._forms: dict[Any, Form] = {}

    def __call__(self, *form: P.args, **values: P.kwargs) -> list[T]:
        key = (connection.vendor, form)
        known = self._forms.get(key)
        if known is None:
            known = self._written(form)
            if len(self._forms) >= MOST_FORMS:
                self._forms.clear()
            self._forms[key] = known
        return known.run(values)

    def first(self, *form: P.args, **values: P.kwargs) -> T | None:
        """The first row, or None."""
        return next(iter(self(*form, **values)), None)

    def _written(self, form: tuple[Any, ...]) -> Form:
        hints = {name: _plainly(hint) for name, hint in get_type_hints(self.written).items()}
        slots = {
            name: Slot(name, FIELDS[hints[name]](), hints[name] == Collection[UUID])
            for name, place in inspect.signature(self.written).parameters.items()
            if place.kind is place.KEYWORD_ONLY
        }
        rows: Any = self.written(*form, **slots)
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, places = compiler.as_sql()
        except EmptyResultSet:
            return NOTHING
        return Form(sql, tuple(places), _reader(rows, compiler))


def kept(write: Callable[P, QuerySet[Any, T]]) -> Kept[P, T]:
    """Make a function that writes a queryset a kept query."""
    return Kept(write)


def _plainly(hint: Any) -> Any:
    """`UUID | None` is filled in as a UUID."""
    options = [each for each in get_args(hint) if each is not NoneType]
    return options[0] if isinstance(hint, UnionType) and len(options) == 1 else hint


def _prepared(field: Field[Any, Any], value: Any, link: Any) -> Any:
    """A value as the database takes it. None is NULL, which equals nothing."""
    if value is None:
        return None
    if type(value) is UUID and type(field) is UUIDField:
        return value if link.features.has_native_uuid_field else value.hex
    return field.get_db_prep_value(value, link)


def _reader(rows: Any, compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """How rows of the database become what the queryset would have given."""
    convert = _converter(compiler)
    if rows._iterable_class is not ModelIterable:
        shape = rows._iterable_class.__name__
        if shape == "FlatValuesListIterable":
            return lambda found: [row[0] for row in convert(found)]
        if shape == "NamedValuesListIterable":
            make = create_namedtuple_class(*_names(rows.query))._make
            return lambda found: [make(row) for row in convert(found)]
        if shape != "ValuesListIterable":
            raise TypeError("a kept query gives instances or a values_list")
        return lambda found: [tuple(row) for row in convert(found)]
    info = compiler.klass_info
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [each[0].target.attname for each in compiler.select[start:end]]
    populators: Any = get_related_populators
    related = populators(info, compiler.select, rows.db)
    annotated = list((compiler.annotation_col_map or {}).items())
    from_db = info["model"].from_db

    def read(found: list[Any]) -> list[Any]:
        instances = []
        for row in convert(found):
            instance = from_db(rows.db, names, row[start:end])
            for populator in related:
                populator.populate(row, instance)
            for name, place in annotated:
                setattr(instance, name, row[place])
            instances.append(instance)
        return instances

    return read


def _names(query: Any) -> list[str]:
    return list(
        query.selected or [*query.extra_select, *query.values_select, *query.annotation_select]
    )


def _converter(compiler: Any) -> Callable[[list[Any]], Any]:
    """The compiler's own conversions, column by column."""
    count = compiler.col_count
    columns = [each[0] for each in compiler.select[:count]]
    steps = [
        (place, _swift(one) or one, expression)
        for place, (many, expression) in compiler.get_converters(columns).items()
        for one in many
    ]

    def convert(found: list[Any]) -> Any:
        for each in found:
            row = list(each)
            for place, step, expression in steps:
                value = row[place]
                if value is not None:
                    row[place] = step(value, expression, connection)
            yield row

    return convert


def _swift(step: Any) -> Any:
    """SQLite's ids and moments, read with less ado: the same few parties are named again and again."""
    name = getattr(step, "__name__", "")
    if name == "convert_uuidfield_value":
        return lambda value, _expression, _connection: _uuid(value)
    if name == "convert_datetimefield_value":
        return lambda value, _expression, _connection: _moment(value)
    return None


def _moment(value: Any) -> datetime:
    """SQLite keeps moments as text, in UTC and without saying so."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@lru_cache(maxsize=10_000)
def _uuid(text: str) -> UUID:
    return UUID(text)
