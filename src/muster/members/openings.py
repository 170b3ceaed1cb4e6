"""What upper rooms have to say before an account is opened, and what they end when it is shut.

A party whose accounts are fenced lets nobody in by what a stricken mailbox or its identity provider
can give. The room that fences registers two questions here, and this room asks without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

SignInGuard = Callable[[Any, frozenset[str], frozenset[str]], Refusal | None]
AccountGuard = Callable[[UUID | None, UUID | None], Refusal | None]
Ending = Callable[[Actor, Collection[UUID]], object]

_SIGN_INS: list[SignInGuard] = []
_ACCOUNTS: list[AccountGuard] = []
_ENDINGS: list[Ending] = []


def register(sign_in: SignInGuard, account: AccountGuard) -> None:
    """Ask `sign_in(person, methods used, kinds of factor held)` before each sign-in, and
    `account(person_id, party_id)` before a recovery of the person or an invitation to the party."""
    if sign_in not in _SIGN_INS:
        _SIGN_INS.append(sign_in)
    if account not in _ACCOUNTS:
        _ACCOUNTS.append(account)


def register_ending(ending: Ending) -> None:
    """Call `ending(actor, person_ids)` when accounts are shut, in the same transaction: for feeds,
    push subscriptions, enrolled devices, whatever still reads for who holds a stricken machine."""
    if ending not in _ENDINGS:
        _ENDINGS.append(ending)


def end_all(actor: Actor, person_ids: Collection[UUID]) -> None:
    """End everything that upper rooms keep for these people."""
    for ending in _ENDINGS:
        ending(actor, person_ids)


def refusal_for_sign_in(
    person: Any, methods: frozenset[str], factors: frozenset[str]
) -> Refusal | None:
    """The first reason against a sign-in by these methods, or None."""
    found = (guard(person, methods, factors) for guard in _SIGN_INS)
    return next((refusal for refusal in found if refusal), None)


def need_open(*, person_id: UUID | None = None, party_id: UUID | None = None) -> None:
    """Refuse where somebody speaks against opening the person's, or a new, account."""
    refusals = [refusal for guard in _ACCOUNTS if (refusal := guard(person_id, party_id))]
    if refusals:
        raise Refused(refusals)
