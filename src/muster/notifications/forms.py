"""Which kinds of notice are mailed."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.web.forms import MusterForm


class PreferencesForm(MusterForm):
    """One checkbox a kind."""

    def __init__(self, data: Any = None, files: Any = None, *, choices: list[Any], **kwargs: Any):
        super().__init__(data, files, **kwargs)
        for choice in choices:
            self.fields[choice.kind.key] = forms.BooleanField(
                label=choice.kind.label,
                help_text=choice.kind.hint,
                required=False,
                initial=choice.by_email,
                disabled=choice.kind.is_fixed,
            )
