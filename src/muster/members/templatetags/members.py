"""Filters of the register's pages: `{% load members %}`."""

from __future__ import annotations

import phonenumbers
from django import template

register = template.Library()


@register.filter
def phone(value: object) -> str:
    """`+18015550101` → `(801) 555-0101`; numbers of other countries keep their prefix."""
    try:
        number = phonenumbers.parse(str(value or ""))
    except phonenumbers.NumberParseException:
        return str(value or "")
    own = phonenumbers.PhoneNumberFormat.NATIONAL
    other = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, own if number.country_code == 1 else other)
