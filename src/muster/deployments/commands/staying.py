"""A longer stay: one side asks, the other answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.aid import commands as aid
from muster.deployments import events, queries
from muster.deployments.commands.sides import note
from muster.deployments.models import Extension
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import refusals_for_extension
from muster.rules.lifecycle import MISSION, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("mission.extend")
def ask_extension(actor: Actor, *, mission_id: UUID, until: datetime, reason: str) -> Extension:
    """Ask the other side to let the mission go on until a later moment.

    Refuses: mission.wrong_state, extension.already_asked, extension.not_later,
    extension.too_long, reason.required.
    Records: ExtensionAsked.
    Clause: extension.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    move(MISSION, mission.state, "extend")
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    if queries.open_extension(mission_id) is not None:
        raise Refused(Refusal("extension.already_asked"))
    at = clock.now()
    terms = queries.terms_of_mission(mission)
    refuse_if(
        Refusal(each.code, each.term, "until" if each.field else None, each.values)
        for each in refusals_for_extension(mission.ends_at, until, at, terms)
    )
    extension = Extension.objects.create(
        mission=mission,
        until=until,
        reason=reason.strip()[:500],
        state=Extension.State.ASKED,
        asked_by_party_id=actor.party_id,
        asked_by_id=actor.person_id,
        asked_at=at,
    )
    happened = events.ExtensionAsked(
        extension_id=extension.id,
        mission_id=mission.id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        asked_by_party_id=actor.party_id,
        reference=mission.reference,
        until=until,
        reason=extension.reason,
    )
    note(happened, actor, mission)
    return extension


@command("mission.extend")
def answer_extension(actor: Actor, *, extension_id: UUID, is_agreed: bool) -> Extension:
    """Agree to a longer stay that the other side asked for, or say no.

    Refuses: extension.own, extension.not_open, mission.wrong_state, extension.not_later, and as
    catalog's reserve for the time that is added.
    Records: ExtensionAnswered, MissionExtended.
    Clause: extension.
    """
    extension = queries.get_extension(actor, extension_id, lock=True)
    mission = extension.mission
    if actor.party_id == extension.asked_by_party_id:
        raise Refused(Refusal("extension.own"))
    if extension.state != Extension.State.ASKED:
        raise Refused(Refusal("extension.not_open"))
    if is_agreed:
        if extension.until <= mission.ends_at:
            values = {"ends_at": mission.ends_at}
            raise Refused(Refusal("extension.not_later", "extension", values=values))
        aid.extend_mission(actor, mission_id=mission.id, until=extension.until)
    extension.state = Extension.State.AGREED if is_agreed else Extension.State.REFUSED
    extension.answered_by_id, extension.answered_at = actor.person_id, clock.now()
    extension.save(update_fields=["state", "answered_by_id", "answered_at"])
    happened = events.ExtensionAnswered(
        extension_id=extension.id,
        mission_id=mission.id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        reference=mission.reference,
        until=extension.until,
        is_agreed=is_agreed,
    )
    note(happened, actor, mission)
    return extension
