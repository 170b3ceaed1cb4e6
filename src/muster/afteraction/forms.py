"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.web.forms import DayField, MusterForm

KINDS = (("improvement", "Something to improve"), ("strength", "A strength to keep"))
ACTIONS = (
    ("start", "We have begun"),
    ("finish", "It is done"),
    ("drop", "It is dropped"),
    ("reopen", "It is open again"),
)


def long_text(label: str, longest: int, **kwargs) -> forms.CharField:
    """A text of some lines."""
    rows = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=longest, widget=rows, **kwargs)


class ReviewForm(MusterForm):
    overview = long_text("What happened, in short", 8000, required=False)
    went_well = long_text("What went well", 8000, required=False)
    went_badly = long_text("What did not", 8000, required=False)


class FindingForm(MusterForm):
    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect)
    text = long_text("What was found", 2000)
    recommendation = long_text("What to do about it", 2000, required=False)
    owner_party_id = forms.TypedChoiceField(
        label="Which party sees to it?", required=False, empty_value=None
    )
    owner_name = forms.CharField(label="Who there?", max_length=200, required=False)
    due_on = DayField(label="By which day?", required=False)

    def __init__(self, *args, parties=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(str(party.id), party.name) for party in parties]
        self.fields["owner_party_id"].choices = [("", "Not said yet"), *named]


class ProgressForm(MusterForm):
    action = forms.ChoiceField(label="How far is it?", widget=forms.RadioSelect)
    proof = long_text(
        "Proof or reason",
        2000,
        required=False,
        help_text="Done: what proves it, such as a test or a document. Dropped: why.",
    )

    def __init__(self, *args, actions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [each for each in ACTIONS if each[0] in actions]
