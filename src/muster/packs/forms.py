"""The passphrase of a pack's file."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.packs.commands import FEWEST_CHARACTERS, LONGEST_PHRASE
from muster.web.forms import MusterForm


class PassphraseForm(MusterForm):
    passphrase = forms.CharField(
        label="Passphrase",
        help_text=f"At least {FEWEST_CHARACTERS} characters: four or five words that nobody can guess. Muster "
        "keeps it nowhere: without it, the file opens for nobody.",
        max_length=LONGEST_PHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same passphrase again",
        max_length=LONGEST_PHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("again") and cleaned.get("again") != cleaned.get("passphrase"):
            self.add_error("again", "The two are not the same. Type both anew.")
        return cleaned
