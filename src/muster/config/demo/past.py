"""The demo's third scene: a past mission from the call for help to its acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.aid import commands as aid
from muster.aid import queries as asked
from muster.catalog import queries as catalog
from muster.config.demo.stage import Stage, read


@dataclass
class PastMission:
    """What the later scenes go on with."""

    incident_id: UUID
    aid_request_id: UUID
    mission_id: UUID


def tell(stage: Stage) -> PastMission:
    """Ask, offer, decline, accept and agree on the share."""
    story = read("story.toml")["past"]
    incident_id, aid_request_id = _ask(stage, story["incident"], story["aid_request"])
    offers = [_offer(stage, aid_request_id, offer) for offer in story["offer"]]
    for declined in story["declined"]:
        with stage.at(declined["at"]):
            aid.decline_to_help(
                stage.actor(declined["by"], declined["party"]),
                aid_request_id=aid_request_id,
                reason=declined["reason"],
            )
    mission_id = _accept(stage, offers[0], story["mission"])
    return PastMission(incident_id, aid_request_id, mission_id)


def _ask(stage: Stage, incident: dict[str, Any], said: dict[str, Any]) -> tuple[UUID, UUID]:
    actor = stage.actor(said["asked_by"], said["party"])
    with stage.at(said["opened"]):
        opened = aid.open_incident(
            actor,
            kind=incident["kind"],
            title=incident["title"],
            confidentiality_impact=incident["confidentiality"],
            integrity_impact=incident["integrity"],
            availability_impact=incident["availability"],
            began_at=stage.moment(incident["began"]),
            sharing_label=incident["sharing_label"],
            summary=incident["summary"],
        )
        aid_request = aid.draft_aid_request(
            actor,
            incident_id=opened.id,
            title=said["title"],
            lines=[_line(stage, actor, line) for line in said["line"]],
            place=said["place"],
            reporting_contact=said["reporting_contact"],
            reporting_phone=said["reporting_phone"],
            needed_from=min(stage.moment(line["needed_from"]) for line in said["line"]),
            needed_until=max(stage.moment(line["needed_until"]) for line in said["line"]),
            note=said["note"],
        )
        aid.open_aid_request(actor, aid_request_id=aid_request.id)
    return opened.id, aid_request.id


def _line(stage: Stage, actor: Any, said: dict[str, Any]) -> aid.LineAsked:
    skill, clearance = said.get("skill"), said.get("clearance")
    return aid.LineAsked(
        resource_type_id=catalog.get_resource_type(actor, said["resource_type"]).id,
        quantity=said["quantity"],
        skill_id=catalog.get_skill(actor, skill).id if skill else None,
        clearance_id=catalog.get_clearance(actor, clearance).id if clearance else None,
        is_on_site=said["on_site"],
        hours=said["hours"],
        needed_from=stage.moment(said["needed_from"]),
        needed_until=stage.moment(said["needed_until"]),
    )


def _offer(stage: Stage, aid_request_id: UUID, said: dict[str, Any]) -> UUID:
    lines = {line.resource_type.key: line for line in asked.lines_of(aid_request_id)}
    with stage.at(said["submitted"]):
        offer = aid.submit_offer(
            stage.actor(said["by"], said["party"]),
            aid_request_id=aid_request_id,
            lines=[
                aid.OfferedLine(
                    line_id=lines[each["line"]].id,
                    resource_id=stage.resources[key],
                    quantity=each.get("quantity", 1),
                    starts_at=stage.moment(each["starts"]),
                    ends_at=stage.moment(each["ends"]),
                )
                for each in said["lines"]
                for key in each["resources"]
            ],
            arrives_at=stage.moment(said["arrival"]),
            duration_hours=said["duration_hours"],
            supervisor_name=said["supervisor"],
            supervisor_phone=said["supervisor_phone"],
            note=said["note"],
        )
    return offer.id


def _accept(stage: Stage, offer_id: UUID, said: dict[str, Any]) -> UUID:
    """The city accepts; the county's director proposes the share and the city's agrees."""
    director = stage.actor(said["accepted_by"])
    with stage.at(said["accepted"]):
        mission = aid.accept_offer(director, offer_id=offer_id, access_note=said["access"])
    with stage.at(said["cost_share_written"]):
        share = aid.propose_share(
            stage.actor(said["cost_share_by"]),
            mission_id=mission.id,
            share_basis_points=said["cost_share_percent"] * 100,
            wording=said["cost_share_note"],
        )
        aid.agree_share(director, cost_share_id=share.id)
    return mission.id
