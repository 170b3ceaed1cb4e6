"""A resource's facts in words: pairs of term and value for its page."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join

from muster.catalog.details import SHAPES
from muster.catalog.queries import ResourceCard
from muster.web.display import day_text, label_text, money_text, rate_text

BASIS_WORDS = {"hour": "hour", "day": "day", "month": "month", "year": "year", "each": "piece"}


def rate_words(rate_ten_thousandths: int, basis: str, currency: str) -> str:
    """What one pays for it."""
    if basis == "free" or not rate_ten_thousandths:
        return "Free of charge"
    return rate_text(rate_ten_thousandths, BASIS_WORDS.get(basis, basis), currency)


def resource_facts(resource: ResourceCard, currency: str) -> list[tuple[str, Any]]:
    """What everybody sees, and for its own party how many there are and are kept back."""
    facts: list[tuple[str, Any]] = [
        ("Party", resource.party_name),
        ("Kind", SHAPES[resource.kind].plural),
        ("Type", resource.type_label),
    ]
    if resource.kind == "person":
        facts.append(("Free now", "Yes" if resource.free else "No"))
    else:
        facts.append(("Free now", f"{resource.free:,}"))
    if resource.quantity is not None and resource.kind != "person":
        facts.append(("There are", f"{resource.quantity:,}"))
        facts.append(("Kept back", f"{resource.reserve or 0:,}"))
    facts.append(("Rate", rate_words(resource.rate_ten_thousandths, resource.rate_basis, currency)))
    if resource.home_base:
        facts.append(("Home base", resource.home_base))
    if resource.kind == "person":
        facts.append(("Works remotely", "Yes" if resource.can_work_remotely else "No"))
        if resource.max_travel_km is not None:
            facts.append(("Travels at most", f"{resource.max_travel_km:,} km"))
    if resource.skills:
        facts.append(("Skills", _list(label for _, label in resource.skills)))
    if resource.clearances:
        facts.append(("Clearances", _list(_clearance(each) for each in resource.clearances)))
    if resource.description:
        facts.append(("Description", resource.description))
    return facts


def _list(words: Any) -> str:
    items = format_html_join("", "<li>{}</li>", ((each,) for each in words))
    return format_html('<ul class="m-plain m-plain--columns">{}</ul>', items)


def _clearance(held: Any) -> str:
    if not held.is_in_force:
        words = f"{held.label} (not in force)"
    else:
        words = held.label
    return f"{words}, until {day_text(held.expires_on)}" if held.expires_on else words


def detail_rows(resource: ResourceCard, currency: str) -> list[tuple[str, Any]]:
    """What the kind alone has, as far as the reader sees it; empty values are left out."""
    rows = []
    for detail in SHAPES[resource.kind].details:
        value = resource.details.get(detail.name)
        if value in (None, "", [], ()) or detail.name in (
            "person_id",
            "permission_evidence_file_id",
        ):
            continue
        rows.append((detail.label, _words(detail.name, value, currency)))
    return rows


def _words(name: str, value: Any, currency: str) -> Any:
    if name == "overtime_rate_ten_thousandths":
        return rate_words(value, "hour", currency) if value else "As the rate"
    if name == "replacement_cents":
        return money_text(value, currency)
    if name == "serial_numbers":
        return _list(value)
    if name == "condition":
        return label_text(value)
    if hasattr(value, "isoformat"):
        return day_text(value)
    return label_text(value) if isinstance(value, bool) else value
