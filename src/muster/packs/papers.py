"""What goes into the sealed file as documents: the blank forms and the agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from muster.agreements import queries as agreements
from muster.exchange import queries as exchange
from muster.joining import queries as joining
from muster.joining.documents import agreement_pdf
from muster.rules.actor import Actor

LARGEST = 3_000_000
"""Bytes. An agreement that was scanned page by page would make a file that no phone opens."""


@dataclass(frozen=True)
class Paper:
    """A document, and the name under which it is saved."""

    name: str
    title: str
    content: bytes


def papers_of(actor: Actor) -> tuple[Paper, ...]:
    """The blank forms as one PDF, and the agreement in force where it is not too large."""
    forms = Paper("blank-forms.pdf", forms_title(), exchange.blank_set(actor))
    version = agreements.version_in_force(actor)
    if version is None or agreement_size(version) > LARGEST:
        return (forms,)
    kept = joining.text_of(version.id)
    content = joining.text_content(actor, version.id) if kept else agreement_pdf(version)
    return (forms, Paper("agreement.pdf", f"{version.title}, {version.label}", content))


def forms_title() -> str:
    return f"Blank forms, {len(exchange.forms())} of them, to fill in by hand"


def agreement_size(version: Any) -> int:
    """Bytes of the document that the parties signed; 0 where it is made of the terms."""
    kept = joining.text_of(version.id)
    return kept.size_bytes if kept else 0
