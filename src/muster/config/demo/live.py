"""The demo's last scene: a live aid request of the fictional city, with two offers waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from muster.aid import commands as aid
from muster.aid import queries as asked
from muster.catalog import queries as catalog
from muster.config.demo.stage import Stage, read

OFFERS_STAND_DAYS = 30


def tell(stage: Stage) -> UUID:
    """Open the request as from the home page, then let two neighbours offer."""
    story = read("story.toml")["live"]
    aid_request_id = _ask(stage, story["incident"], story["aid_request"])
    for offer in story["offer"]:
        _offer(stage, aid_request_id, offer)
    return aid_request_id


def _ask(stage: Stage, incident: dict[str, Any], said: dict[str, Any]) -> UUID:
    actor = stage.actor(said["asked_by"], said["party"])
    with stage.at(stage.minutes_ago(said["opened_minutes_ago"])) as now:
        needed_from = now + timedelta(hours=said["needed_in_hours"])
        aid_request = aid.ask_for_help(
            actor,
            kind=incident["kind"],
            work_packages=[
                (catalog.get_work_package(actor, key).id, quantity)
                for key, quantity in said["work_packages"]
            ],
            confidentiality_impact=incident["confidentiality"],
            integrity_impact=incident["integrity"],
            availability_impact=incident["availability"],
            sharing_label=incident["sharing_label"],
            place=said["place"],
            reporting_contact=said["reporting_contact"],
            reporting_phone=said["reporting_phone"],
            needed_from=needed_from,
            needed_until=needed_from + timedelta(hours=said["needed_for_hours"]),
            note=said["note"],
        )
        aid.amend_incident(
            actor,
            incident_id=aid_request.incident_id,
            title=incident["title"],
            summary=incident["summary"],
            began_at=min(stage.moment(incident["began"]), now),
        )
    return aid_request.id


def _offer(stage: Stage, aid_request_id: UUID, said: dict[str, Any]) -> None:
    with stage.at(stage.minutes_ago(said["submitted_minutes_ago"])) as now:
        aid.submit_offer(
            stage.actor(said["by"], said["party"]),
            aid_request_id=aid_request_id,
            lines=_lines(stage, aid_request_id, said["lines"]),
            arrives_at=now + timedelta(hours=said["arrival_in_hours"]),
            duration_hours=said["duration_hours"],
            supervisor_name=said["supervisor"],
            supervisor_phone=said["supervisor_phone"],
            note=said["note"],
            # the demo may stand for weeks before somebody looks at it
            expires_at=now + timedelta(days=OFFERS_STAND_DAYS),
        )


def _lines(stage: Stage, aid_request_id: UUID, said: list[dict[str, Any]]) -> list[aid.OfferedLine]:
    lines = {
        (line.work_package.key, line.resource_type.key, line.skill and line.skill.key): line
        for line in asked.lines_of(aid_request_id)
    }
    return [
        aid.OfferedLine(
            line_id=lines[each["package"], each["resource_type"], each.get("skill")].id,
            resource_id=stage.resources[key],
            quantity=each.get("quantity", 1),
        )
        for each in said
        for key in each["resources"]
    ]
