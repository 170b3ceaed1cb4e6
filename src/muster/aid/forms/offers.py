"""Forms of those who answer, and of those who accept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from muster.aid.commands import OfferedLine
from muster.web.forms import LocalDateTimeField, MusterForm, WholeNumberField


@dataclass(frozen=True)
class Fit:
    """Something of the own party that could fill a line, and how many of it are proposed.

    `is_offered`: an earlier offer for the same aid request, not answered yet, holds some of it.
    """

    line: Any
    row: Any
    proposed: int
    is_offered: bool = False

    @property
    def field_name(self) -> str:
        return f"take_{self.line.id.hex}_{self.row.candidate_id.hex}"


def name_what_vanished(form: MusterForm, why: str) -> None:
    """An amount typed for something that is not on the page any more is never dropped in silence."""
    gone = [
        name
        for name in form.data
        if name.startswith("take_")
        and name not in form.fields
        and form.data[name].strip() not in ("", "0")
    ]
    if gone:
        count = f"{len(gone)} of the things" if len(gone) > 1 else "One of the things"
        form.add_error(None, f"{count} that you chose {why}. Check what is left and send again.")


class OfferForm(MusterForm):
    """What fits is filled in; what should stay at home is set to 0."""

    arrives_at = LocalDateTimeField(label="When can they be there?")
    duration_hours = WholeNumberField(
        label="For how long?", min_value=1, max_value=17_520, suffix="hours"
    )
    supervisor_name = forms.CharField(label="Who leads them?", max_length=200)
    supervisor_phone = forms.CharField(
        label="Their telephone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    note = forms.CharField(
        label="Note to the requester",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    HOW = ("arrives_at", "duration_hours", "supervisor_name", "supervisor_phone", "note")

    def __init__(self, *args: Any, fits: Sequence[Fit] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fits = list(fits)
        for fit in self.fits:
            self.fields[fit.field_name] = WholeNumberField(
                label=f"How many of {fit.row.name}, for line {fit.line.number}",
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=fit.proposed,
            )

    @property
    def how(self) -> list[forms.BoundField]:
        return [self[name] for name in self.HOW]

    @property
    def by_line(self) -> list[tuple[Any, list[tuple[Fit, forms.BoundField]]]]:
        """Each line with what fits it, and its field."""
        groups: dict[UUID, tuple[Any, list[tuple[Fit, forms.BoundField]]]] = {}
        for fit in self.fits:
            group = groups.setdefault(fit.line.id, (fit.line, []))
            group[1].append((fit, self[fit.field_name]))
        return list(groups.values())

    def clean(self) -> dict[str, Any]:
        """Adds `lines`: what is offered, as the command takes it."""
        cleaned = super().clean() or self.cleaned_data
        name_what_vanished(self, "is not free any more, or not needed")
        cleaned["lines"] = [
            OfferedLine(
                line_id=fit.line.id,
                resource_id=None if fit.row.kind == "package" else fit.row.candidate_id,
                package_id=fit.row.candidate_id if fit.row.kind == "package" else None,
                quantity=cleaned[fit.field_name],
            )
            for fit in self.fits
            if cleaned.get(fit.field_name)
        ]
        return cleaned


class AcceptForm(MusterForm):
    """Which lines, how many of each, and what the helpers may touch."""

    access_note = forms.CharField(
        label="What may they touch?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Rooms, systems and accounts. It stands in the written authority.",
    )

    def __init__(self, *args: Any, lines: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for each in self.lines:
            left = each.quantity - each.accepted_quantity
            needed = each.line.quantity - each.line.filled_quantity
            is_open = each.line.state == "open"
            proposed = left if each.package_id else min(left, needed)
            self.fields[f"take_{each.id.hex}"] = WholeNumberField(
                label=f"{each.label}: how many",
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=proposed if is_open else 0,
                suffix=f"of {left} offered",
                help_text=_words(each, needed, is_open),
            )
        self.order_fields([*(f"take_{each.id.hex}" for each in self.lines), "access_note"])

    def clean(self) -> dict[str, Any]:
        """Adds `quantities`: how many of which line, as the command takes it."""
        cleaned = super().clean() or self.cleaned_data
        name_what_vanished(self, "was accepted already")
        taken = {each.id: cleaned.get(f"take_{each.id.hex}") for each in self.lines}
        cleaned["quantities"] = {line_id: count for line_id, count in taken.items() if count}
        return cleaned


def _words(each: Any, needed: int, is_open: bool) -> str:
    asked = f"Line {each.line.number}: {each.line.resource_type.label}."
    return f"{asked} {needed} still needed." if is_open else f"{asked} Nothing more is needed."


class PercentField(forms.DecimalField):
    suffix_text = "per cent"


class ShareForm(MusterForm):
    """The part that the requesting party pays after the free hours."""

    percent = PercentField(
        label="Part that the requesting party pays after the free hours",
        min_value=0,
        max_value=100,
        decimal_places=2,
        max_digits=5,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "m-width-amount"}),
    )
    wording = forms.CharField(
        label="As it is to be written down",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: after the free hours, half of the labor cost and of agreed supplies.",
    )
