"""What is typed about deliveries and one's own ways to be reached."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.messaging.channels import CHANNELS
from muster.web.forms import ClockTimeField, MusterForm, Tiles

STATES = [
    ("", "Any state"),
    ("waiting", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("unknown", "Outcome unknown"),
    ("dead", "Given up"),
    ("withheld", "Withheld"),
    ("held", "Held at the standby"),
]


class DeliveryFilter(MusterForm):
    state = forms.ChoiceField(choices=STATES, required=False, label="State")
    channel = forms.ChoiceField(
        choices=[("", "Any channel"), *((each.NAME, each.LABEL) for each in CHANNELS)],
        required=False,
        label="Channel",
    )


class WayForm(MusterForm):
    """A way to be reached; which there are depends on what the installation has."""

    channel = forms.ChoiceField(label="How", widget=Tiles)
    address = forms.CharField(
        max_length=2000,
        label="Number, mailbox or address",
        help_text="801-555-0101, name@example.org, or the address that your chat service gives for "
        "messages from outside. For Signal, ask whoever runs Muster.",
    )
    label = forms.CharField(
        max_length=60, required=False, label="What you call it", help_text="Such as: own phone."
    )
    is_personal = forms.BooleanField(
        required=False,
        label="It is my own, not my agency's",
        help_text="It still reaches you when your agency's mail and phones are in a stranger's hands.",
    )

    def __init__(self, *args: Any, channels: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]


class CodeForm(MusterForm):
    code = forms.CharField(
        max_length=12,
        label="Code",
        help_text="Six digits. They arrive within a minute and live for 15.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class QuietForm(MusterForm):
    quiet_from = ClockTimeField(required=False, label="From")
    quiet_until = ClockTimeField(
        required=False, label="Until", help_text="On the next day, if earlier."
    )
    emergencies_break_through = forms.BooleanField(
        required=False, label="Calls for help in an emergency still reach me"
    )


class PushForm(MusterForm):
    """Filled by the browser itself."""

    endpoint = forms.CharField(max_length=1500, widget=forms.HiddenInput)
    p256dh = forms.CharField(max_length=200, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=100, widget=forms.HiddenInput)
    label = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
