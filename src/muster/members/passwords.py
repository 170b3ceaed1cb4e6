"""Passwords: long, not common, not the person's own name; refused with what to do."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from muster.members.models import Person
from muster.rules.refusal import Refusal

LONGEST = 1000


def refusals_for_password(password: str, person: Person, field: str = "password") -> list[Refusal]:
    """Why the password may not be used; empty when it may."""
    if len(password) > LONGEST or "\x00" in password:
        return [Refusal("password.too_long", field=field, values={"limit": LONGEST})]
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Refusal("password.weak", field=field, values={"why": " ".join(error.messages)})]
    return []
