"""Forms keep text plain, numbers in bounds, and carry refusals back to the field."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django import forms
from django.utils import timezone

from muster.rules.refusal import Refusal
from muster.web.forms import (
    DayField,
    HoursField,
    LocalDateTimeField,
    MoneyField,
    MusterForm,
    RateField,
    WholeNumberField,
)


class Report(MusterForm):
    name = forms.CharField()
    story = forms.CharField(widget=forms.Textarea, required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(required=False)
    share = forms.DecimalField(required=False)


def test_control_characters_never_reach_a_command():
    form = Report({"name": "Ada\x00\x1b\u202e\ufeff Lovelace\nwas here", "story": "a\x00\r\nb\tc"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ada Lovelace was here"
    assert form.cleaned_data["story"] == "a\nb\tc"


class Crew(MusterForm):
    name = forms.CharField(max_length=5)
    people = WholeNumberField(min_value=1, max_value=20)
    days = forms.IntegerField(min_value=1, error_messages={"min_value": "A day at least."})


def test_a_bound_that_is_passed_says_what_to_enter():
    assert Crew({"name": "x" * 7, "people": "0", "days": "0"}).errors == {
        "name": ["Use at most 5 characters; these are 7."],
        "people": ["Enter 1 or more."],
        "days": ["A day at least."],
    }
    assert Crew({"name": "x", "people": "21", "days": "1"}).errors == {
        "people": ["Enter 20 or less."]
    }


def test_letters_come_in_one_form():
    form = Report({"name": "Jose\u0301"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Jos\u00e9"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 301),
        ("story", "x" * 10_001),
        ("count", "9" * 30),
        ("count", "-" + "9" * 5000),
        ("count", "١٢x"),
        ("share", "1e999999"),
        ("share", "NaN"),
        ("share", "9" * 40),
    ],
)
def test_what_no_column_can_hold_is_refused_beside_its_field(field: str, value: str):
    form = Report({"name": "Ada", field: value})
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert f'id="id_{field}_error"' in str(form)


def test_a_submission_keeps_its_id_through_errors():
    given = uuid.uuid4()
    form = Report({"submission_id": str(given)})
    assert not form.is_valid()
    assert f'value="{given}"' in str(form)
    again = Report({"name": "Ada", "submission_id": str(given)})
    assert again.is_valid()
    assert again.cleaned_data["submission_id"] == given


@pytest.mark.parametrize("nonsense", ["", "x", "\x00", "1" * 4000])
def test_a_missing_or_broken_id_never_stops_a_person_silently(nonsense: str):
    form = Report({"name": "Ada", "submission_id": nonsense})
    if form.is_valid():
        assert isinstance(form.cleaned_data["submission_id"], uuid.UUID)
    else:
        assert form.hidden_errors
        assert str(form.hidden_errors[0]) in str(form)


def test_refusals_stand_beside_their_fields_or_above_the_form():
    form = Report({"name": "Ada"})
    assert form.is_valid()
    form.add_refusals(
        [
            Refusal("time.order", field="name"),
            Refusal("state.changed", field="somewhere"),
            Refusal("state.changed", field="secret"),
            Refusal("permission.missing"),
        ]
    )
    assert "end must be after the start" in form.errors["name"][0]
    assert len(form.non_field_errors()) == 3


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1250", 125_000), ("$1,250.50", 125_050), (" 0.01 ", 1), ("", None), ("0", 0)],
)
def test_money_is_read_into_cents(typed: str, cents: int | None):
    assert MoneyField(required=False).clean(typed) == cents


@pytest.mark.parametrize("typed", ["-1", "1.001", "NaN", "1e30", "ten", "9" * 25, "∞", "0x10"])
def test_money_that_is_none_is_refused(typed: str):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


def test_a_rate_is_read_into_ten_thousandths_and_shown_as_typed():
    field = RateField(per="mile")
    assert field.clean("0.655") == 6550
    assert field.prepare_value(6550) == "0.6550"
    assert field.prepare_value(450_000) == "45.00"


@pytest.mark.parametrize(("typed", "hours"), [("7.5", "7.5"), ("7:30", "7.5"), ("0:15", "0.25")])
def test_hours_are_read_as_number_or_clock(typed: str, hours: str):
    assert HoursField().clean(typed) == Decimal(hours)


@pytest.mark.parametrize("typed", ["7.33", "7:61", "-1", "NaN", "99999999999", "7:3:0", "1e9"])
def test_hours_out_of_step_are_refused(typed: str):
    with pytest.raises(forms.ValidationError):
        HoursField().clean(typed)


def test_a_moment_is_typed_in_the_readers_zone_and_given_in_utc():
    with timezone.override("America/Denver"):
        moment = LocalDateTimeField().clean("2026-01-14T02:10")
    assert moment == datetime.datetime(2026, 1, 14, 9, 10, tzinfo=datetime.UTC)
    assert moment.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "x", "1" * 500]
)
def test_moments_that_no_calendar_holds_are_refused(typed: str):
    with timezone.override("America/Denver"), pytest.raises(forms.ValidationError):
        LocalDateTimeField().clean(typed)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2026-13-01", "\x00"])
def test_days_that_no_calendar_holds_are_refused(typed: str):
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["-1", "1.5", "9223372036854775808", "ten"])
def test_counts_stay_whole_and_storable(typed: str):
    with pytest.raises(forms.ValidationError):
        WholeNumberField().clean(typed)


def test_an_empty_field_is_told_what_to_do():
    class Choice(MusterForm):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "A")])
        own = forms.CharField(error_messages={"required": "Say who."})

    errors = Choice({}).errors
    assert errors["name"] == ["Fill in this field."]
    assert errors["kind"] == ["Choose one."]
    assert errors["own"] == ["Say who."]
