"""The base of every form: cleans text, bounds every field, carries refusals back to the field."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core import validators
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from muster.rules.refusal import Refusal
from muster.rules.secrets import kinds_in, secrets_in
from muster.web import text, wording
from muster.web.forms.fields import LARGEST_INTEGER, AmountField

ACKNOWLEDGE = "acknowledge_secrets"
WARNING = (
    "This looks like a {kind}. Take it out: secrets do not belong here, and others read this. If it "
    "is none, or must be said, tick “Send it as it is” below."
)
LONGEST_LINE = 300
LONGEST_TEXT = 10_000


class MusterForm(forms.Form):
    """A form whose text is plain, whose numbers fit, and whose submission is known by an id.

    `submission_id` is made when the form is first shown and comes back with every retry, so that
    a command given it as its client-made id accepts the same submission once.
    """

    submission_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    use_required_attribute = True
    data: Any  # a copy of what was sent, which may be tidied
    acknowledged: Mapping[str, str] = MappingProxyType({})
    """Fields in which something looked like a secret and was sent on, with what it looked like."""

    def __init__(self, data=None, files=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(plain_data(data), files, **kwargs)
        self.initial.setdefault("submission_id", uuid.uuid4())
        if self.is_bound and not self.data.get(self.add_prefix("submission_id")):
            self.data[self.add_prefix("submission_id")] = str(self.initial["submission_id"])
        for name, field in self.fields.items():
            limit(field)
            say_plainly(field)
            say_bounds_plainly(field)
            self._keep_on_one_line(name, field)

    def price_in(self, currency: str, *names: str) -> None:
        """Say in which currency these amounts are typed."""
        for name in names:
            field = self.fields[name]
            assert isinstance(field, AmountField)
            field.currency = currency

    def _keep_on_one_line(self, name: str, field: forms.Field) -> None:
        key = self.add_prefix(name)
        one_line = type(field) is forms.CharField and isinstance(field.widget, forms.TextInput)
        if one_line and not isinstance(field.widget, forms.PasswordInput) and key in self.data:
            self.data[key] = text.plain_line(self.data[key])

    def _post_clean(self) -> None:
        """Warn of what looks like a secret, beside its field; ticked, it is let through."""
        super()._post_clean()
        found = {**secrets_in(self.cleaned_data), **secrets_in_files(self.cleaned_data)}
        if not found:
            return
        self.fields[ACKNOWLEDGE] = forms.BooleanField(
            label="Send it as it is. That you did is put on record; what it says is not.",
            required=False,
        )
        if self.data.get(self.add_prefix(ACKNOWLEDGE)):
            self.acknowledged = found
            return
        for name, kind in found.items():
            self.add_error(name if self._is_shown(name) else None, WARNING.format(kind=kind))

    def add_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Put each refusal's sentence beside its field, or above the form when it has none here."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        for refusal in refusals:
            name = refusal.field if self._is_shown(refusal.field) else None
            self.add_error(name, wording.sentence(refusal))

    def _is_shown(self, name: str | None) -> bool:
        return name in self.fields and not self[name].is_hidden

    @property
    def hidden_errors(self) -> list[str]:
        """Errors of hidden fields, which have no place of their own on the page."""
        return [str(error) for field in self.hidden_fields() for error in field.errors]


def secrets_in_files(cleaned: Mapping[str, Any]) -> dict[str, str]:
    """The uploaded texts in which something looks like a secret, with what it looks like."""
    found = {}
    for name, sent in cleaned.items():
        if isinstance(sent, UploadedFile) and str(sent.name).lower().endswith((".txt", ".csv")):
            kinds = kinds_in(sent.read().decode(errors="replace"))
            sent.seek(0)
            if kinds:
                found[name] = kinds[0].value
    return found


def plain_data(data):
    """The submitted text without control characters; lines are kept for the fields to judge."""
    if data is None:
        return None
    plain = QueryDict(mutable=True)
    lists = data.lists() if hasattr(data, "lists") else ((k, [v]) for k, v in data.items())
    for name, values in lists:
        cleaned = [text.plain_lines(value) if isinstance(value, str) else value for value in values]
        plain.setlist(name, cleaned)
    return plain


def say_plainly(field: forms.Field) -> None:
    """An empty field is told what to do, not what it is; an author's own words stay."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.BooleanField):
        words = "Tick this box to go on."
    elif isinstance(field, forms.MultipleChoiceField):
        words = "Choose at least one."
    elif isinstance(field, forms.ChoiceField):
        words = "Choose one."
    elif isinstance(field, forms.FileField):
        words = "Choose a file."
    else:
        words = "Fill in this field."
    field.error_messages["required"] = words


BOUNDS: dict[type[validators.BaseValidator], str] = {
    validators.MinValueValidator: "Enter %(limit_value)s or more.",
    validators.MaxValueValidator: "Enter %(limit_value)s or less.",
    validators.MaxLengthValidator: "Use at most %(limit_value)s characters; these are %(show_value)s.",
}


def say_bounds_plainly(field: forms.Field) -> None:
    """A value out of bounds is told which one to enter; an author's own words stay."""
    field.validators = [_plain_bound(each) for each in field.validators]


def _plain_bound(validator: Any) -> Any:
    words = BOUNDS.get(type(validator))
    if words is None or validator.message != type(validator).message:
        return validator
    return type(validator)(validator.limit_value, message=words)


def limit(field: forms.Field) -> None:
    """Give the field the bound that its author left out: no input may outgrow its column."""
    if field.widget.is_hidden:
        return
    if isinstance(field, forms.CharField) and field.max_length is None:
        many_lines = isinstance(field.widget, forms.Textarea)
        field.max_length = LONGEST_TEXT if many_lines else LONGEST_LINE
        field.validators.append(validators.MaxLengthValidator(field.max_length))
        field.widget.attrs.setdefault("maxlength", field.max_length)
    if isinstance(field, forms.DecimalField) and field.max_digits is None:
        field.max_digits, field.decimal_places = 16, field.decimal_places or 4
        field.validators.append(validators.DecimalValidator(16, field.decimal_places))
    elif isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators.append(validators.MaxValueValidator(LARGEST_INTEGER))
        field.validators.append(validators.MinValueValidator(-LARGEST_INTEGER))
