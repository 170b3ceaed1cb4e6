"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.aid.forms.asking import KINDS
from muster.playbooks.steps import LONGEST_STEP, MOST_STEPS
from muster.web.forms import DayField, MusterForm

LABELS = (
    ("TLP:AMBER", "The network and whom it serves (TLP:AMBER)"),
    ("TLP:AMBER+STRICT", "The network, nobody outside (TLP:AMBER+STRICT)"),
    ("TLP:GREEN", "The wider community (TLP:GREEN)"),
    ("TLP:CLEAR", "Everybody (TLP:CLEAR)"),
)
OWNERS = (("party", "Our own party"), ("network", "The whole network"))
READERS = (("own", "Our own people"), ("shared", "All parties of the network"))


class PlaybookForm(MusterForm):
    """What a version says. Who may read it is asked only where a party owns it."""

    owner = forms.ChoiceField(label="Whose is it?", choices=OWNERS, widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title", max_length=120, help_text="Such as: First hour of ransomware."
    )
    kind = forms.ChoiceField(label="For what?", choices=KINDS)
    when_to_use = forms.CharField(
        label="When to use it",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    steps = forms.CharField(
        label="Steps, one on each line",
        max_length=MOST_STEPS * (LONGEST_STEP + 25),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="They are numbered by themselves. The first line is what is done first.",
    )
    readers = forms.ChoiceField(label="Who may read it?", choices=READERS, widget=forms.RadioSelect)
    sharing_label = forms.ChoiceField(
        label="How far may readers pass it on?", choices=LABELS, initial="TLP:AMBER"
    )
    reviewed_on = DayField(label="Gone through on", required=False, help_text="Empty: today.")
    review_by = DayField(
        label="To be gone through again by", required=False, help_text="Empty: a year later."
    )

    def __init__(self, *args: Any, chooses_owner: bool = False, is_network: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not chooses_owner:
            del self.fields["owner"]
        if is_network:
            del self.fields["readers"]


class RevisionForm(PlaybookForm):
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    what_changed = forms.CharField(label="What changed, in short", max_length=300, required=False)


class WithdrawForm(MusterForm):
    reason = forms.CharField(
        label="Why, and what to follow instead",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
