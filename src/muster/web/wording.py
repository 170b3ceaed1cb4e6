"""Every refusal as a sentence that says what to do.

Apps register the sentences of their own codes from `<app>/wording.py`. A sentence may name values
of the refusal in braces: `"Only {left} of {kind} are left. Ask for fewer."`
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from muster.rules.refusal import Refusal
from muster.web.display import when_text

FALLBACK = "This cannot be done as it stands. Check what you entered, or ask your coordinator."

COMMON = {
    "step_up.required": "Confirm it is you before this is done. Nothing that you typed is lost.",
    "step_up.wrong": "That password or code is not right. Check it and try again.",
    "step_up.too_many": "Too many tries. Wait a few minutes, then try again.",
    "permission.denied": (
        "Your role, or the token that you use, does not allow this. Ask someone who may: {who}."
    ),
    "permission.missing": "Your role does not allow this. Ask your authorized representative.",
    "state.not_allowed": "This is not possible while it is {state}. Reload to see how it stands now.",
    "state.changed": "Someone changed this a moment ago. Check what it says now, then try again.",
    "field.required": "Fill in this field.",
    "field.invalid": "This is not valid here. Check it and correct it.",
    "field.too_long": "This is too long. Use at most {limit} characters.",
    "field.unknown_choice": "Choose one of the listed answers.",
    "value.required": "Fill in this field.",
    "value.invalid": "This is not valid here. Check it and correct it.",
    "time.order": "The end must be after the start. Correct one of them.",
    "submission.changed": (
        "This form was already sent once, with other answers. Check whether that was enough; "
        "press the button again to send it as it stands now."
    ),
    "cursor.invalid": "This link to a further page has gone stale. Start again at the first page.",
    "id.taken": "This id belongs to something else already. Make a new one and send it again.",
    "idempotency.key_reused": "This was sent before with other content. Use a new key for it.",
    "secret.suspected": (
        "This looks like a {kind}. Take it out; if it is none, or must be said, send it again with "
        "the header Acknowledge-Secrets: true."
    ),
    "too_many": "Too many tries. Wait a minute, then try again.",
    "journal.empty": "Nothing is sealed yet, so there is nothing to sign. Try again in a minute.",
    "journal.erasure_stays": (
        "This fact says that something was erased, and by which law. It is kept."
    ),
    "journal.already_erased": "What this fact said was erased before. Only its digest is left.",
    "journal.reason_missing": "Say by which law or order this is erased. The reason is kept.",
    "record.under_hold": (
        "A legal hold keeps this. It can be erased once the hold is released (Records, legal holds)."
    ),
    "job.not_dead": "This is not stuck any more. Reload the page to see how it stands.",
    "database.busy": "Muster is busy this second. Nothing was saved; press the button again.",
}

_SENTENCES: dict[str, str] = {}


class _Forgiving(string.Formatter):
    """Fills braces with plain words; a missing value leaves a gap, never an error or a leak."""

    def get_field(self, field_name, args, kwargs):
        if not field_name.isidentifier():
            return "", field_name
        return kwargs.get(field_name, "…"), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, datetime):
            return when_text(value)
        if isinstance(value, Enum):
            return str(value.value).replace("_", " ")
        if isinstance(value, list | tuple):
            return ", ".join(self.format_field(each, "").replace("_", " ") for each in value)
        return "" if value is None else str(value)

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return value


_FORMATTER = _Forgiving()


def register_wording(sentences: Mapping[str, str]) -> None:
    """Add sentences; the same code twice with other words is a mistake that stops the start."""
    for code, words in sentences.items():
        if _SENTENCES.get(code, words) != words:
            raise ValueError(f"two sentences for the refusal {code}")
        fill(words, {})  # unbalanced braces stop the start, not the reader
        _SENTENCES[code] = words


def register_common_wording() -> None:
    register_wording(COMMON)


def is_worded(code: str) -> bool:
    return code in _SENTENCES


def worded_codes() -> frozenset[str]:
    return frozenset(_SENTENCES)


def sentence(refusal: Refusal) -> str:
    """What the person should do about the refusal; plain text, to be escaped like any other."""
    return fill(_SENTENCES.get(refusal.code, FALLBACK), refusal.values)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    return list(dict.fromkeys(sentence(refusal) for refusal in refusals))


def fill(words: str, values: Mapping[str, Any]) -> str:
    """The words with values in their braces, as plain text."""
    return _FORMATTER.vformat(words, (), dict(values))
