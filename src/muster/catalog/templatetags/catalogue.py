"""Small words of the catalogue's pages: `{% load catalogue %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from muster.catalog.views.shown import rate_words as words_of_rate

register = template.Library()
SHORT = {
    "resource.unavailable": "Set aside",
    "resource.retired": "Retired",
    "licence.not_permitted": "Lending not permitted",
    "resource.ends_before": "Ended",
}


@register.simple_tag
def free_words(resource: Any) -> str:
    """Why nothing of it is free, in two words."""
    words = next((SHORT.get(bar.code, "Not free") for bar in resource.bars), "All promised")
    return format_html('<span class="usa-tag m-tag m-tag--quiet">{}</span>', words)


@register.simple_tag(takes_context=True)
def rate_words(context: Any, resource: Any) -> str:
    """The rate in the network's currency."""
    currency = context["frame"].currency
    return words_of_rate(resource.rate_ten_thousandths, resource.rate_basis, currency)


@register.simple_tag
def options(field: Any) -> str:
    """The options of a choice, written at once: a template for each would cost half the page."""
    chosen = str(field.value() or "")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if str(value) == chosen else "", label)
            for value, label in field.field.choices
        ),
    )


@register.simple_tag
def mission_link(mission_id: Any) -> str:
    """A link to the mission that holds a reservation."""
    try:
        url = reverse("aid:mission", args=[mission_id])
    except NoReverseMatch:
        return ""
    return format_html('<a class="usa-link" href="{}">Mission</a>', url)


@register.simple_tag
def count(counts: dict[str, int], kind: str) -> int:
    return counts.get(kind, 0)


@register.simple_tag
def quantity_for(line: Any, asked: int) -> int:
    return int(line.quantity_for(asked))
