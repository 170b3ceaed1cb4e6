"""The coordinator's forms for the network's words."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.catalog.details import SHAPES
from muster.catalog.forms.resources import BASES
from muster.web.forms import MusterForm, WholeNumberField

EMPTY_LINES = 3
COLUMNS = ("resource_type", "units_per_one", "skill", "clearance", "is_on_site", "hours")


class WordForm(MusterForm):
    key = forms.SlugField(
        label="Key",
        max_length=60,
        help_text="For files and the API: small letters, digits and underscores. It stays.",
    )
    label = forms.CharField(label="Label", max_length=120, help_text="What people read.")

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_known:
            self.fields["key"].widget = forms.HiddenInput()


class ClearanceForm(WordForm):
    needs_host_acceptance = forms.BooleanField(
        label="Counts once the party that is helped accepts the record",
        required=False,
        help_text="As with fingerprints that another agency took.",
    )
    statement = forms.CharField(
        label="Statement to sign",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Where it is a statement: its text, which helpers sign on their own page.",
    )


class ResourceTypeForm(WordForm):
    kind = forms.ChoiceField(
        label="Kind", choices=[(shape.kind, shape.plural) for shape in SHAPES.values()]
    )
    unit = forms.CharField(label="Unit", max_length=30, initial="each")
    rate_basis = forms.ChoiceField(label="A rate usually pays", choices=BASES)
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WorkPackageForm(WordForm):
    unit_label = forms.CharField(label="Counted in", max_length=60, help_text="Such as PCs.")
    default_quantity = WholeNumberField(
        label="Usual number", min_value=1, max_value=1_000_000, initial=1
    )
    description = forms.CharField(
        label="What is done",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order = WholeNumberField(label="Place in the list", max_value=30_000, initial=0)

    def __init__(self, *args: Any, words: dict[str, Any], count: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        data = args[0] if args else kwargs.get("data")
        self.count = _count(data, count + EMPTY_LINES)
        self.fields["count"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=self.count
        )
        for number in range(1, self.count + 1):
            self._add_line(number, words)

    def _add_line(self, number: int, words: dict[str, Any]) -> None:
        def choice(name: str, label: str, options: list[tuple[str, str]]) -> None:
            self.fields[f"{name}_{number}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "–"), *options]
            )

        choice("resource_type", "Asks for", words["types"])
        self.fields[f"units_per_one_{number}"] = WholeNumberField(
            label="One for every", required=False, min_value=1, max_value=1_000_000
        )
        choice("skill", "Skill", words["skills"])
        choice("clearance", "Clearance", words["clearances"])
        self.fields[f"hours_{number}"] = WholeNumberField(
            label="Hours", required=False, min_value=1, max_value=1_000_000
        )
        self.fields[f"is_on_site_{number}"] = forms.BooleanField(
            label="On site", required=False, initial=True
        )

    @property
    def plain_fields(self) -> list[Any]:
        return [
            each for each in self.visible_fields() if not each.name.rpartition("_")[2].isdigit()
        ]

    @property
    def lines(self) -> list[list[Any]]:
        names = ("resource_type", "units_per_one", "skill", "clearance", "hours", "is_on_site")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["inputs"] = self.inputs()
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """The cleaned values as the command takes them; lines without a type are passed over."""
        cleaned = self.cleaned_data
        said = {
            name: cleaned[name]
            for name in ("key", "label", "unit_label", "default_quantity", "description", "order")
        }
        said["lines"] = [
            {
                "resource_type": cleaned[f"resource_type_{number}"],
                "units_per_one": cleaned[f"units_per_one_{number}"] or 1,
                "skill": cleaned[f"skill_{number}"],
                "clearance": cleaned[f"clearance_{number}"],
                "is_on_site": cleaned[f"is_on_site_{number}"],
                "hours": cleaned[f"hours_{number}"] or 24,
            }
            for number in range(1, self.count + 1)
            if cleaned.get(f"resource_type_{number}")
        ]
        return said


def _count(data: Any, otherwise: int) -> int:
    """How many lines the form that was sent had."""
    given = str(data.get("count", "")) if data else ""
    return min(int(given), 20) if given.isascii() and given.isdigit() and given else otherwise


def initial_lines(lines: Any) -> dict[str, Any]:
    """The lines of a work package as the form shows them."""
    initial: dict[str, Any] = {}
    for number, line in enumerate(lines, start=1):
        initial |= {
            f"resource_type_{number}": line.resource_type_key,
            f"units_per_one_{number}": line.units_per_one,
            f"skill_{number}": line.skill_key,
            f"clearance_{number}": line.clearance_key,
            f"is_on_site_{number}": line.is_on_site,
            f"hours_{number}": line.hours,
        }
    return initial
