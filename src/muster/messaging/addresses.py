"""Addresses of each channel: the one way to write them, and how their owner reads them."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from muster.messaging.channels import chat
from muster.messaging.push_secrets import are_usable_keys

DEFAULT_REGION = "US"
LONGEST = 2000
PHONES = ("text", "voice")


def phone_number(text: str) -> str:
    """A phone number as E.164 (`+18015550101`); empty for what is none."""
    try:
        number = phonenumbers.parse(text.strip()[:60], DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if number.extension or not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def usable(channel: str, text: str) -> str:
    """The address as it is kept; empty where the channel cannot use it."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        return ""
    if channel in PHONES:
        return phone_number(text)
    if channel == "email":
        return _mailbox(text)
    if channel == "chat":
        return text if not chat.why_unusable(text) else ""
    return _subscription(text) if channel == "push" else ""


def readable(channel: str, address: str) -> str:
    """The address as its owner sees it; of secrets only where they lead."""
    if channel in PHONES and address:
        number = phonenumbers.parse(address)
        form = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, form.NATIONAL if number.country_code == 1 else form.INTERNATIONAL
        )
    if channel == "push" and address:
        return urlsplit(json.loads(address)["endpoint"]).hostname or ""
    if channel == "chat":
        return chat.service_of(address)
    return address


def _mailbox(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text.lower() if len(text) <= 254 else ""


def _subscription(text: str) -> str:
    """What a browser gives for pushing to it: an https address and two keys."""
    try:
        given = json.loads(text)
        endpoint, keys = str(given["endpoint"]), given["keys"]
        kept = {"endpoint": endpoint, "p256dh": str(keys["p256dh"]), "auth": str(keys["auth"])}
        parts = urlsplit(endpoint)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    is_whole = parts.scheme in ("https", "http") and bool(parts.hostname)
    return (
        json.dumps(kept, sort_keys=True)
        if is_whole and are_usable_keys(kept["p256dh"], kept["auth"])
        else ""
    )
