"""Filters of the pages of this room."""

from __future__ import annotations

from django import template

from muster.response.wording import FACTORS
from muster.rules.precedence import Factor

register = template.Library()


@register.filter
def factor(name: str) -> str:
    """A factor of the order of requests, as people read it."""
    return FACTORS[Factor(name)]
