"""Using a code: proving it, signing in with it, or spending it on something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.breakglass import queries
from muster.breakglass.commands.fencing import begin_period
from muster.breakglass.commands.tries import WrongCode, check_tries, counting_tries
from muster.breakglass.events import BreakGlassSignedIn, CodeRedeemed
from muster.breakglass.models import Code, Purpose
from muster.breakglass.queries.codes import state_of
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.rules import breakglass as rules
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@dataclass(frozen=True)
class Proved:
    """A code that would sign somebody in: whose it is, and who that may be."""

    party_name: str
    network_name: str
    person_id: UUID | None
    people: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Entered:
    """Who signed in, with which code, for which party."""

    person: Any
    code_id: UUID
    network_id: UUID
    party_id: UUID
    way: str


@counting_tries
def prove_code(actor: Actor, *, code: str) -> Proved:
    """What a sign-in code stands for, without using it up. Refuses what `sign_in_with_code` does."""
    found = _live_code(actor, code, Purpose.SIGN_IN)
    people = queries.choosable_people(found)
    return Proved(
        party_name=found.party.name,
        network_name=found.network.name,
        person_id=found.person_id,
        people=tuple((person.id, person.name) for person in people),
    )


@counting_tries
@command("break_glass.sign_in")
def sign_in_with_code(actor: Actor, *, code: str, person_id: UUID | None = None) -> Entered:
    """Use a code up to sign in as a registered person of its party; the party is then marked.

    Refuses `break_glass.mistyped`, `break_glass.unknown`, `break_glass.used`,
    `break_glass.revoked`, `break_glass.over`, `break_glass.other_purpose`,
    `break_glass.too_many_tries`, `break_glass.choose_person`. Records BreakGlassSignedIn,
    BreakGlassBegun, BreakGlassCodeRefused, BreakGlassAlarm. Clause: none.
    """
    found = _live_code(actor, code, Purpose.SIGN_IN, lock=True)
    wanted = found.person_id or person_id
    people = queries.choosable_people(found)
    person = next((each for each in people if each.id == wanted), None)
    if person is None:
        raise Refused(Refusal("break_glass.choose_person", field="person_id"))
    _use_up(found, person.id, person.name, "sign-in")
    signing = Actor(
        network_id=found.network_id,
        person_id=person.id,
        party_id=found.party_id,
        name=person.name,
        via="break-glass",
        address=actor.address,
    )
    begin_period(signing, found.party)
    record(
        BreakGlassSignedIn(
            person.id, person.name, found.party_id, found.party.name, found.way, found.number
        ),
        actor=signing,
        subjects=[("party", found.party_id), ("person", person.id)],
        audience=[found.party_id],
    )
    return Entered(person, found.id, found.network_id, found.party_id, found.way)


def redeem(actor: Actor, *, code: str, purpose: str, party_id: UUID, used_for: str) -> Code:
    """Spend a code of a party on something, inside the caller's command; `used_for` names it.

    The caller's function stands under `counting_tries`. Refuses as `sign_in_with_code`, and
    `break_glass.other_party`. Records CodeRedeemed.
    """
    found = _live_code(actor, code, purpose, lock=True)
    if (found.network_id, found.party_id) != (actor.network_id, party_id):
        raise WrongCode(
            Refusal("break_glass.other_party", field="code"), rules.plain(code), actor.address
        )
    _use_up(found, actor.person_id, actor.name, used_for)
    record(
        CodeRedeemed(found.id, party_id, found.party.name, found.number, used_for),
        actor=actor,
        subjects=[("party", party_id)],
        audience=[party_id],
    )
    return found


def _live_code(actor: Actor, typed: str, purpose: str, *, lock: bool = False) -> Code:
    plain = rules.plain(typed)
    if not rules.is_well_typed(plain):
        raise Refused(Refusal("break_glass.mistyped", field="code"))
    check_tries(plain, actor.address)
    found = queries.code_of(plain, lock=lock)
    reason = _reason_against(found, purpose)
    if found is None or reason is not None:
        values = {"number": found.number} if found else {}
        refusal = Refusal(reason or "break_glass.unknown", field="code", values=values)
        raise WrongCode(refusal, plain, actor.address)
    return found


def _reason_against(code: Code | None, purpose: str) -> str | None:
    """Why a known code opens nothing; None when it does."""
    if code is None:
        return "break_glass.unknown"
    state = state_of(code, clock.now())
    if state != "live":
        return f"break_glass.{state}"
    return None if code.purpose == purpose else "break_glass.other_purpose"


def _use_up(code: Code, person_id: UUID | None, name: str, used_for: str) -> None:
    code.used_at, code.used_by_id = clock.now(), person_id
    code.used_by_name, code.used_for = name[:200], used_for[:200]
    code.save(update_fields=["used_at", "used_by_id", "used_by_name", "used_for"])
