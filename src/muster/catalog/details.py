"""What each kind of resource has of its own: which inputs, where they are kept, who may read them.

Forms, API, CSV files and pages all read these rows, so that a kind is described once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from muster.catalog.models import (
    CapacityDetails,
    EquipmentDetails,
    FacilityDetails,
    LicenceDetails,
    PersonDetails,
    Resource,
    ResourceKind,
)


@dataclass(frozen=True)
class Detail:
    """One input of one kind. `is_private`: only the lender's own people read it."""

    name: str
    label: str
    is_private: bool = False


@dataclass(frozen=True)
class KindShape:
    """One kind: its details table, the name of that relation, its inputs, its words on pages."""

    kind: str
    table: type[models.Model]
    relation: str
    details: tuple[Detail, ...]
    plural: str
    quantity_label: str
    says: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(detail.name for detail in self.details)

    def values_of(self, row: Any, *, with_private: bool) -> dict[str, Any]:
        """The details of one row as plain values."""
        return {
            detail.name: getattr(row, detail.name)
            for detail in self.details
            if with_private or not detail.is_private
        }


SHAPES: dict[str, KindShape] = {
    shape.kind: shape
    for shape in (
        KindShape(
            ResourceKind.PERSON,
            PersonDetails,
            "person_details",
            (
                Detail("person_id", "Account", is_private=True),
                Detail("position_title", "Position"),
                Detail("overtime_rate_ten_thousandths", "Overtime rate"),
                Detail("phone", "Telephone", is_private=True),
            ),
            "People",
            "How many people",
            "With their skills, clearances and rate.",
        ),
        KindShape(
            ResourceKind.EQUIPMENT,
            EquipmentDetails,
            "equipment_details",
            (
                Detail("serial_numbers", "Serial numbers", is_private=True),
                Detail("condition", "Condition"),
                Detail("replacement_cents", "Cost of replacing one", is_private=True),
                Detail("bought_on", "Bought on", is_private=True),
            ),
            "Equipment",
            "How many pieces",
            "Laptops, switches, firewalls, hotspots, with serial numbers and condition.",
        ),
        KindShape(
            ResourceKind.LICENCE,
            LicenceDetails,
            "licence_details",
            (
                Detail("publisher", "Publisher"),
                Detail("product", "Product"),
                Detail("lending_permitted", "The publisher permits lending"),
                Detail("permission_note", "How the publisher permits it", is_private=True),
                Detail("permission_evidence_file_id", "Evidence", is_private=True),
                Detail("expires_on", "Licence ends on"),
            ),
            "Software licences",
            "How many seats",
            "Seats that the publisher permits you to lend.",
        ),
        KindShape(
            ResourceKind.CAPACITY,
            CapacityDetails,
            "capacity_details",
            (
                Detail("what", "What it offers"),
                Detail("available_until", "Available until"),
            ),
            "Backup and hosting capacity",
            "How much",
            "Room to back up to or to run servers in, until a day.",
        ),
        KindShape(
            ResourceKind.FACILITY,
            FacilityDetails,
            "facility_details",
            (
                Detail("power", "Power"),
                Detail("network_access", "Network"),
                Detail("address", "Address", is_private=True),
            ),
            "Facilities",
            "How many seats",
            "Desks, rooms and call-taking positions with power and a network.",
        ),
    )
}


def details_of(resources: Iterable[Resource]) -> dict[UUID, Any]:
    """The details row of each resource, in one query for each kind among them."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for resource in resources:
        by_kind[resource.kind].append(resource.id)
    found: dict[UUID, Any] = {}
    for kind, ids in by_kind.items():
        found.update(SHAPES[kind].table._default_manager.in_bulk(ids))
    return found
