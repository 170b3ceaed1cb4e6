"""The forms of this room."""

from __future__ import annotations

from django import forms

from muster.web.forms import DayField, MoneyField, MusterForm

MOST_WAIVED = 999_999_999_999


class ClaimForm(MusterForm):
    """What the claimant's books need."""

    invoice_number = forms.CharField(label="Invoice number", max_length=60, required=False)
    account_code = forms.CharField(
        label="Account code", max_length=60, required=False, help_text="Of your own books."
    )
    note = forms.CharField(
        label="Note to the other party",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(MusterForm):
    reason = forms.CharField(label="Reason", max_length=500)


class LineForm(MusterForm):
    """A form that may concern one line of the claim."""

    line_number = forms.TypedChoiceField(
        label="Which line?", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(line.number, f"{line.number}. {line.description}") for line in lines]
        self.fields["line_number"].choices = [("", "The whole claim"), *named]


class QuestionForm(LineForm):
    question = forms.CharField(
        label="Your question", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(MusterForm):
    answer = forms.CharField(
        label="Your answer", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApprovalForm(MusterForm):
    purchase_order = forms.CharField(label="Purchase order", max_length=60, required=False)
    account_code = forms.CharField(
        label="Account code", max_length=60, required=False, help_text="Of your own books."
    )


class PaymentForm(MusterForm):
    amount = MoneyField(label="How much was paid?", minimum=1)
    payment_reference = forms.CharField(label="Number of the check or transfer", max_length=100)
    paid_on = DayField(label="On which day?")


class WaiverForm(MusterForm):
    amount = MoneyField(label="How much do you give up?", minimum=1)
    reason = forms.CharField(label="Why?", max_length=500)


class FederalPartForm(forms.Form):
    """What a reader asks about a grant: the federal part, and an amount that may be given up."""

    federal_percent = forms.DecimalField(
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False
    )
    waive = forms.DecimalField(
        min_value=0, max_value=MOST_WAIVED, max_digits=14, decimal_places=2, required=False
    )


class CreditForm(LineForm):
    amount = MoneyField(label="By how much was it too high?", minimum=1)
    reason = forms.CharField(label="What was wrong?", max_length=500)
