"""Rows of whole days, cut by the database before it counts them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from muster.rules.days import Days

M = TypeVar("M", bound=Model)


def on_days(rows: QuerySet[M], moment: str, days: Days | None) -> QuerySet[M]:
    """The rows whose `moment` falls on the days; what has no moment yet, a draft, is of every day."""
    if days is None:
        return rows
    within = Q()
    if days.begins_at:
        within &= Q(**{f"{moment}__gte": days.begins_at})
    if days.ends_before:
        within &= Q(**{f"{moment}__lt": days.ends_before})
    return rows.filter(within | Q(**{f"{moment}__isnull": True})) if within else rows
