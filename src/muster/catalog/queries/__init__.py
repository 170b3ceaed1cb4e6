"""Every read of the catalogue."""

from muster.catalog.queries.availability import (
    ReservationCard,
    free_by_type,
    quantity_free,
    reservations_of,
    reservations_of_mission,
    unavailabilities_of,
)
from muster.catalog.queries.candidates import candidates
from muster.catalog.queries.narrowing import ResourceFilter
from muster.catalog.queries.packages import PackageCard, PackageItemCard, get_package, packages
from muster.catalog.queries.resources import (
    HeldClearance,
    ResourceCard,
    counts_of_party,
    get_resource,
    lendable_of_party,
    resources,
    resources_by_id,
    settable_ids,
)
from muster.catalog.queries.visibility import sees_others
from muster.catalog.queries.vocabulary import (
    WorkPackageCard,
    WorkPackageLineCard,
    as_asked,
    clearances,
    get_clearance,
    get_resource_type,
    get_skill,
    get_work_package,
    resource_types,
    skills,
    statements_asked,
    word_choices,
    word_ids,
    work_packages,
)

__all__ = [
    "HeldClearance",
    "PackageCard",
    "PackageItemCard",
    "ReservationCard",
    "ResourceCard",
    "ResourceFilter",
    "WorkPackageCard",
    "WorkPackageLineCard",
    "as_asked",
    "candidates",
    "clearances",
    "counts_of_party",
    "get_clearance",
    "get_package",
    "get_resource",
    "get_resource_type",
    "get_skill",
    "get_work_package",
    "lendable_of_party",
    "packages",
    "free_by_type",
    "quantity_free",
    "reservations_of",
    "reservations_of_mission",
    "resource_types",
    "resources",
    "resources_by_id",
    "sees_others",
    "settable_ids",
    "skills",
    "statements_asked",
    "unavailabilities_of",
    "word_choices",
    "word_ids",
    "work_packages",
]
