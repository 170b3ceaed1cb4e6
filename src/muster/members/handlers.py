"""What the sign-in library writes by itself is recorded as facts, through its own signals.

This is the one exception to "every write is a command": the library checks passwords, codes and
passkeys, and keeps factors and sessions.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from muster.api import tokens as calls_by_token
from muster.journal.record import record
from muster.members import openings, step_up, tokens
from muster.members.account_facts import record_about_account
from muster.members.commands.calendar_feeds import end_calendar_feeds
from muster.members.endings import end_sessions
from muster.members.events import (
    FactorAdded,
    FactorRemoved,
    FactorReplaced,
    PasswordChanged,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from muster.members.models import Person
from muster.members.queries.people import reachable_accounts
from muster.messaging.accounts import register_accounts
from muster.rules.actor import Actor
from muster.web import step_up as web_step_up

web_step_up.register(step_up.check, step_up.methods, step_up.passkey_url)
calls_by_token.register(tokens.actor_for_token)
register_accounts(reachable_accounts)

openings.register_ending(end_calendar_feeds)


@receiver(user_logged_in, dispatch_uid="members.signed_in")
def signed_in(request: Any, user: Person, **_: Any) -> None:
    methods = []
    if request is not None and hasattr(request, "session"):
        for each in get_authentication_records(request, user):
            methods.append(str(each.get("type") or each.get("method") or ""))
    record_about_account(SignedIn(user.id, sorted(set(methods))), user)


@receiver(user_logged_out, dispatch_uid="members.signed_out")
def signed_out(user: Person | None, **_: Any) -> None:
    if user is not None:
        record_about_account(SignedOut(user.id), user)


@receiver(user_login_failed, dispatch_uid="members.sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Recorded alike for known and unknown addresses, so that neither takes longer."""
    email = str(credentials.get("email") or credentials.get("username") or "")[:254]
    person = Person.objects.filter(email__iexact=email).first() if "\x00" not in email else None
    if person is not None:
        record_about_account(SignInFailed(person.id), person)
        return
    with transaction.atomic():
        record(
            SignInFailed(None),
            actor=Actor(network_id=None, name="", via="sign-in"),
            subjects=[],
            audience=[],
        )


@receiver(mfa.authentication_failed, dispatch_uid="members.factor_failed")
def factor_failed(user: Person, **_: Any) -> None:
    record_about_account(SignInFailed(user.id), user)


@receiver(
    [account.password_changed, account.password_set, account.password_reset],
    dispatch_uid="members.password_changed",
)
def password_changed(request: Any, user: Person, **_: Any) -> None:
    """Whoever knew the old password is signed out everywhere else."""
    end_sessions(user, keep=request.session.session_key or "")
    record_about_account(PasswordChanged(user.id), user)


@receiver(mfa.authenticator_added, dispatch_uid="members.factor_added")
def factor_added(user: Person, authenticator: Any, **_: Any) -> None:
    record_about_account(FactorAdded(user.id, authenticator.type), user)


@receiver(mfa.authenticator_removed, dispatch_uid="members.factor_removed")
def factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    record_about_account(FactorRemoved(user.id, authenticator.type), user)


@receiver(mfa.authenticator_reset, dispatch_uid="members.factor_replaced")
def factor_replaced(user: Person, authenticator: Any, **_: Any) -> None:
    record_about_account(FactorReplaced(user.id, authenticator.type), user)


@receiver(social.social_account_added, dispatch_uid="members.provider_added")
def provider_added(sociallogin: Any, **_: Any) -> None:
    record_about_account(FactorAdded(sociallogin.user.id, "single_sign_on"), sociallogin.user)


@receiver(social.social_account_removed, dispatch_uid="members.provider_removed")
def provider_removed(socialaccount: Any, **_: Any) -> None:
    record_about_account(FactorRemoved(socialaccount.user.id, "single_sign_on"), socialaccount.user)
