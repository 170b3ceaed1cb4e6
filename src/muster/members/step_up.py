"""Confirming presence inside a form: password, authenticator code or recovery code, counted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from muster.members.account_facts import record_about_account
from muster.members.events import PresenceNotConfirmed
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.web import step_up

# Another house's sign-in may answer for a browser that was left open: it proves no presence.
PROVING_METHODS = frozenset({"password", "mfa"})


def stepped_up_lately(request: HttpRequest) -> bool:
    """Whether this person proved presence in this session within the last minutes."""
    return any(record.get("method") in PROVING_METHODS for record in _lately(request))


def factor_lately(request: HttpRequest) -> str:
    """The second factor with which this person proved presence in the last minutes, or nothing."""
    used = [record for record in _lately(request) if record.get("method") == "mfa"]
    return str(used[-1].get("type") or "") if used else ""


def _lately(request: HttpRequest) -> list[dict[str, Any]]:
    """What this session was proved by within the last minutes, the oldest first."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    at = time.time()
    return [
        record
        for record in records
        if isinstance(record, dict)
        and -5 <= at - record.get("at", 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    ]


def check(request: HttpRequest, *, password: str = "", code: str = "") -> Actor:
    """The actor, having proved presence by a password or a code sent with the form.

    Ten tries a minute. Refuses `step_up.too_many`, `step_up.wrong`, `permission.denied`.
    """
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if actor is None:
        raise Refused(Refusal("step_up.required"))
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise Refused(Refusal("step_up.too_many"))
    person: Any = request.user
    factor = actor.factor
    if password and person.has_usable_password() and person.check_password(password):
        reauthenticate_by_password(request)
    elif code and (authenticator := _matching(person, code)) is not None:
        post_authentication(request, authenticator, reauthenticated=True)
        factor = str(authenticator.type)
    else:
        record_about_account(PresenceNotConfirmed(person.id), person)
        raise Refused(Refusal("step_up.wrong"))
    request.actor = replace(actor, stepped_up=True, factor=factor)  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined]


def _matching(person: Any, code: str) -> Authenticator | None:
    """The authenticator that the code proves; a recovery code is used up by it."""
    digits = code.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    kinds = {"totp": TOTP, "recovery_codes": RecoveryCodes}
    for row in Authenticator.objects.filter(user=person, type__in=kinds).order_by("-type"):
        if kinds[row.type](row).validate_code(digits):
            return row
    return None


def methods(request: HttpRequest) -> frozenset[str]:
    """Which of password and code this person has."""
    person: Any = request.user
    if not person.is_authenticated:
        return frozenset({step_up.PASSWORD, step_up.CODE})
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    found = set()
    if person.has_usable_password():
        found.add(step_up.PASSWORD)
    if kinds & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
        found.add(step_up.CODE)
    return frozenset(found)


def passkey_url(request: HttpRequest) -> str:
    """Where a passkey confirms; empty for people without one."""
    if not request.user.is_authenticated:
        return ""
    owns = Authenticator.objects.filter(
        user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
    ).exists()
    return reverse("mfa_reauthenticate_webauthn") if owns else ""
