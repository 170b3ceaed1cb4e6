"""The network's words, kept by its coordinator: a word once used is retired, never removed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model

from muster.catalog.events import VocabularyEdited, VocabularyRetired, VocabularySeeded
from muster.catalog.models import (
    Clearance,
    RateBasis,
    ResourceKind,
    ResourceType,
    Skill,
    WorkPackage,
    WorkPackageLine,
)
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, refuse_if

LIBRARY = Path(__file__).resolve().parent.parent / "library"
TABLES: dict[str, type[Model]] = {
    "skill": Skill,
    "clearance": Clearance,
    "resource_type": ResourceType,
    "work_package": WorkPackage,
}
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LARGEST = 1_000_000
MOST_LINES = 20
LONGEST_STATEMENT = 8_000


@command("vocabulary.edit")
def define_skill(actor: Actor, *, key: str, label: str) -> Skill:
    """Add a skill to the vocabulary, or change its label, or bring it back.

    Refuses: `vocabulary.key_invalid`, `vocabulary.no_label`. Records: VocabularyEdited.
    Clause: none, the network's own order.
    """
    refuse_if(_refusals_for_word(key, label))
    return _define(actor, Skill, "skill", key, label=label)


@command("vocabulary.edit")
def define_clearance(
    actor: Actor,
    *,
    key: str,
    label: str,
    needs_host_acceptance: bool | None = None,
    statement: str | None = None,
) -> Clearance:
    """Add a kind of vetting to the vocabulary, or change what is said of it, or bring it back.

    `needs_host_acceptance`: another agency's record counts once the party that is helped accepts it.
    `statement`: the text that a person signs; each other text is a new version, and what was signed
    before counts on. Left out, either stays as it is.
    Refuses: `vocabulary.key_invalid`, `vocabulary.no_label`, `vocabulary.statement_too_long`.
    Records: VocabularyEdited. Clause: data_access.
    """
    refusals = _refusals_for_word(key, label)
    text = None if statement is None else statement.replace("\r\n", "\n").strip()
    if text is not None and len(text) > LONGEST_STATEMENT:
        values = {"limit": LONGEST_STATEMENT}
        refusals.append(Refusal("vocabulary.statement_too_long", None, "statement", values))
    refuse_if(refusals)
    said: dict[str, Any] = {"label": label}
    if needs_host_acceptance is not None:
        said["needs_host_acceptance"] = needs_host_acceptance
    if text is not None:
        known = Clearance.objects.filter(network_id=actor.network_id, key=key).first()
        before, version = (known.statement, known.statement_version) if known else ("", 0)
        said |= {"statement": text, "statement_version": version + (text != before)}
    return _define(actor, Clearance, "clearance", key, **said)


@command("vocabulary.edit")
def define_resource_type(
    actor: Actor,
    *,
    key: str,
    kind: str,
    label: str,
    unit: str = "each",
    rate_basis: str = RateBasis.FREE.value,
    description: str = "",
) -> ResourceType:
    """Add a resource type, the name that askers and lenders share, or change it, or bring it back.

    Refuses: `vocabulary.key_invalid`, `vocabulary.no_label`, `vocabulary.kind_invalid`,
    `vocabulary.kind_fixed`, `resource.rate_basis`. Records: VocabularyEdited.
    Clause: none, the network's own order.
    """
    known = ResourceType.objects.filter(network_id=actor.network_id, key=key).first()
    refusals = _refusals_for_word(key, label)
    if kind not in ResourceKind.values:
        refusals.append(Refusal("vocabulary.kind_invalid", None, "kind"))
    if known is not None and known.kind != kind:
        refusals.append(Refusal("vocabulary.kind_fixed", None, "kind"))
    if rate_basis not in RateBasis.values:
        refusals.append(Refusal("resource.rate_basis", None, "rate_basis"))
    refuse_if(refusals)
    return _define(
        actor,
        ResourceType,
        "resource_type",
        key,
        kind=kind,
        label=label,
        unit=unit or "each",
        rate_basis=rate_basis,
        description=description,
    )


@command("vocabulary.edit")
def define_work_package(
    actor: Actor,
    *,
    key: str,
    label: str,
    unit_label: str,
    lines: Sequence[Mapping[str, Any]],
    description: str = "",
    default_quantity: int = 1,
    order: int = 0,
) -> WorkPackage:
    """Add a preset for asking with the lines that it becomes, or change it, or bring it back.

    A line names `resource_type`, `units_per_one` (one is asked for every so many), `skill`,
    `clearance`, `is_on_site` and `hours`.
    Refuses: `vocabulary.key_invalid`, `vocabulary.no_label`, `work_package.no_lines`,
    `work_package.too_many_lines`, `work_package.line_invalid`. Records: VocabularyEdited.
    Clause: none, the network's own order.
    """
    refusals = _refusals_for_word(key, label)
    if not lines:
        refusals.append(Refusal("work_package.no_lines", None, "lines"))
    if len(lines) > MOST_LINES:
        refusals.append(Refusal("work_package.too_many_lines", None, "lines", {"most": MOST_LINES}))
    if not 1 <= default_quantity <= LARGEST:
        refusals.append(Refusal("vocabulary.number_invalid", None, "default_quantity"))
    if not 0 <= order <= 30_000:
        refusals.append(Refusal("vocabulary.number_invalid", None, "order"))
    refuse_if(refusals)
    rows = _lines(actor, lines)
    package = _define(
        actor,
        WorkPackage,
        "work_package",
        key,
        label=label,
        unit_label=unit_label or "each",
        description=description,
        default_quantity=default_quantity,
        order=order,
    )
    package.lines.all().delete()
    for row in rows:
        row.work_package = package
    WorkPackageLine.objects.bulk_create(rows)
    return package


@command("vocabulary.edit")
def retire_word(actor: Actor, *, vocabulary: str, key: str) -> None:
    """Take a word out of use; what carries it already keeps it.

    `vocabulary` is skill, clearance, resource_type or work_package.
    Refuses: `resource_type.in_use`. Records: VocabularyRetired.
    Clause: none, the network's own order.
    """
    row = _word(actor, vocabulary, key)
    if row is None:
        raise NotFound("word")
    if row.retired_at is not None:
        return
    if vocabulary == "resource_type":
        listed = row.resource_set.filter(retired_at__isnull=True).count()
        asked = WorkPackageLine.objects.filter(
            resource_type=row, work_package__retired_at__isnull=True
        ).count()
        if listed or asked:
            values = {"listed": listed, "asked": asked}
            refuse_if([Refusal("resource_type.in_use", values=values)])
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    record(
        VocabularyRetired(vocabulary, key, row.label),
        actor=actor,
        subjects=[(vocabulary, row.id)],
        audience=EVERYONE,
    )


@command("vocabulary.edit")
def seed_vocabulary(
    actor: Actor,
    *,
    vocabulary: Mapping[str, Any] | None = None,
    packages: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Give a network a vocabulary to start with; words that it has already are left as they are.

    Without arguments it is Muster's own: `library/vocabulary.toml` and `library/packages.toml`.
    Answers how many words of each vocabulary were added.
    Refuses: as the single commands. Records: VocabularySeeded.
    Clause: none, the network's own order.
    """
    words = vocabulary if vocabulary is not None else read_library("vocabulary")
    presets = packages if packages is not None else read_library("packages")
    had = {name: _keys(actor, table) for name, table in TABLES.items()}
    for key, label in words.get("skills", {}).items():
        if key not in had["skill"]:
            define_skill(actor, key=key, label=label)
    for key, row in words.get("clearances", {}).items():
        if key not in had["clearance"]:
            define_clearance(actor, key=key, **row)
    for key, row in words.get("resource_types", {}).items():
        if key not in had["resource_type"]:
            define_resource_type(
                actor,
                key=key,
                kind=row["kind"],
                label=row["name"],
                unit=row.get("unit", "each"),
                rate_basis=row.get("rate_unit", RateBasis.FREE.value),
            )
    for order, row in enumerate(presets.get("work_package", ()), start=1):
        if row["key"] not in had["work_package"]:
            define_work_package(actor, **_preset(row, order))
    added = {name: len(_keys(actor, table) - had[name]) for name, table in TABLES.items()}
    happened = VocabularySeeded(
        added["skill"], added["clearance"], added["resource_type"], added["work_package"]
    )
    subjects = [("network", actor.network_id)] if actor.network_id else []
    record(happened, actor=actor, subjects=subjects, audience=EVERYONE)
    return added


def _word(actor: Actor, vocabulary: str, key: str) -> Any:
    """A word's row, or None."""
    table = TABLES.get(vocabulary)
    if table is None:
        return None
    return table._default_manager.filter(network_id=actor.network_id, key=key).first()


def read_library(name: str) -> dict[str, Any]:
    """A table of Muster's own words."""
    return tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))


def _preset(row: Mapping[str, Any], order: int) -> dict[str, Any]:
    """A work package as the library writes it, in the words of the command."""
    return {
        "key": row["key"],
        "label": row["name"],
        "unit_label": row.get("unit", "each"),
        "description": row.get("summary", ""),
        "default_quantity": row.get("usual_quantity", 1),
        "order": order,
        "lines": [
            {
                "resource_type": line["resource_type"],
                "units_per_one": line.get("units_per_one", 1),
                "skill": line.get("skill", ""),
                "clearance": line.get("clearance", ""),
                "is_on_site": line.get("on_site", True),
                "hours": line.get("hours", 24),
            }
            for line in row["line"]
        ],
    }


def _keys(actor: Actor, table: type[Model]) -> set[str]:
    rows = table._default_manager.filter(network_id=actor.network_id)
    return set(rows.values_list("key", flat=True))


def _refusals_for_word(key: str, label: str) -> list[Refusal]:
    checks = (
        (not KEY.fullmatch(key), Refusal("vocabulary.key_invalid", None, "key")),
        (not label.strip(), Refusal("vocabulary.no_label", None, "label")),
    )
    return [refusal for broken, refusal in checks if broken]


def _define(actor: Actor, table: type[Any], vocabulary: str, key: str, **said: Any) -> Any:
    """Add or change a word, and record it when anything differs."""
    row = table.objects.select_for_update().filter(network_id=actor.network_id, key=key).first()
    if row is None:
        row = table(network_id=actor.network_id, key=key)
    elif row.retired_at is None and all(getattr(row, name) == said[name] for name in said):
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.retired_at = None
    row.save()
    record(
        VocabularyEdited(vocabulary, key, said["label"]),
        actor=actor,
        subjects=[(vocabulary, row.id)],
        audience=EVERYONE,
    )
    return row


def _lines(actor: Actor, lines: Sequence[Mapping[str, Any]]) -> list[WorkPackageLine]:
    """The lines as rows; refuses with every line that does not fit."""
    types, skills, clearances = (
        {row.key: row for row in table.objects.filter(network_id=actor.network_id)}
        for table in (ResourceType, Skill, Clearance)
    )
    rows, refusals = [], []
    for number, line in enumerate(lines, start=1):
        numbers = (line.get("units_per_one", 1), line.get("hours", 24))
        skill, clearance = line.get("skill") or "", line.get("clearance") or ""
        fits = (
            line.get("resource_type") in types
            and all(isinstance(each, int) and 1 <= each <= LARGEST for each in numbers)
            and (not skill or skill in skills)
            and (not clearance or clearance in clearances)
        )
        if not fits:
            values = {"line": number}
            refusals.append(Refusal("work_package.line_invalid", None, f"lines.{number}", values))
            continue
        rows.append(
            WorkPackageLine(
                resource_type=types[line["resource_type"]],
                units_per_one=numbers[0],
                skill=skills.get(skill),
                clearance=clearances.get(clearance),
                is_on_site=bool(line.get("is_on_site", True)),
                hours=numbers[1],
                order=number,
            )
        )
    refuse_if(refusals)
    return rows
