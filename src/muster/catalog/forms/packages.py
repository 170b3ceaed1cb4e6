"""A ready package: which resources, how many of each, at what price."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from muster.web.forms import MoneyField, MusterForm, WholeNumberField

PREFIX = "quantity_"


class PackageForm(MusterForm):
    """`resources` are (id, name, most that may be lent) of one's own party."""

    name = forms.CharField(label="Name", max_length=200)
    description = forms.CharField(
        label="What it does",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    work_package = forms.ChoiceField(label="Answers the work package", required=False)
    price_cents = MoneyField(label="Price")
    duration_hours = WholeNumberField(
        label="Works for", min_value=1, max_value=100_000, suffix="hours"
    )
    mobilization_hours = WholeNumberField(
        label="Ready to leave within", max_value=100_000, required=False, suffix="hours"
    )

    def __init__(self, *args: Any, words: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(words["currency"], "price_cents")
        self.fields["work_package"].choices = [("", "None"), *words["presets"]]  # type: ignore[attr-defined]
        self.resources: list[tuple[UUID, str, int]] = words["resources"]
        for resource_id, name, most in self.resources:
            self.fields[f"{PREFIX}{resource_id}"] = WholeNumberField(
                label=name,
                required=False,
                max_value=max(most, 0),
                help_text=f"0 to {most}",
            )

    @property
    def item_fields(self) -> list[Any]:
        return [self[f"{PREFIX}{resource_id}"] for resource_id, _, _ in self.resources]

    @property
    def plain_fields(self) -> list[Any]:
        return [each for each in self.visible_fields() if not each.name.startswith(PREFIX)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["inputs"] = self.inputs()
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """The cleaned values as the command takes them."""
        cleaned = self.cleaned_data
        said = {
            name: cleaned[name]
            for name in ("name", "description", "work_package", "price_cents", "duration_hours")
        }
        said["mobilization_hours"] = cleaned["mobilization_hours"] or 0
        said["items"] = [
            (resource_id, cleaned[f"{PREFIX}{resource_id}"])
            for resource_id, _, _ in self.resources
            if cleaned[f"{PREFIX}{resource_id}"]
        ]
        return said
