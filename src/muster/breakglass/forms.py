"""What is typed with cold hands: a code, an address, a choice of one's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from muster.web.forms import MusterForm, WholeNumberField

PURPOSES = (
    ("sign_in", "Signing in when nothing else works"),
    ("paper_request", "Proving a request made on paper or by phone"),
)
LONGEST_TYPED = 60


class CodeForm(MusterForm):
    """Gaps, dashes and small letters do not matter."""

    code = forms.CharField(
        label="Code from your printed sheet, your phone, or read out to you",
        max_length=LONGEST_TYPED,
        help_text="Four groups of four, such as 7QK4-M2XW-9TRB-5HN3. Capitals and dashes do not matter.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class WhoForm(CodeForm):
    """The proved code travels along, so that a lost answer loses nothing."""

    person_id = forms.TypedChoiceField(
        label="Who are you?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your name."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.HiddenInput()
        self.fields["person_id"].choices = [(str(each), name) for each, name in people]


class PhoneForm(MusterForm):
    email = forms.EmailField(
        label="The e-mail address of your account",
        max_length=254,
        help_text=(
            "Nothing is mailed. A code goes to your own phone, if you verified it under How to reach "
            "me at least a day ago. None there? Have two people vouch for you."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class SheetForm(MusterForm):
    purpose = forms.ChoiceField(label="What for?", choices=PURPOSES, initial="sign_in")
    count = WholeNumberField(
        label="How many codes?", min_value=1, max_value=50, initial=12, suffix="codes"
    )
    days = WholeNumberField(
        label="Good for how long?", min_value=1, max_value=400, initial=365, suffix="days"
    )


class VouchForm(MusterForm):
    called_phone = forms.ChoiceField(
        label="Which number of the register did you call back?",
        widget=forms.RadioSelect,
        error_messages={"required": "Call back first, then choose which number it was."},
    )
    is_sure = forms.BooleanField(
        label="I called that number myself, and I know the voice or the answers convinced me."
    )

    def __init__(self, *args: Any, numbers: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["called_phone"].choices = [
            (each.phone, f"{each.phone} · {each.label}") for each in numbers
        ]
