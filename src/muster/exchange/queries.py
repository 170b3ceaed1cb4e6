"""Which forms there are, which can be filled from a thing, and a form filled from the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.deployments import queries as deployments
from muster.exchange import paper, plain, printing
from muster.exchange.layout import Layout
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


@dataclass(frozen=True)
class Fillable:
    """A form that can be filled from one thing; `label` tells deployments of a mission apart."""

    key: str
    name: str
    subject_id: UUID
    label: str = ""


def forms() -> list[Layout]:
    """Every form, in the order of the printed set."""
    return list(paper.layouts().values())


def forms_of(kind: str, subject_id: UUID) -> list[Fillable]:
    """The forms that are filled from a thing of this kind."""
    return [
        Fillable(layout.key, layout.name, subject_id)
        for layout in forms()
        if layout.subject == kind
    ]


def forms_of_mission(actor: Actor, mission_id: UUID) -> list[Fillable]:
    """A mission's forms, and the check-out of each of its deployments for its two parties."""
    found = forms_of("mission", mission_id)
    try:
        rows = deployments.deployments_of(actor, mission_id)
    except NotFound:
        rows = []
    check_out = paper.get_layout("ics-221")
    return found + [Fillable(check_out.key, check_out.name, row.id, row.label) for row in rows]


def form_json(actor: Actor, key: str, subject_id: UUID | None) -> dict[str, Any]:
    """A form as data, blank without a subject. Raises `NotFound`."""
    layout = paper.get_layout(key)
    return plain.as_plain(layout, _filled(actor, key, subject_id))


def form_pdf(actor: Actor, key: str, subject_id: UUID | None) -> bytes:
    """A form on paper, blank without a subject. Raises `NotFound`."""
    layout = paper.get_layout(key)
    name = members.get_network(actor).name
    return printing.print_form(layout, _filled(actor, key, subject_id), name)


def blank_set(actor: Actor) -> bytes:
    """Every form, blank, in one PDF."""
    return printing.print_blank_set(forms(), members.get_network(actor).name)


def form_texts(actor: Actor, key: str, subject_id: UUID) -> tuple[str, list[tuple[str, str, str]]]:
    """The reference of a form's subject, and (key, title, words) of each block that is known."""
    filled = paper.reader_of(key)(actor, subject_id)
    return filled.reference, printing.texts_of(paper.get_layout(key), filled)


def _filled(actor: Actor, key: str, subject_id: UUID | None) -> Any:
    return None if subject_id is None else paper.reader_of(key)(actor, subject_id)
