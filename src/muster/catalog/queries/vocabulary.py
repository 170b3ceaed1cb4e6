"""The network's words: skills, clearances, resource types, and presets for asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet

from muster.catalog.models import (
    Clearance,
    ResourceType,
    Skill,
    WorkPackage,
    WorkPackageLine,
)
from muster.journal.kept import kept
from muster.rules.actor import Actor
from muster.rules.clearances import Asked
from muster.rules.lending import quantity_needed
from muster.rules.refusal import NotFound

W = TypeVar("W", bound=Model)
MOST_WORDS = 500
TABLES: dict[str, type[Model]] = {
    "skill": Skill,
    "clearance": Clearance,
    "resource_type": ResourceType,
    "work_package": WorkPackage,
}


@dataclass(frozen=True)
class WorkPackageLineCard:
    """One line that a work package becomes."""

    resource_type_id: UUID
    resource_type_key: str
    resource_type_label: str
    kind: str
    unit: str
    units_per_one: int
    skill_id: UUID | None
    skill_key: str
    skill_label: str
    clearance_id: UUID | None
    clearance_key: str
    clearance_label: str
    is_on_site: bool
    hours: int

    def quantity_for(self, asked: int) -> int:
        """How many of the resource type so many units of the package need."""
        return quantity_needed(asked, self.units_per_one)


@dataclass(frozen=True)
class WorkPackageCard:
    """A preset for asking, with the lines that it becomes."""

    id: UUID
    key: str
    label: str
    unit_label: str
    description: str
    default_quantity: int
    order: int
    is_retired: bool
    lines: tuple[WorkPackageLineCard, ...]


def skills(actor: Actor, *, with_retired: bool = False) -> list[Skill]:
    """The network's skills by label."""
    return _words(Skill.objects.all(), actor, with_retired)


def clearances(actor: Actor, *, with_retired: bool = False) -> list[Clearance]:
    """The network's kinds of vetting by label."""
    return _words(Clearance.objects.all(), actor, with_retired)


def resource_types(
    actor: Actor, *, kind: str | None = None, with_retired: bool = False
) -> list[ResourceType]:
    """What can be asked for and listed, by label; of one kind where one is named."""
    rows = ResourceType.objects.all()
    return _words(rows.filter(kind=kind) if kind else rows, actor, with_retired)


def _words(rows: QuerySet[W], actor: Actor, with_retired: bool) -> list[W]:
    rows = rows.filter(network_id=actor.network_id)
    if not with_retired:
        rows = rows.filter(retired_at__isnull=True)
    return list(rows[:MOST_WORDS])


def word_ids(actor: Actor, vocabulary: str) -> set[UUID]:
    """The ids of the words in use of a vocabulary: skill, clearance, resource_type, work_package."""
    return set(_ids(vocabulary, network_id=actor.network_id))


@kept
def _ids(vocabulary: str, /, *, network_id: UUID | None) -> QuerySet[Any, UUID]:
    rows = TABLES[vocabulary]._default_manager.filter(network_id=network_id)
    return rows.filter(retired_at__isnull=True).values_list("id", flat=True)[:MOST_WORDS]


def word_choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Key and label of the words in use, by vocabulary, as a list's filter offers them."""
    return {
        name: _choices(name, network_id=actor.network_id)
        for name in ("resource_type", "skill", "clearance")
    }


@kept
def _choices(vocabulary: str, /, *, network_id: UUID | None) -> QuerySet[Any, tuple[str, str]]:
    rows = TABLES[vocabulary]._default_manager.filter(network_id=network_id)
    return rows.filter(retired_at__isnull=True).values_list("key", "label")[:MOST_WORDS]


def get_skill(actor: Actor, key: str) -> Skill:
    """One skill by its key."""
    return _by_key(Skill.objects.all(), actor, key, "skill")


def get_clearance(actor: Actor, key: str) -> Clearance:
    """One kind of vetting by its key."""
    return _by_key(Clearance.objects.all(), actor, key, "clearance")


def as_asked(clearance: Clearance, *, escort_instead: bool) -> Asked:
    """A word of the vocabulary as the rules ask for it."""
    return Asked(
        clearance.key,
        clearance.label,
        escort_instead,
        needs_acceptance=clearance.needs_host_acceptance,
        is_statement=bool(clearance.statement),
    )


def statements_asked(actor: Actor, gates: Collection[str]) -> list[Clearance]:
    """The statements that an agreement asks for by these names, where the network has their text."""
    if not gates:
        return []
    return [each for each in _statements(network_id=actor.network_id) if each.key in gates]


@kept
def _statements(*, network_id: UUID | None) -> QuerySet[Clearance]:
    rows = Clearance.objects.filter(network_id=network_id, retired_at__isnull=True)
    return rows.exclude(statement="").order_by("label")


def get_resource_type(actor: Actor, key: str) -> ResourceType:
    """One resource type by its key."""
    return _by_key(ResourceType.objects.all(), actor, key, "resource_type")


def work_packages(actor: Actor, *, with_retired: bool = False) -> list[WorkPackageCard]:
    """The presets for asking with their lines, in the coordinator's order; two queries."""
    return [_card(row) for row in _words(_with_lines(), actor, with_retired)]


def get_work_package(actor: Actor, work_package: UUID | str) -> WorkPackageCard:
    """One preset by its id or its key."""
    if isinstance(work_package, str):
        return _card(_by_key(_with_lines(), actor, work_package, "work_package"))
    found = _with_lines().filter(network_id=actor.network_id, id=work_package).first()
    if found is None:
        raise NotFound("work_package")
    return _card(found)


def _by_key(rows: QuerySet[W], actor: Actor, key: str, what: str) -> W:
    found = rows.filter(network_id=actor.network_id, key=key).first()
    if found is None:
        raise NotFound(what)
    return found


def _with_lines() -> QuerySet[WorkPackage]:
    lines = WorkPackageLine.objects.select_related("resource_type", "skill", "clearance")
    return WorkPackage.objects.prefetch_related(Prefetch("lines", queryset=lines))


def _card(row: WorkPackage) -> WorkPackageCard:
    return WorkPackageCard(
        id=row.id,
        key=row.key,
        label=row.label,
        unit_label=row.unit_label,
        description=row.description,
        default_quantity=row.default_quantity,
        order=row.order,
        is_retired=row.retired_at is not None,
        lines=tuple(_line_card(line) for line in row.lines.all()),
    )


def _line_card(line: WorkPackageLine) -> WorkPackageLineCard:
    return WorkPackageLineCard(
        resource_type_id=line.resource_type_id,
        resource_type_key=line.resource_type.key,
        resource_type_label=line.resource_type.label,
        kind=line.resource_type.kind,
        unit=line.resource_type.unit,
        units_per_one=line.units_per_one,
        skill_id=line.skill_id,
        skill_key=line.skill.key if line.skill else "",
        skill_label=line.skill.label if line.skill else "",
        clearance_id=line.clearance_id,
        clearance_key=line.clearance.key if line.clearance else "",
        clearance_label=line.clearance.label if line.clearance else "",
        is_on_site=line.is_on_site,
        hours=line.hours,
    )
