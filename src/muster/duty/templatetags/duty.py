"""Tags of this room's pages: `{% load duty %}`."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import template

register = template.Library()


@register.filter
def name_of(names: Mapping[UUID, str], person_id: UUID) -> str:
    """The name under an id; empty for one that is not known."""
    return names.get(person_id, "")
