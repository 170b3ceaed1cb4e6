"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.web.forms import MusterForm

KINDS = (
    ("gsa_per_diem", "Nights and meals: GSA per diem"),
    ("irs_mileage", "Miles: IRS standard mileage"),
    ("rates", "A rate card of our own"),
)


class ImportRatesForm(MusterForm):
    kind = forms.ChoiceField(label="What is in the file?", choices=KINDS, widget=forms.RadioSelect)
    file = forms.FileField(label="The file", help_text="CSV, UTF-8.")
    table_key = forms.CharField(
        label="Name of the table in the terms",
        required=False,
        max_length=60,
        help_text="For a rate card, such as state_equipment. Public files have their own.",
    )
    title = forms.CharField(
        label="Title", required=False, max_length=200, help_text="For a new rate card."
    )


class DeclarationForm(MusterForm):
    fringe_percent = forms.DecimalField(
        label="Fringe on regular hours, in per cent", min_value=0, max_value=500, decimal_places=3
    )
    overtime_fringe_percent = forms.DecimalField(
        label="Fringe on overtime, in per cent",
        min_value=0,
        max_value=500,
        decimal_places=3,
        required=False,
        help_text="Empty: the same as on regular hours.",
    )
    overhead_percent = forms.DecimalField(
        label="Overhead on wage and fringe, in per cent",
        min_value=0,
        max_value=500,
        decimal_places=3,
        initial=0,
    )
    note = forms.CharField(
        label="How it was worked out",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
