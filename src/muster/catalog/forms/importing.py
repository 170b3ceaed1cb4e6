"""A CSV file, chosen or pasted; what was read comes back as text, so that nothing is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from muster.web.forms import MusterForm

LARGEST_FILE = 1_500_000


class ImportForm(MusterForm):
    file = forms.FileField(
        label="CSV file", required=False, help_text="In UTF-8, 1,000 rows at most."
    )
    text = forms.CharField(
        label="Or paste the rows",
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(
            attrs={"rows": 10, "class": "m-terms-text", "spellcheck": "false", "wrap": "off"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            cleaned["text"] = self._read(upload)
            self.data["text"] = cleaned["text"]
        if not (cleaned.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("file", "Choose a file, or paste its rows below.")
        return cleaned

    def _read(self, upload: Any) -> str:
        """The file's text; a file that is none is refused in words."""
        if upload.size > LARGEST_FILE:
            raise ValidationError({"file": "This file is too large. Split it."})
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            words = "This is no text in UTF-8. In your spreadsheet, save it as “CSV UTF-8”."
            raise ValidationError({"file": words}) from error
