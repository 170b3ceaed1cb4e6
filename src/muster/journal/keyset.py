"""Pages of a list by key, not by count: the ten-thousandth page costs what the first one does."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateField, DateTimeField, Model, Q, QuerySet

from muster.journal.storable import is_storable
from muster.rules.refusal import Refusal, Refused

T = TypeVar("T")
M = TypeVar("M", bound=Model)

LARGEST_PAGE = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items in order, and the cursor of those after them (None at the end)."""

    items: list[T]
    next: str | None


def page_of(
    rows: QuerySet[M], order: tuple[str, ...], cursor: str | None = None, limit: int = 50
) -> Page[M]:
    """The page after `cursor`, in `order` (`-opened_at`, `id`); the last field must be unique.

    None of the ordered columns may be null. Refuses `cursor.invalid`.
    """
    limit = page_limit(limit)
    rows = rows.order_by(*order)
    if cursor:
        rows = rows.filter(_after(rows.model, order, _read(cursor, len(order))))
    return page_from(list(rows[: limit + 1]), order, limit)


def page_limit(limit: int) -> int:
    """As many as a page may hold."""
    return max(1, min(limit, LARGEST_PAGE))


def page_from(found: list[M], order: tuple[str, ...], limit: int) -> Page[M]:
    """A page of rows that were read in `order`, one more than `limit` where there are more."""
    following = _write(found[limit - 1], order) if len(found) > limit else None
    return Page(found[:limit], following)


def _after(model: type[Model], order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after the values: (a > x) or (a = x and b > y) or …"""
    reached, condition = Q(), Q(pk__in=[])
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        cleaned = _clean(model, field, value)
        comparison = "lt" if name.startswith("-") else "gt"
        condition |= reached & Q(**{f"{field}__{comparison}": cleaned})
        reached &= Q(**{field: cleaned})
    return condition


def _clean(model: type[Model], path: str, value: Any) -> Any:
    try:
        *relations, last = path.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
        field = model._meta.get_field(last)
        if isinstance(field, DateTimeField):
            return _moment(DateTimeField().to_python(value))
        if isinstance(field, DateField):
            return DateField().to_python(value)
        return field.to_python(value)  # type: ignore[union-attr]
    except (FieldDoesNotExist, ValidationError, ValueError, TypeError, OverflowError) as error:
        raise _invalid() from error


def _moment(value: datetime) -> datetime:
    """A moment that a database can hold: with its zone, and still within the calendar in UTC."""
    if value.tzinfo is None:
        raise ValueError("a moment carries its time zone")
    return value.astimezone(UTC)


def _write(row: Model, order: tuple[str, ...]) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        if isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, UUID) or not isinstance(value, str | int | float):
            value = str(value)
        values.append(value)
    text = json.dumps(values, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError, RecursionError) as error:
        raise _invalid() from error
    if not isinstance(values, list) or len(values) != length or not all(map(_is_plain, values)):
        raise _invalid()
    return values


def _is_plain(value: Any) -> bool:
    return is_storable(value) if isinstance(value, str) else isinstance(value, int | float)


def _invalid() -> Refused:
    return Refused(Refusal("cursor.invalid", field="cursor"))
