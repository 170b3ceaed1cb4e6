"""What narrows the catalogue's list."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from muster.catalog.details import SHAPES
from muster.catalog.queries import ResourceFilter
from muster.web.forms import DayField, MusterForm


class FilterForm(MusterForm):
    """Sent with GET, so that a list can be kept as a link; what does not fit is passed over."""

    submission_id = None  # type: ignore[assignment]
    text = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False)
    resource_type = forms.ChoiceField(label="Type", required=False)
    skill = forms.ChoiceField(label="Skill", required=False)
    clearance = forms.ChoiceField(label="Clearance", required=False)
    party_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    free_from = DayField(label="Free from", required=False)
    free_until = DayField(label="Free until", required=False)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = {"kind": [(shape.kind, shape.plural) for shape in SHAPES.values()], **choices}
        for name, options in choices.items():
            field = self.fields[name]
            field.choices = [("", "All"), *options]  # type: ignore[attr-defined]

    def wanted(self) -> ResourceFilter:
        """The filter as the query takes it."""
        if not self.is_bound:
            return ResourceFilter()
        self.is_valid()
        cleaned = self.cleaned_data
        first = cleaned.get("free_from")
        last = cleaned.get("free_until") or first
        return ResourceFilter(
            kind=cleaned.get("kind") or "",
            resource_type=cleaned.get("resource_type") or "",
            skill=cleaned.get("skill") or "",
            clearance=cleaned.get("clearance") or "",
            party_id=cleaned.get("party_id"),
            text=cleaned.get("text") or "",
            free_from=start_of(first),
            free_until=start_of(last + timedelta(days=1)) if last else None,
        )

    @property
    def is_narrowed(self) -> bool:
        return self.is_bound and any(self.cleaned_data.get(name) for name in self.fields)


def start_of(day: Any) -> datetime | None:
    """Where a day begins for the reader."""
    if day is None:
        return None
    local = datetime.combine(day, time.min, timezone.get_current_timezone())
    return local.astimezone(UTC)
