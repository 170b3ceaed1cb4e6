"""One form for each kind of resource, with the inputs of that kind alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from muster.catalog.commands import HeldSince
from muster.catalog.commands.stating import ResourceInputs
from muster.catalog.details import SHAPES
from muster.web.forms import (
    DayField,
    LocalDateTimeField,
    MoneyField,
    MusterForm,
    RateField,
    Several,
    WholeNumberField,
)

BASES = [
    ("free", "Free of charge"),
    ("hour", "Per hour"),
    ("day", "Per day"),
    ("month", "Per month"),
    ("year", "Per year"),
    ("each", "For each"),
]
CONDITIONS = [("new", "New"), ("good", "Good"), ("worn", "Worn"), ("repaired", "Repaired")]


def _line(label: str, longest: int, hint: str = "") -> Callable[[dict], forms.Field]:
    return lambda words: forms.CharField(
        label=label, max_length=longest, required=False, help_text=hint
    )


def _account(words: dict) -> forms.Field:
    return forms.TypedChoiceField(
        label="Account",
        required=False,
        empty_value=None,
        coerce=lambda value: value,
        choices=[("", "No account"), *words["people"]],
        help_text="Who is told of a mission and checks in. Other parties do not see it.",
    )


DETAIL_FIELDS: dict[str, dict[str, Callable[[dict], forms.Field]]] = {
    "person": {
        "person_id": _account,
        "position_title": _line("Position", 120),
        "overtime_rate_ten_thousandths": lambda words: RateField(
            label="Overtime rate", required=False, per="hour", currency=words["currency"]
        ),
        "phone": _line("Telephone", 20, "Other parties do not see it."),
    },
    "equipment": {
        "condition": lambda words: forms.ChoiceField(label="Condition", choices=CONDITIONS),
        "serial_numbers": lambda words: forms.CharField(
            label="Serial numbers",
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="One on each line. Other parties do not see them.",
        ),
        "replacement_cents": lambda words: MoneyField(
            label="Cost of replacing one", required=False, currency=words["currency"]
        ),
        "bought_on": lambda words: DayField(
            label="Bought on",
            required=False,
            help_text="What is lost is worth less with its age, where an agreement says so.",
        ),
    },
    "licence": {
        "publisher": _line("Publisher", 120),
        "product": _line("Product", 120),
        "expires_on": lambda words: DayField(label="Licence ends on", required=False),
        "lending_permitted": lambda words: forms.BooleanField(
            label="The publisher permits lending to other agencies",
            required=False,
            help_text="Without this it is listed, but cannot be offered.",
        ),
        "permission_note": _line(
            "How the publisher permits it", 500, "The letter or the clause, with its date."
        ),
        "evidence": lambda words: forms.FileField(
            label="Evidence of the permission",
            required=False,
            help_text="A document or a picture, 10 MB at most.",
        ),
    },
    "capacity": {
        "what": _line("What it offers", 200, "Such as: immutable object storage, two copies."),
        "available_until": lambda words: DayField(label="Available until", required=False),
    },
    "facility": {
        "power": _line("Power", 200),
        "network_access": _line("Network", 200),
        "address": _line("Address", 300, "Other parties see it on a mission only."),
    },
}
HELD = "until_"


class ResourceForm(MusterForm):
    """What a party says of one resource. `words` are the choices of its network and party."""

    resource_type = forms.ChoiceField(label="Type")
    name = forms.CharField(label="Name", max_length=200, help_text="As others will know it by.")
    description = forms.CharField(
        label="Description",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Other parties see this.",
    )
    quantity = WholeNumberField(label="How many", min_value=1, max_value=1_000_000, initial=1)
    reserve = WholeNumberField(
        label="Kept back",
        max_value=1_000_000,
        required=False,
        initial=0,
        help_text="Your reserve: never lent, and seen by nobody else.",
    )
    skills = forms.MultipleChoiceField(label="Skills", required=False, widget=Several)
    clearances = forms.MultipleChoiceField(label="Clearances held", required=False, widget=Several)
    rate_ten_thousandths = RateField(label="Rate", required=False)
    rate_basis = forms.ChoiceField(label="The rate pays", choices=BASES)
    home_base = forms.CharField(label="Home base", required=False, max_length=120)
    can_work_remotely = forms.BooleanField(label="Can work remotely", required=False)
    max_travel_km = WholeNumberField(
        label="Travels at most", required=False, max_value=20_000, suffix="km"
    )

    def __init__(self, *args: Any, kind: str, words: dict[str, Any], **kwargs: Any):
        self.kind = kind
        self.held: tuple[HeldSince, ...] = kwargs.pop("held", ())
        super().__init__(*args, **kwargs)
        is_person = kind == "person"
        for name in ("quantity", "reserve") if is_person else _OF_PEOPLE:
            del self.fields[name]
        if not is_person:
            self.fields["quantity"].label = SHAPES[kind].quantity_label
        self._choose(words, is_person)
        for name, make in DETAIL_FIELDS[kind].items():
            self.fields[name] = make(words)
        ends = [HELD + key for key, _ in words["clearances"]] if is_person else []
        self.order_fields([*_ORDER, *ends])

    def _choose(self, words: dict[str, Any], is_person: bool) -> None:
        self.price_in(words["currency"], "rate_ten_thousandths")
        self.fields["resource_type"].choices = words["types"]  # type: ignore[attr-defined]
        if not is_person:
            return
        self.fields["skills"].choices = words["skills"]  # type: ignore[attr-defined]
        self.fields["clearances"].choices = words["clearances"]  # type: ignore[attr-defined]
        for key, label in words["clearances"]:
            self.fields[HELD + key] = DayField(label=f"{label}: ends on", required=False)

    def clean_serial_numbers(self) -> list[str]:
        lines = self.cleaned_data["serial_numbers"].splitlines()
        return [line.strip()[:100] for line in lines if line.strip()]

    def clean_person_id(self) -> Any:
        return forms.UUIDField(required=False).clean(self.cleaned_data["person_id"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["inputs"] = self.inputs()
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """The cleaned values as the command takes them."""
        cleaned = self.cleaned_data
        details = {name: cleaned[name] for name in DETAIL_FIELDS[self.kind] if name != "evidence"}
        if self.kind == "person":
            details["overtime_rate_ten_thousandths"] = details["overtime_rate_ten_thousandths"] or 0
        said = {
            name: cleaned[name]
            for name in ("resource_type", "name", "description", "rate_basis", "home_base")
        }
        said["rate_ten_thousandths"] = cleaned["rate_ten_thousandths"] or 0
        if self.kind == "person":
            said |= {name: cleaned[name] for name in ("can_work_remotely", "max_travel_km")}
            said |= {"skills": cleaned["skills"], "clearances": self._held(cleaned)}
        else:
            said |= {"quantity": cleaned["quantity"], "reserve": cleaned["reserve"] or 0}
        upload = cleaned.get("evidence")
        if upload:
            said["evidence"] = (upload.name, upload.read())
        return {**said, "details": details}

    def _held(self, cleaned: Mapping[str, Any]) -> list[HeldSince]:
        """The ticked clearances with their ends; what else was known of them stays."""
        before = {each.key: each for each in self.held}
        return [
            HeldSince(
                key,
                before[key].granted_on if key in before else None,
                cleaned.get(HELD + key),
                before[key].note if key in before else "",
            )
            for key in cleaned["clearances"]
        ]


_OF_PEOPLE = ("skills", "clearances", "can_work_remotely", "max_travel_km")
_ORDER = (
    "resource_type",
    "name",
    "position_title",
    "person_id",
    "publisher",
    "product",
    "what",
    "quantity",
    "reserve",
    "skills",
    "clearances",
)


def initial_of(said: ResourceInputs) -> dict[str, Any]:
    """What the form shows of a resource that is listed already."""
    details = dict(said.details)
    if "serial_numbers" in details:
        details["serial_numbers"] = "\n".join(details["serial_numbers"] or ())
    return {
        **{name: getattr(said, name) for name in _KEPT},
        "skills": list(said.skills),
        "clearances": [each.key for each in said.clearances],
        **{HELD + each.key: each.expires_on for each in said.clearances},
        **details,
    }


_KEPT = (
    "resource_type",
    "name",
    "description",
    "quantity",
    "reserve",
    "rate_ten_thousandths",
    "rate_basis",
    "home_base",
    "can_work_remotely",
    "max_travel_km",
)


class AbsenceForm(MusterForm):
    """From when until when; left empty it is from now until further notice."""

    starts_at = LocalDateTimeField(label="From", required=False, help_text="Empty: from now on.")
    ends_at = LocalDateTimeField(
        label="Until", required=False, help_text="Empty: until further notice."
    )
    reason = forms.CharField(
        label="Reason", required=False, max_length=200, help_text="For your own party only."
    )
