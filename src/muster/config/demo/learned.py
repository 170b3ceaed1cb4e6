"""What was learned of the past mission: the review of its incident, with two findings."""

from __future__ import annotations

from muster.afteraction import commands as afteraction
from muster.config.demo import accounts
from muster.config.demo.past import PastMission
from muster.config.demo.stage import Stage, read


def tell(stage: Stage, past: PastMission) -> None:
    """The coordinator leads the review; its chronology is read from the facts."""
    said = read("story.toml")["past"]["after_action"]
    leader = stage.actor(said["led_by"])
    names = {account.key: account.name for account in accounts.accounts()}
    with stage.at(said["opened"]):
        review = afteraction.open_review(leader, incident_id=past.incident_id)
    with stage.at(said["held"]):
        afteraction.edit_review(
            leader,
            review_id=review.id,
            overview=said["overview"],
            went_well=said["went_well"],
            went_badly=said["went_badly"],
        )
        for finding in said["finding"]:
            afteraction.add_finding(
                leader,
                review_id=review.id,
                kind=finding["kind"],
                text=finding["text"],
                recommendation=finding["recommendation"],
                owner_party_id=stage.parties[finding["owner_party"]],
                owner_name=names[finding["owner"]],
                due_on=stage.day(finding["due_day"]),
            )
