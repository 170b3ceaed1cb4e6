"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.backups.wording import OUTCOMES
from muster.web.forms import MusterForm, Tiles


class SettleForm(MusterForm):
    outcome = forms.ChoiceField(
        label="What came of it", choices=list(OUTCOMES.items()), widget=Tiles
    )
    became = forms.CharField(
        label="What it is here now",
        max_length=300,
        required=False,
        help_text="Where it was entered here again: its number, such as AR-2026-014, or its address.",
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        required=False,
        help_text="Needed where it holds no more, or both stand. It is kept in the journal.",
    )
