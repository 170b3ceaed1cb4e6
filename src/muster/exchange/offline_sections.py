"""What of this room is readable on a phone without a network: the forms, blank, to copy by hand."""

from __future__ import annotations

from muster.exchange import queries
from muster.exchange.layout import Layout
from muster.rules.actor import Actor
from muster.web.offline_sections import Item, register_offline_section


def blank_forms(actor: Actor) -> list[Item]:
    """Every form: what it is for, and what stands in each of its boxes."""
    return [_form(layout) for layout in queries.forms()]


def _form(layout: Layout) -> Item:
    boxes = [
        (f"{block.number}. {block.title}".lstrip(". "), _entries(block)) for block in layout.blocks
    ]
    return {
        "id": layout.key,
        "title": layout.name,
        "text": layout.purpose,
        "facts": [[title, entries] for title, entries in boxes],
    }


def _entries(block) -> str:
    names = block.fields or block.columns or block.choices
    return ", ".join(names) or "words"


register_offline_section("forms", "Blank forms", blank_forms, order=60)
