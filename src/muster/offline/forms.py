"""The text of a code, and that what it says was read to whoever shows it."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.offline.paper import LONGEST_TEXT
from muster.rules.refusal import Refused
from muster.web.forms import MusterForm


class PaperForm(MusterForm):
    """Sent twice: first the text alone, then with its words and the tick that they were agreed to."""

    signed_text = forms.CharField(
        label="Text of the code",
        max_length=LONGEST_TEXT,
        help_text="Any camera reads the code and opens this page with it. Or paste the text here.",
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "spellcheck": "false",
                "autocapitalize": "none",
                "autocomplete": "off",
            }
        ),
    )
    read_back = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
    is_read_back = forms.BooleanField(
        label="I read this to whoever shows the code, word for word, and they agreed.",
        required=False,
    )

    def __init__(self, *args: Any, reading_of: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._reading_of = reading_of
        self.reading: Any = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.reading = self._reading_of(cleaned["signed_text"])
        except Refused as refused:
            self.add_refusals(refused.refusals)
            return cleaned
        words = self.reading.read_back
        shown = cleaned.get("read_back")
        self.data["read_back"] = cleaned["read_back"] = words
        if shown and not (cleaned.get("is_read_back") and shown == words):
            self.data["is_read_back"] = ""
            self.add_error(
                "is_read_back",
                "Read this to whoever shows the code. If they agree, tick that they did, then send it.",
            )
        return cleaned
