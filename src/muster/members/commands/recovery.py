"""Back into an account without mail: one officer makes a link, another one speaks the code."""

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
from muster.members import digests, endings, openings, queries
from muster.members.account_facts import record_about_account
from muster.members.commands.people import held_posts
from muster.members.events import (
    RecoveryCodeRead,
    RecoveryFailed,
    RecoveryIssued,
    RecoveryUsed,
)
from muster.members.models import Person, Recovery
from muster.members.passwords import refusals_for_password
from muster.rules import roles as rules
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if

LIFETIME = timedelta(hours=4)
MOST_WRONG_CODES = 5


@dataclass(frozen=True)
class Issued:
    """The recovery and, this one time, its link's secret."""

    recovery: Recovery
    token: str


@dataclass(frozen=True)
class Spoken:
    """The recovery and, this one time, the code to be spoken."""

    recovery: Recovery
    code: str


@command("person.recover", step_up=True)
def recover_person(
    actor: Actor, *, person_id: UUID, removes_factors: bool = False, reason: str = ""
) -> Issued:
    """Make the link of a way back for somebody whom one knows; earlier ones close.

    It opens nothing until another officer reads out a code. `removes_factors` also takes lost
    authenticators and passkeys off the account. Refuses `person.not_oneself`,
    `person.serves_others`, `person.serves_nobody`, `person.inactive`, and whatever keeps the
    account shut. Records RecoveryIssued for every party that the person serves, in each network.
    """
    person = queries.get_person(actor, person_id, lock=True)
    openings.need_open(person_id=person.id)
    held = held_posts(person)
    refuse_if(_refusals_for_person(person) + rules.refusals_for_recovering(actor, held))
    at = clock.now()
    Recovery.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    token = digests.new_secret()
    recovery = Recovery.objects.create(
        network_id=actor.network_id or min(network_id for network_id, _ in held.posts),
        person=person,
        issued_by_id=actor.person_id,
        issued_by_name=actor.name,
        issued_for_party_id=None if actor.is_coordinator else actor.party_id,
        token_digest=digests.digest(token),
        removes_factors=removes_factors,
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    issued = RecoveryIssued(
        person.id, person.name, removes_factors, recovery.expires_at, actor.name, reason
    )
    record_about_account(issued, person, actor)
    return Issued(recovery, token)


@command("person.read_recovery_code", step_up=True)
def read_recovery_code(actor: Actor, *, person_id: UUID) -> Spoken:
    """Make the code for a link that another officer made, to be spoken; an earlier code ends.

    Refuses `person.not_oneself`, `person.serves_others`, `person.inactive`,
    `recovery.same_officer`, `recovery.officer_from_elsewhere`. Records RecoveryCodeRead.
    """
    person = queries.get_person(actor, person_id, lock=True)
    openings.need_open(person_id=person.id)
    recovery = queries.get_open_recovery(actor, person_id, lock=True)
    first = rules.FirstOfficer(
        recovery.issued_by_id, recovery.network_id, recovery.issued_for_party_id
    )
    held = held_posts(person)
    refuse_if(_refusals_for_person(person) + rules.refusals_for_reading_code(actor, held, first))
    code = digests.new_code()
    recovery.code_digest = digests.code_digest(recovery.id, code)
    recovery.save(update_fields=["code_digest"])
    record_about_account(RecoveryCodeRead(person.id, person.name, actor.name), person, actor)
    return Spoken(recovery, code)


def _refusals_for_person(person: Person) -> list[Refusal]:
    return [] if person.is_active else [Refusal("person.inactive")]


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

    Refuses `recovery.over`, `recovery.no_code_yet`, `recovery.wrong_code`, `password.weak`.
    Records RecoveryUsed, RecoveryFailed.
    """
    recovery = queries.recovery_of_token(token, lock=True)
    person = recovery.person
    if recovery.ended_at or clock.now() >= recovery.expires_at or not person.is_active:
        raise Refused(Refusal("recovery.over"))
    openings.need_open(person_id=person.id)
    if not recovery.code_digest:
        raise Refused(Refusal("recovery.no_code_yet", field="code"))
    if not constant_time_compare(recovery.code_digest, digests.code_digest(recovery.id, code)):
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
