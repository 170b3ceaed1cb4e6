"""What the list of deliveries can be narrowed to."""

from __future__ import annotations

from django import forms

from muster.messaging.channels import CHANNELS
from muster.web.forms import MusterForm

STATES = [
    ("", "Any state"),
    ("waiting", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("unknown", "Outcome unknown"),
    ("dead", "Given up"),
    ("withheld", "Withheld"),
]


class DeliveryFilter(MusterForm):
    state = forms.ChoiceField(choices=STATES, required=False, label="State")
    channel = forms.ChoiceField(
        choices=[("", "Any channel"), *((each.NAME, each.LABEL) for each in CHANNELS)],
        required=False,
        label="Channel",
    )
