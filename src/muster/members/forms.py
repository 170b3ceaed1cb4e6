"""The shape of what is typed about parties, people and accounts."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms

from muster.members.queries import choices
from muster.web.forms import MusterForm, Several, WholeNumberField

BLANK = ("", "Any")


class FilterForm(MusterForm):
    """Filters of the register, carried by the address."""

    use_required_attribute = False
    search = forms.CharField(required=False, max_length=100, label="Name contains")
    kind = forms.ChoiceField(required=False, choices=[BLANK, *choices.PARTY_KINDS])
    county = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(required=False, choices=[BLANK, *choices.STANDINGS])

    def __init__(self, *args: Any, counties: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = [BLANK, *((county, county) for county in counties)]
        self.fields["county"].choices = named  # type: ignore[attr-defined]


class PartyForm(MusterForm):
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=choices.PARTY_KINDS)
    county = forms.CharField(required=False, max_length=100)
    place = forms.CharField(required=False, max_length=100, label="City or town of its seat")
    state_code = forms.CharField(
        required=False, max_length=2, label="State", help_text="Two letters, such as UT."
    )
    population = WholeNumberField(required=False, max_value=100_000_000)
    website = forms.CharField(required=False, max_length=200)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)


class MembershipForm(PartyForm):
    """What only the coordinator states beside the party's facts."""

    signature_confirmed = forms.BooleanField(required=False, label="The signature is confirmed")
    source_note = forms.CharField(
        required=False, max_length=300, label="Source", help_text="Where these facts come from."
    )
    is_host = forms.BooleanField(required=False, label="Hosts the network")


class AddPartyForm(MembershipForm):
    standing = forms.ChoiceField(choices=choices.FIRST_STANDINGS)


class AddKnownPartyForm(MusterForm):
    party_id = forms.UUIDField(
        label="Id of the party", help_text="The last part of its page's address there."
    )
    standing = forms.ChoiceField(choices=choices.FIRST_STANDINGS)


class StandingForm(MusterForm):
    action = forms.ChoiceField(label="What happens", widget=forms.RadioSelect)
    reason = forms.CharField(
        required=False, max_length=300, help_text="Kept and shown to every member."
    )

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = actions  # type: ignore[attr-defined]


class ImportForm(MusterForm):
    file = forms.FileField(
        required=False, label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    content = forms.CharField(
        required=False,
        max_length=1_000_000,
        label="or its text",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ContactForm(MusterForm):
    kind = forms.ChoiceField(choices=choices.CONTACT_KINDS)
    name = forms.CharField(max_length=120, help_text="A desk or a person.")
    position_title = forms.CharField(required=False, max_length=120, label="Title")
    phone = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text="With area code, such as (801) 555-0123.",
    )
    email = forms.CharField(required=False, max_length=254, label="E-mail")
    note = forms.CharField(required=False, max_length=300)


class OrderForm(MusterForm):
    """One number for each contact; the contacts are called from the smallest."""

    def __init__(self, *args: Any, people: list[tuple[str, str, int]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for contact_id, name, place in people:
            field = WholeNumberField(min_value=1, max_value=999, label=name, initial=place)
            self.fields[f"place_{contact_id}"] = field


class InviteForm(MusterForm):
    name = forms.CharField(max_length=200, label="Full name")
    email = forms.CharField(max_length=254, label="E-mail that they will sign in with")
    roles = forms.MultipleChoiceField(widget=Several)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]


class GrantForm(MusterForm):
    person_id = forms.ChoiceField(label="Person")
    role = forms.ChoiceField()

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        roles: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class ReasonForm(MusterForm):
    reason = forms.CharField(max_length=300)


class RecoverForm(MusterForm):
    removes_factors = forms.BooleanField(
        required=False,
        label="They also lost their authenticator app, passkeys and recovery codes",
        help_text="Takes these off the account, so that the new password alone signs in.",
    )


class NewPasswordForm(MusterForm):
    password = forms.CharField(
        max_length=1000,
        strip=False,
        help_text="At least 12 characters; several words are easiest to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class JoinForm(NewPasswordForm):
    field_order = ("name", "phone", "password")
    name = forms.CharField(max_length=200, label="Your name")
    phone = forms.CharField(
        required=False,
        max_length=40,
        label="Your phone",
        help_text="For your own agency and the coordinator.",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


class UseRecoveryForm(NewPasswordForm):
    field_order = ("code", "password")
    code = forms.CharField(
        max_length=20,
        help_text="Eight digits that the officer reads to you.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ProfileForm(MusterForm):
    name = forms.CharField(max_length=200)
    phone = forms.CharField(
        required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = forms.ChoiceField(required=False, label="Time zone")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        named = [("", "The network's"), *((zone, zone.replace("_", " ")) for zone in zones)]
        self.fields["time_zone"].choices = named  # type: ignore[attr-defined]


class TokenForm(MusterForm):
    name = forms.CharField(max_length=100, help_text="What will use it.")
    scopes = forms.MultipleChoiceField(widget=Several, label="It may write about")
    days = WholeNumberField(min_value=1, max_value=365, suffix="days", label="Ends after")
    carries_authority = forms.BooleanField(
        required=False,
        label="It may also do what you must confirm presence for",
        help_text="Accept offers, submit claims, change roles. Leave this off unless it must.",
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]


class ExerciseForm(MusterForm):
    name = forms.CharField(max_length=200, help_text="Such as: Autumn drill 2026.")


class NetworkForm(MusterForm):
    name = forms.CharField(max_length=200)
    time_zone = forms.CharField(max_length=60, help_text="Such as America/Denver.")
    currency = forms.CharField(max_length=3)
    state_code = forms.CharField(required=False, max_length=2, label="State")
