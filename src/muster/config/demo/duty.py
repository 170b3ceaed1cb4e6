"""Who of the fictional parties is on duty: one rota without a gap, one with a gap at week-ends."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID

from muster.config.demo.stage import Stage
from muster.duty import commands as duty

SINCE_DAYS = 60
NOTE = (
    "The backup of the finance server ran late twice this week; look at it before midnight. "
    "The badge for the second data room is with the front desk."
)


def keep_rotas(stage: Stage) -> None:
    """The county takes turns by the week, its engineers behind its officers; the town by the day."""
    with stage.at(stage.loaded_at - timedelta(days=SINCE_DAYS)):
        _take_turns(
            stage,
            "sagebrush_county",
            "First line",
            1,
            ["county_duty_officer", "county_representative"],
        )
        _take_turns(
            stage,
            "sagebrush_county",
            "Engineers",
            2,
            ["responder", "second_responder", "third_responder"],
        )
        _take_turns(
            stage,
            "cottonwood_bend",
            "Working days",
            1,
            ["bend_duty_officer", "shared_director"],
            length=1,
            unit="days",
            weekdays=range(5),
        )
    with stage.at(stage.loaded_at - timedelta(days=2)):
        officer = stage.actor("county_duty_officer")
        duty.write_handover_note(officer, party_id=officer.party_id, text=NOTE)


def _take_turns(
    stage: Stage, party: str, name: str, level: int, accounts: list[str], **values: object
) -> UUID:
    """Turns of a week from Monday at eight, unless told otherwise; by those who have an account."""
    monday = stage.day(-SINCE_DAYS)
    monday -= timedelta(days=monday.weekday())
    given = {"length": 1, "unit": "weeks", **values}
    return duty.add_rotation(
        stage.loader(),
        party_id=stage.parties[party],
        level=level,
        name=name,
        person_ids=[stage.people[each] for each in accounts],
        starts_on=monday,
        hands_over_at=time(8),
        **given,
    ).id
