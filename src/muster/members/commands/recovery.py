"""Back into an account without mail: an officer who knows the person, a link and a spoken code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.crypto import constant_time_compare

from muster.journal import clock
from muster.journal.command import command
from muster.members import digests, endings, queries
from muster.members.account_facts import record_about_account
from muster.members.commands.people import held_posts
from muster.members.events import RecoveryFailed, RecoveryIssued, RecoveryUsed
from muster.members.models import Person, Recovery
from muster.members.passwords import refusals_for_password
from muster.rules import roles as rules
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if

LIFETIME = timedelta(hours=4)
MOST_WRONG_CODES = 5


@dataclass(frozen=True)
class Issued:
    """The recovery and, this one time, its link's secret and the code to be spoken."""

    recovery: Recovery
    token: str
    code: str


@command("person.recover", step_up=True)
def recover_person(actor: Actor, *, person_id: UUID, removes_factors: bool = False) -> Issued:
    """Open a way back for somebody who stands before you; earlier ones close.

    The link goes to the person in any way; the code is spoken. `removes_factors` also takes lost
    authenticators and passkeys off the account. Refuses `person.not_oneself`,
    `person.serves_others`, `person.inactive`. Records RecoveryIssued.
    """
    person = queries.get_person(actor, person_id, lock=True)
    if not person.is_active:
        raise Refused(Refusal("person.inactive"))
    refuse_if(rules.refusals_for_account(actor, held_posts(person)))
    at = clock.now()
    Recovery.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    token, code = digests.new_secret(), digests.new_code()
    recovery = Recovery.objects.create(
        network_id=queries.get_network(actor).id,
        person=person,
        issued_by_id=actor.person_id,
        token_digest=digests.digest(token),
        code_digest=digests.code_digest(token, code),
        removes_factors=removes_factors,
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    record_about_account(
        RecoveryIssued(person.id, person.name, removes_factors, recovery.expires_at), person, actor
    )
    return Issued(recovery, token, code)


class WrongCode(Refused):
    """A refusal that must leave a trace although its command's transaction is undone."""

    def __init__(self, recovery: Recovery):
        self.recovery_id = recovery.id
        super().__init__(Refusal("recovery.wrong_code", field="code"))


def counting_wrong_codes(run: Callable[..., Person]) -> Callable[..., Person]:
    """Count each wrong code once the command's own transaction is undone."""

    @wraps(run)
    def use(*args: Any, **inputs: Any) -> Person:
        try:
            return run(*args, **inputs)
        except WrongCode as error:
            _count_wrong_code(error.recovery_id)
            raise

    return use


@counting_wrong_codes
@command("person.use_recovery")
def use_recovery(actor: Actor, *, token: str, code: str, password: str) -> Person:
    """Set a new password with a link and its spoken code; all sessions and tokens end.

    Refuses `recovery.over`, `recovery.wrong_code`, `password.weak`. Records RecoveryUsed,
    RecoveryFailed.
    """
    recovery = queries.recovery_of_token(token, lock=True)
    person = recovery.person
    if recovery.ended_at or clock.now() >= recovery.expires_at or not person.is_active:
        raise Refused(Refusal("recovery.over"))
    if not constant_time_compare(recovery.code_digest, digests.code_digest(token, code)):
        raise WrongCode(recovery)
    refuse_if(refusals_for_password(password, person))
    person.set_password(password)
    person.save(update_fields=["password"])
    endings.end_everything(person)
    if recovery.removes_factors:
        Authenticator.objects.filter(user_id=person.id).delete()
    recovery.ended_at = clock.now()
    recovery.save(update_fields=["ended_at"])
    record_about_account(
        RecoveryUsed(person.id, person.name, recovery.removes_factors), person, None
    )
    return person


def _count_wrong_code(recovery_id: UUID) -> None:
    """Count it in a transaction of its own; the fifth wrong code ends the recovery."""
    with transaction.atomic():
        recovery = Recovery.objects.select_for_update().get(id=recovery_id)
        recovery.wrong_codes += 1
        if recovery.wrong_codes >= MOST_WRONG_CODES and recovery.ended_at is None:
            recovery.ended_at = clock.now()
        recovery.save(update_fields=["wrong_codes", "ended_at"])
        person = recovery.person
        record_about_account(
            RecoveryFailed(person.id, person.name, recovery.wrong_codes), person, None
        )
