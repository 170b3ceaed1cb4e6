"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from muster.web.forms import DayField, MusterForm

PAPER_HINT = "A document or a picture, 10 MB at most."


def paper(label: str, **kwargs: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=PAPER_HINT, **kwargs)


def reason(label: str) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=300, widget=rows)


class BeginForm(MusterForm):
    """`parties` and `others` are choices; empty ones leave the field out."""

    party_id = forms.TypedChoiceField(label="Party", coerce=str, empty_value=None)
    other_party_id = forms.TypedChoiceField(label="With which party", coerce=str, empty_value=None)
    note = forms.CharField(
        label="A word to the party",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        parties: list[tuple[str, str]],
        others: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for name, choices in (("party_id", parties), ("other_party_id", others)):
            if choices:
                self.fields[name].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if not parties:
            del self.fields["note"]


class ReviewForm(MusterForm):
    attorney_name = forms.CharField(label="Attorney who reviewed it", max_length=200)
    done_on = DayField(label="Day of the review")
    paper = paper("The review in writing")


class ResolutionForm(MusterForm):
    number = forms.CharField(label="Number of the resolution or ordinance", max_length=100)
    governing_body = forms.CharField(
        label="Who decided",
        max_length=200,
        help_text="Such as the city council or the county commission.",
    )
    done_on = DayField(label="Day of the decision")
    takes_effect_on = DayField(
        label="Day from which it has effect",
        required=False,
        help_text="Only where the resolution itself names a day.",
    )
    paper = paper("The resolution")


class FilingForm(MusterForm):
    number = forms.CharField(label="Number under which it is filed", max_length=100)
    done_on = DayField(label="Day")
    paper = paper("The paper")


class SignForm(MusterForm):
    document_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Your title", max_length=200, help_text="It stands on the certificate."
    )
    consents = forms.BooleanField(label="I sign")

    def __init__(self, *args: Any, statement: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["consents"].label = statement


class UploadForm(MusterForm):
    paper = forms.FileField(label="The signed PDF", help_text="10 MB at most, without a password.")
    signer_name = forms.CharField(label="Who signed", max_length=200)
    title = forms.CharField(label="Title of the signer", max_length=200)
    signed_on = DayField(label="Day of the signature")


class TextForm(MusterForm):
    paper = forms.FileField(label="The agreement as PDF", help_text="10 MB at most, unsigned.")


class ReasonForm(MusterForm):
    reason = reason("Why")


class NoticeForm(MusterForm):
    reason = reason("Why the party leaves")
    given_on = DayField(
        label="Day of the notice",
        required=False,
        help_text="Today, unless the coordinator records one that came on paper before.",
    )
    paper = paper("The notice in writing")


class OptOutForm(MusterForm):
    number = forms.CharField(label="Number of the resolution", max_length=100)
    governing_body = forms.CharField(label="Who decided", max_length=200, required=False)
    resolved_on = DayField(label="Day of the decision")
    paper = paper("The resolution")


class OptInForm(MusterForm):
    number = forms.CharField(label="Number of the resolution", max_length=100)
    resolved_on = DayField(label="Day of the decision")
