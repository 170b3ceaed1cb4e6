"""How the sign-in library behaves here: no open sign-up, nothing recovered by mail, secrets sealed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from muster.members import openings
from muster.members.account_facts import record_about_account
from muster.members.events import SignInFailed
from muster.members.queries.account import factor_kinds
from muster.web import errors, wording


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse | None:
        """Rooms above may keep an account shut to some ways of signing in."""
        answer: HttpResponse | None = super().pre_login(request, user, **given)
        return answer or _refused_sign_in(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The sign-in library sends nothing: whoever reads a mailbox gains nothing here."""

    def clean_email(self, email: str) -> str:
        if any(ord(sign) < 32 for sign in email):
            raise ValidationError("Enter an e-mail address, such as name@agency.gov.")
        return super().clean_email(email)


def _refused_sign_in(request: HttpRequest, user: Any) -> HttpResponse | None:
    used = {str(each.get("method") or "") for each in get_authentication_records(request, user)}
    kinds = factor_kinds([user.pk]).get(user.pk, [])
    refusal = openings.refusal_for_sign_in(user, frozenset(used), frozenset(kinds))
    if refusal is None:
        return None
    clear_authentication_records(request)
    record_about_account(SignInFailed(user.pk), user)
    return errors.answer(
        request, 403, title="This way is shut just now", words=wording.sentence(refusal)
    )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An identity provider signs in accounts that were connected to it while signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and seeds of recovery codes are sealed with the secret key."""

    def encrypt(self, text: str) -> str:
        return _seals().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seals().decrypt(encrypted_text.encode()).decode()


def _seals() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_seal_key(key)) for key in keys])


def _seal_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"muster factors " + secret.encode()).digest())
