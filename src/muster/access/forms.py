"""What the host writes down when it opens a door, and when it closes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from muster.web.forms import LocalDateTimeField, MusterForm, Tiles

PROOF_HINT = "How it is known, such as: “Sam Lee disabled it in Active Directory and showed me.”"
FILE_HINT = "A picture or a PDF, at most 10 MB, in place of the sentence or beside it."
ESCORTS = (("cleared", "Cleared: works alone"), ("escorted", "Escorted: never alone"))


def proof_field(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=label, max_length=500, required=False, widget=widget, help_text=PROOF_HINT
    )


def file_field() -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"})
    return forms.FileField(label="Proof", required=False, help_text=FILE_HINT, widget=widget)


class GrantForm(MusterForm):
    mission_item_id = forms.TypedChoiceField(
        label="Who", required=False, coerce=UUID, empty_value=None
    )
    helper_name = forms.CharField(
        label="Or the name", max_length=200, required=False, help_text="Where it is not listed."
    )
    system = forms.CharField(
        label="What they may use", max_length=200, help_text="Such as: domain controllers."
    )
    place = forms.CharField(
        label="Where", max_length=200, required=False, help_text="The room or the network."
    )
    account = forms.CharField(
        label="Under which account",
        max_length=120,
        required=False,
        help_text="Its name only. A password is never written down here.",
    )
    escort = forms.ChoiceField(label="How", choices=ESCORTS, widget=Tiles, initial="cleared")
    escorted_by = forms.CharField(label="Who goes along", max_length=200, required=False)
    starts_at = LocalDateTimeField(label="From")
    ends_at = LocalDateTimeField(label="Until")
    proof = proof_field("How do you know that it was given so?")
    proof_file = file_field()

    def __init__(self, *args: Any, helpers: list[tuple[UUID, str, UUID | None]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = [(str(item_id), label) for item_id, label, _ in helpers]
        self.fields["mission_item_id"].choices = [("", "Somebody else"), *named]


class ExtendForm(MusterForm):
    ends_at = LocalDateTimeField(label="Until")


class RemoveForm(MusterForm):
    proof = proof_field("How do you know that it is gone?")
    proof_file = file_field()
