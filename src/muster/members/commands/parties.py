"""Parties of a network and their standing under its agreement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import guards, queries, stamps
from muster.members.checks import Reasons, party_values
from muster.members.events import PartyAdded, PartyEdited, PartyStandingChanged
from muster.members.models import Membership, Party, Person
from muster.members.posts import posts_of
from muster.members.queries.parties import of_network, other_networks_of
from muster.rules.actor import Actor
from muster.rules.lifecycle import STANDING, StandingState, move
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

FIRST_STANDINGS = (StandingState.INVITED, StandingState.PENDING, StandingState.IN_FORCE)
MEMBERSHIP_FIELDS = ("signature_confirmed", "source_note", "is_host")


@command("party.add")
def add_party(
    actor: Actor,
    *,
    name: str = "",
    kind: str = "other",
    party_id: UUID | None = None,
    standing: str = StandingState.INVITED,
    signature_confirmed: bool = False,
    source_note: str = "",
    is_host: bool = False,
    new_party_id: UUID | None = None,
    **facts: Any,
) -> Party:
    """Put a party on the network's register: a new one, or (`party_id`) one known elsewhere.

    `facts`: county, place, state_code, population, latitude, longitude, website, is_fictional.
    Refuses `party.already_member`, `party.name_taken`, `party.wrong_first_standing`. Records
    PartyAdded. Clause: joining.
    """
    network = queries.get_network(actor)
    reasons = Reasons()
    if standing not in FIRST_STANDINGS:
        reasons.add("party.wrong_first_standing", "standing")
    source_note = reasons.line("source_note", source_note, 300)
    if party_id is not None:
        party = _known_elsewhere(actor, party_id)
        reasons.raise_any()
    else:
        values = party_values(reasons, {"name": name, "kind": kind, **facts})
        reasons.raise_any()
        if of_network(actor).filter(party__name__iexact=values["name"]).exists():
            reasons.add("party.name_taken", "name")
        reasons.raise_any()
        known_id = {"id": new_party_id} if new_party_id else {}
        party = Party.objects.create(created_at=clock.now(), **known_id, **values)
    membership = Membership.objects.create(
        network=network,
        party=party,
        standing=standing,
        standing_since=clock.now(),
        bound_since=clock.now() if standing == StandingState.IN_FORCE else None,
        signature_confirmed=signature_confirmed,
        source_note=source_note,
        is_host=is_host,
    )
    party.membership = membership  # type: ignore[attr-defined]
    record(
        PartyAdded(party.id, party.name, membership.standing, party_id is None),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
    return party


def _known_elsewhere(actor: Actor, party_id: UUID) -> Party:
    """A party of another network in which the acting person holds a post; else there is none."""
    if of_network(actor).filter(party_id=party_id).exists():
        raise Refused(Refusal("party.already_member", field="party_id"))
    party = Party.objects.filter(id=party_id).first()
    if party is None or not (actor.is_system or _meets_elsewhere(actor, party_id)):
        raise NotFound("party")
    return party


def _meets_elsewhere(actor: Actor, party_id: UUID) -> bool:
    person = Person.objects.filter(id=actor.person_id).first()
    networks = {post.network_id for post in posts_of(person)} if person else set()
    return Membership.objects.filter(party_id=party_id, network_id__in=networks).exists()


@command("party.edit")
def edit_party(actor: Actor, *, party_id: UUID, **changes: Any) -> Party:
    """Correct a party's facts: name, kind, place, population, website.

    Refuses `party.not_yours`, `party.shared`, `party.only_coordinator`, `party.name_taken`.
    Records PartyEdited.
    """
    membership = queries.get_membership(actor, party_id, lock=True)
    party = membership.party
    reasons = Reasons()
    _refuse_strangers(actor, party, changes)
    values = party_values(reasons, changes)
    if "source_note" in changes:
        changes["source_note"] = reasons.line("source_note", changes["source_note"], 300)
    reasons.raise_any()
    same_name = of_network(actor).filter(party__name__iexact=values.get("name", ""))
    if same_name.exclude(party_id=party.id).exists():
        reasons.add("party.name_taken", "name")
    reasons.raise_any()
    changed = [each for each in values if getattr(party, each) != values[each]]
    for each in changed:
        setattr(party, each, values[each])
    own = [
        each
        for each in MEMBERSHIP_FIELDS
        if each in changes and getattr(membership, each) != changes[each]
    ]
    for each in own:
        setattr(membership, each, changes[each])
    party.membership = membership  # type: ignore[attr-defined]
    if not changed and not own:
        return party
    if changed:
        party.save(update_fields=changed)
        stamps.renew_of_party(party.id)
    if own:
        membership.save(update_fields=own)
    record(
        PartyEdited(party.id, party.name, changed + own),
        actor=actor,
        subjects=[("party", party.id)],
        audience=EVERYONE,
    )
    return party


def _refuse_strangers(actor: Actor, party: Party, changes: dict[str, Any]) -> None:
    is_own = actor.party_id == party.id
    touches_party = any(each not in MEMBERSHIP_FIELDS for each in changes)
    rules = (
        (not queries.may_act_for(actor, party.id), "party.not_yours"),
        (
            any(each in MEMBERSHIP_FIELDS for each in changes)
            and not (actor.is_coordinator or actor.is_system),
            "party.only_coordinator",
        ),
        (
            touches_party
            and not is_own
            and not actor.is_system
            and other_networks_of(party, actor.network_id),
            "party.shared",
        ),
    )
    refusals = [Refusal(code) for broken, code in rules if broken]
    if refusals:
        raise Refused(refusals)


@command("party.change_standing")
def change_standing(actor: Actor, *, party_id: UUID, action: str, reason: str = "") -> Membership:
    """Move a party's standing along its table by hand: suspend, reinstate, withdraw.

    Refuses `standing.wrong_state`, `standing.reason_missing`, `standing.follows`, and what a
    registered guard refuses. Records PartyStandingChanged. Clause: joining, standing, withdrawal.
    """
    membership = queries.get_membership(actor, party_id, lock=True)
    reasons = Reasons()
    reason = reasons.line("reason", reason, 300)
    needs_reason = action in ("suspend", "end", "give_notice", "take_back_notice", "reinstate")
    if needs_reason and not reason:
        reasons.add("standing.reason_missing", "reason")
    reasons.raise_any()
    step = STANDING.step(membership.standing, action)
    if step is not None and step.permission is None:
        raise Refused(Refusal("standing.follows", step.term, "action"))
    refuse_if(guards.refusals(actor, party_id, action))
    return move_standing(actor, membership, action, reason)


def follow_standing(
    actor: Actor, *, party_id: UUID, action: str, reason: str = "", is_signed: bool = False
) -> Membership:
    """Move a party's standing because a document says so; inside the command that keeps it.

    `is_signed`: the document is the party's own signature, so that it is confirmed by this.
    """
    membership = queries.get_membership(actor, party_id, lock=True)
    if is_signed and not membership.signature_confirmed:
        membership.signature_confirmed = True
        membership.save(update_fields=["signature_confirmed"])
    return move_standing(actor, membership, action, reason[:300])


def move_standing(actor: Actor, membership: Membership, action: str, reason: str) -> Membership:
    """The next standing of a locked membership, saved and recorded."""
    before = membership.standing
    membership.standing = move(STANDING, before, action)
    membership.standing_since = clock.now()
    membership.standing_reason = reason
    if membership.standing == StandingState.WITHDRAWN:
        membership.bound_since = None
    elif membership.standing == StandingState.IN_FORCE and membership.bound_since is None:
        membership.bound_since = membership.standing_since
    membership.save(update_fields=["standing", "standing_since", "standing_reason", "bound_since"])
    record(
        PartyStandingChanged(
            membership.party_id,
            membership.party.name,
            action,
            before,
            membership.standing,
            reason,
        ),
        actor=actor,
        subjects=[("party", membership.party_id)],
        audience=EVERYONE,
    )
    return membership
