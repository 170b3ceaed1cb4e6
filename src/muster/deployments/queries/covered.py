"""What earlier claims of a mission hold of its record, and what of the record counts beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Q

from muster.rules.money import Money


@dataclass(frozen=True)
class Covered:
    """What earlier claims of a mission hold: the hours by the ids of their entries, with those that
    were free, and by the ids of all other evidence the whole cost, with what of it was not payable."""

    free_hours: Mapping[str, Fraction]
    gross: Mapping[str, Money]
    not_payable: Mapping[str, Money]

    def rows(self) -> frozenset[UUID]:
        """The rows of the record that the claims name; a name may join several with dots."""
        names = (name for each in (*self.free_hours, *self.gross) for name in each.split("."))
        return frozenset(UUID(name) for name in names if _is_id(name))


def counts(held: Collection[UUID] = ()) -> Q:
    """The rows that count: those not struck out, and those that a claim holds whatever came later."""
    return Q(voided_at__isnull=True) | Q(id__in=held) if held else Q(voided_at__isnull=True)


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
