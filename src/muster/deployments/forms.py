"""What helpers, duty officers and hosts type: short, filled in where it can be guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from muster.deployments.commands import CONDITIONS
from muster.web.forms import (
    DayField,
    HoursField,
    LocalDateTimeField,
    MoneyField,
    MusterForm,
    Tiles,
    WholeNumberField,
)

KINDS = (("regular", "Regular"), ("overtime", "Overtime"), ("travel", "Travel"))
CATEGORIES = (
    ("travel", "Travel"),
    ("lodging", "Lodging"),
    ("meals", "Meals"),
    ("supplies", "Supplies"),
    ("repair", "Repair"),
    ("mileage", "Miles driven"),
    ("other", "Other"),
)
CONDITION_CHOICES = [(each, each.capitalize()) for each in CONDITIONS]
LONGEST_HOURS = 24
MOST_HOURS = 100_000
MINUTE = timedelta(minutes=1)


def many_lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReasonForm(MusterForm):
    reason = forms.CharField(label="Why", max_length=300, widget=many_lines(2))


class MomentForm(MusterForm):
    at = LocalDateTimeField(label="When")


class AssignForm(MusterForm):
    person_id = forms.TypedChoiceField(
        label="Who serves", required=False, empty_value=None, help_text="One of your own people."
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = [
            ("", "Nobody is named yet"),
            *((str(person.id), person.name) for person in people),
        ]


class CheckInForm(MusterForm):
    place = forms.CharField(label="Where", max_length=200, required=False)
    at = LocalDateTimeField(label="Arrived at")
    escorted_by = forms.CharField(
        label="Escorted by",
        max_length=200,
        required=False,
        help_text="Who of your people goes along, where they lack something that is asked for.",
    )

    def __init__(self, *args: Any, needs_escort: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not needs_escort:
            del self.fields["escorted_by"]


class AcceptClearanceForm(MusterForm):
    accepted_on = DayField(label="Accepted on")
    holds_until = DayField(
        label="Counts until", required=False, help_text="Empty: until it is taken back."
    )
    basis = forms.CharField(
        label="How you know",
        max_length=500,
        widget=many_lines(2),
        help_text="Whom you spoke to, or the number under which the record can be found.",
    )


class SignForm(MusterForm):
    for_every_party = forms.BooleanField(
        label="It counts with every party of the agreement",
        required=False,
        help_text="Else with the one that you help now, whenever you help it.",
    )
    holds_until = DayField(label="Counts until", required=False, help_text="Empty: without an end.")


class PaperForm(SignForm):
    signed_on = DayField(label="Signed on")
    paper_note = forms.CharField(label="Where the paper is", max_length=500, widget=many_lines(2))


class DemobilizeForm(MusterForm):
    at = LocalDateTimeField(label="Done at")
    remark = forms.CharField(
        label="Anything to note", max_length=500, required=False, widget=many_lines(2)
    )


class TimeForm(MusterForm):
    hours = HoursField(
        label="How long",
        largest=LONGEST_HOURS,
        help_text="In quarters of an hour, once they are worked.",
    )
    starts_at = LocalDateTimeField(label="From")
    kind = forms.ChoiceField(label="Kind", choices=KINDS, widget=Tiles, initial="regular")
    task = forms.CharField(label="What was done", max_length=500)


class ExpenseForm(MusterForm):
    category = forms.ChoiceField(label="For", choices=CATEGORIES, widget=Tiles)
    amount = MoneyField(label="Amount paid")
    miles = forms.DecimalField(
        label="Miles",
        required=False,
        min_value=0,
        max_value=20_000,
        decimal_places=1,
        help_text="For miles driven; 0 as the amount where the agreement has a rate for a mile.",
    )
    description = forms.CharField(label="What was paid", max_length=300)
    incurred_on = DayField(label="On")
    receipt = forms.FileField(
        label="Receipt",
        required=False,
        help_text="A photo or a PDF, at most 10 MB. Both parties can open it.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    vendor = forms.CharField(label="Paid to", max_length=200, required=False)
    receipt_number = forms.CharField(label="Number of the receipt", max_length=60, required=False)
    is_donated = forms.BooleanField(label="We give this; do not claim it", required=False)
    deployment_id = forms.TypedChoiceField(label="Spent by or for", required=False)

    def __init__(self, *args: Any, currency: str, rows: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "amount")
        self.fields["deployment_id"].choices = [
            ("", "The mission as a whole"),
            *((str(row.id), row.label) for row in rows),
        ]


class StayForm(MusterForm):
    deployment_id = forms.TypedChoiceField(label="Who was away?", coerce=UUID)
    on = DayField(label="On")
    has_night = forms.BooleanField(label="A night was spent there", required=False)
    lodging = MoneyField(label="Paid for the night", required=False)
    meals = MoneyField(label="Paid for meals", required=False)
    lodging_provided = forms.BooleanField(label="The host gave the bed", required=False)
    meals_provided = forms.BooleanField(label="The host gave the meals", required=False)
    is_donated = forms.BooleanField(label="We give this; do not claim it", required=False)
    place_key = forms.CharField(
        label="Place",
        required=False,
        max_length=120,
        help_text="As in the table of nights and meals, such as UT/Grand. Empty: the host's county.",
    )

    def __init__(self, *args: Any, currency: str, rows: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "lodging", "meals")
        self.fields["deployment_id"].choices = [(str(row.id), row.label) for row in rows]


class OutsideOrderForm(MusterForm):
    entry_id = forms.TypedChoiceField(label="What", coerce=UUID)
    reason = forms.CharField(label="Why", max_length=500, widget=many_lines(2))

    def __init__(self, *args: Any, entries: dict[UUID, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].choices = [(str(key), words) for key, words in entries.items()]


class ContinuationForm(MusterForm):
    answer = forms.ChoiceField(
        label="Shall help go on beyond the free time?",
        choices=(("yes", "Yes, it goes on"), ("no", "No, it ends with the free time")),
        widget=forms.RadioSelect,
    )
    wording = forms.CharField(
        label="In your words", required=False, max_length=1000, widget=many_lines()
    )


class ActivityForm(MusterForm):
    text = forms.CharField(label="What was done", max_length=1000, widget=many_lines())
    happened_at = LocalDateTimeField(label="When")
    position = forms.CharField(
        label="Your position on this mission", max_length=120, required=False
    )


class HandOverForm(MusterForm):
    quantity = WholeNumberField(label="How many", min_value=1, max_value=1_000_000)
    condition = forms.ChoiceField(
        label="Condition", choices=CONDITION_CHOICES, widget=Tiles, initial="good"
    )
    received_by = forms.CharField(
        label="Received by", max_length=200, help_text="The name of the one who took them."
    )
    condition_note = forms.CharField(label="Note on the condition", max_length=500, required=False)
    serial_numbers = forms.CharField(
        label="Serial numbers",
        max_length=5000,
        required=False,
        help_text="One on each line, where there are any.",
        widget=many_lines(),
    )

    def clean_serial_numbers(self) -> list[str]:
        typed = self.cleaned_data["serial_numbers"]
        return [line.strip() for line in typed.splitlines() if line.strip()]


class HandOutForm(HandOverForm):
    """Things out, with their age where it is worth saying."""

    age_months = WholeNumberField(
        label="Age of one",
        required=False,
        max_value=1_200,
        suffix="months",
        help_text="Counts if one is lost. Empty: since it was bought, where your catalog says when.",
    )


class ReturnForm(HandOverForm):
    """Things back, with how long they were used where anybody counted."""

    hours_used = forms.DecimalField(
        label="Hours used, each",
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=2,
        help_text="By its meter or log. Empty: the time since the hand-over counts.",
    )
    miles_used = forms.DecimalField(
        label="Miles driven",
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=1,
        help_text="By the odometer, all of them together.",
    )
    supplied = MoneyField(
        label="Fuel and repairs that the host paid",
        required=False,
        help_text="Taken off what the use costs, where the agreement says so.",
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "supplied")


class UseForm(MusterForm):
    on = DayField(label="On")
    quantity = WholeNumberField(label="How many", min_value=1, max_value=1_000_000)
    hours = forms.DecimalField(
        label="Hours used, each", min_value=0, max_value=MOST_HOURS, decimal_places=2
    )
    miles = forms.DecimalField(
        label="Miles driven",
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=1,
        help_text="By the odometer, all of them together.",
    )
    supplied = MoneyField(label="Fuel and repairs that the host paid", required=False)
    is_donated = forms.BooleanField(label="We give this; do not claim it", required=False)
    remark = forms.CharField(label="Remark", required=False, max_length=300)

    def __init__(self, *args: Any, currency: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "supplied")


class LossForm(MusterForm):
    age_months = WholeNumberField(
        label="Age of one",
        required=False,
        max_value=1_200,
        suffix="months",
        help_text="When it was handed over. Empty: since it was bought, where your catalog says when.",
    )
    insurance = MoneyField(
        label="Paid by insurance",
        required=False,
        help_text="For all of them together. Taken off what they cost, where the agreement says so.",
    )
    is_donated = forms.BooleanField(label="We give this; do not claim it", required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "insurance")


class RateKeyForm(MusterForm):
    rate_key = forms.ChoiceField(label="In the rate tables", required=False)

    def __init__(self, *args: Any, known: list[str], own: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["rate_key"].choices = [
            ("", f"As its kind: {own}"),
            *((each, each) for each in known),
        ]


class SuppliesForm(MusterForm):
    description = forms.CharField(label="What was given", max_length=300)
    quantity = forms.DecimalField(
        label="How many", min_value=0, max_value=1_000_000, decimal_places=2
    )
    given_on = DayField(label="On")
    cost = MoneyField(label="What one cost", required=False)
    replacement = MoneyField(
        label="What one costs to buy again",
        required=False,
        help_text="The agreement says which of the two prices is owed.",
    )
    is_donated = forms.BooleanField(label="We give this; do not claim it", required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.price_in(currency, "cost", "replacement")


class SuppliesBackForm(MusterForm):
    quantity_returned = forms.DecimalField(
        label="Back, clean and unused", min_value=0, max_value=1_000_000, decimal_places=2
    )
    quantity_replaced = forms.DecimalField(
        label="Replaced in kind by the host", min_value=0, max_value=1_000_000, decimal_places=2
    )


class LostForm(MusterForm):
    quantity = WholeNumberField(label="How many", min_value=1, max_value=1_000_000)
    reason = forms.CharField(label="What happened", max_length=500, widget=many_lines(2))


class SaidForm(MusterForm):
    """How a recall was said."""

    by_voice = forms.BooleanField(
        required=False,
        label="It was said by voice",
        help_text=(
            "By phone, by radio or face to face. Then it is put in writing afterwards; where the "
            "agreement says until when, that deadline starts now."
        ),
    )


class RecallForm(SaidForm):
    effective_at = LocalDateTimeField(label="Home from")
    reason = forms.CharField(label="Why", max_length=500, widget=many_lines(2))
    field_order = ["effective_at", "reason", "by_voice"]


class WholeRecallForm(SaidForm):
    reason = forms.CharField(label="Why", max_length=500, widget=many_lines(2))
    field_order = ["reason", "by_voice"]


class ConfirmRecallForm(MusterForm):
    text = forms.CharField(
        label="The recall in writing",
        max_length=500,
        help_text="What was said: from when, why, and what comes home. The other party is told.",
        widget=many_lines(4),
    )


class ExtensionForm(MusterForm):
    until = LocalDateTimeField(label="Until")
    reason = forms.CharField(label="Why", max_length=500, widget=many_lines(2))


class AnswerForm(MusterForm):
    answer = forms.ChoiceField(
        label="Your answer",
        choices=(("yes", "Agree"), ("no", "Do not agree")),
        widget=Tiles,
    )
