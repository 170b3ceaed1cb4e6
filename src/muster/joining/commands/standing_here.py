"""What the commands of this room ask alike: whose papers, which day, and what follows a step."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from muster.agreements import queries as agreements
from muster.files import queries as files
from muster.files.commands import store_file
from muster.joining import queries
from muster.joining.events import JoiningCompleted, JoiningTookEffect
from muster.joining.models import Accession
from muster.journal import clock
from muster.journal.record import EVERYONE, record
from muster.members import commands as members_commands
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import Progress, Purpose, effective_day
from muster.rules.lifecycle import JOINING, JoiningState, StandingState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.terms import EffectiveOn

Upload = tuple[str, bytes]


def locked_joining(actor: Actor, joining_id: UUID) -> Accession:
    """One joining, held with its version: the version first, as whoever attaches its text holds it.

    The last to sign settles the papers of the others too: so all steps under one version go one after
    another, and no two ever wait for each other. Raises `NotFound`.
    """
    seen = queries.get_joining(actor, joining_id)
    agreements.get_version(actor, seen.version_id, lock=True)
    return queries.get_joining(actor, joining_id, lock=True)


def hold_papers(actor: Actor, party_id: UUID) -> list[Accession]:
    """A party's live papers, locked: before its standing, as whoever signs them locks these in turn."""
    rows = Accession.objects.select_for_update().filter(
        Q(party_id=party_id) | Q(other_party_id=party_id),
        network_id=actor.network_id,
        state__in=queries.LIVE,
    )
    return list(rows.order_by("id"))


def side_of(actor: Actor, accession: Accession, party_id: UUID | None) -> UUID:
    """For which of the joining's sides the actor acts. Refuses `joining.not_yours`."""
    sides = queries.sides_of(accession)
    chosen = party_id or (actor.party_id if actor.party_id in sides else None)
    if chosen is None and len(sides) == 1:
        chosen = sides[0]
    if chosen not in sides or not members.may_act_for(actor, chosen):
        raise Refused(Refusal("joining.not_yours", "joining"))
    return chosen


def today(actor: Actor) -> date:
    """The day where the network is."""
    return queries.day_here(actor, clock.now())


def require_open(accession: Accession) -> None:
    """Refuse `joining.wrong_state` when the papers are whole or put away."""
    if accession.state != JoiningState.OPEN:
        values = {"state": str(accession.state), "action": "record"}
        raise Refused(Refusal("joining.wrong_state", "joining", values=values))


def kept_file(
    actor: Actor, accession: Accession, file_id: UUID | None, upload: Upload | None
) -> UUID | None:
    """The file that goes with a step: kept already, or sent along; both sides may read it."""
    if upload is not None:
        name, content = upload
        sides = queries.sides_of(accession)
        return store_file(actor, name=name, content=content, audience=sides).id
    return files.get_file(actor, file_id).id if file_id else None


def subjects_of(accession: Accession) -> list[tuple[str, UUID]]:
    sides = [("party", side) for side in queries.sides_of(accession)]
    return [("joining", accession.id), *sides]


def party_name(accession: Accession, side: UUID | None = None) -> str:
    is_other = side is not None and side == accession.other_party_id
    other = accession.other_party
    return other.name if is_other and other is not None else accession.party.name


def go_on(actor: Actor, accession: Accession) -> Accession:
    """After a step: whole papers are complete, and bind once their day has come."""
    ways = list(queries.progress_of(accession).values())
    if any(way.missing for way in ways):
        return accession
    accession.state = move(JOINING, accession.state, "complete")
    accession.save(update_fields=["state"])
    if _waits_for_the_others(accession):
        for each in _others(accession):
            _settle(actor, each, _ways_of_all(each))
    _settle(actor, accession, _ways_of_all(accession))
    return accession


def _waits_for_the_others(accession: Accession) -> bool:
    joining = queries.terms_of(accession).joining
    return (
        joining.effective_on is EffectiveOn.LAST_PARTY
        and accession.other_party_id is None
        and accession.purpose == Purpose.JOIN
    )


def _others(accession: Accession) -> list[Accession]:
    """The other parties that join the same version now."""
    rows = Accession.objects.select_related("party", "other_party", "version", "network").filter(
        version_id=accession.version_id, purpose=Purpose.JOIN, state__in=queries.UNDER_WAY
    )
    rows = rows.exclude(id=accession.id).order_by("id")
    return list(rows.select_for_update(of=("self",)))


def _ways_of_all(accession: Accession) -> list[Progress]:
    ways = list(queries.progress_of(accession).values())
    if _waits_for_the_others(accession):
        found = queries.progresses(_others(accession))
        ways += [way for each in found.values() for way in each.values()]
    return ways


def _settle(actor: Actor, accession: Accession, ways: list[Progress]) -> None:
    """Fix the day from which complete papers bind; take effect when it has come."""
    if accession.state != JoiningState.COMPLETE:
        return
    day = effective_day(queries.terms_of(accession), ways)
    if day is None:
        return
    accession.effective_on = day
    accession.save(update_fields=["effective_on"])
    record(
        JoiningCompleted(
            accession.id, accession.party_id, accession.party.name, accession.version.label, day
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )
    if day <= today(actor):
        take_effect(actor, accession)


def take_effect(actor: Actor, accession: Accession) -> None:
    """From now on it binds: the standing of whoever joined follows."""
    accession.state = move(JOINING, accession.state, "take_effect")
    accession.in_force_at = clock.now()
    accession.save(update_fields=["state", "in_force_at"])
    for side in queries.sides_of(accession):
        standing = members.get_membership(actor, side).standing
        if standing in (StandingState.INVITED, StandingState.PENDING):
            members_commands.follow_standing(
                actor,
                party_id=side,
                action="put_in_force",
                reason=f"Joined under version {accession.version.label}",
                is_signed=True,
            )
    record(
        JoiningTookEffect(
            accession.id,
            accession.party_id,
            accession.party.name,
            accession.version_id,
            accession.version.label,
            accession.purpose,
            accession.effective_on,
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )


def plain(text: Any, longest: int) -> str:
    """One line of text without what would not show, no longer than its column."""
    return " ".join(str(text or "").split())[:longest]
