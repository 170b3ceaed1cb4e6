"""A call-out in progress: two neighbours have offered, and people are asked for what is still open."""

from __future__ import annotations

from uuid import UUID

from muster.callout import commands as callout
from muster.config.demo.stage import Stage, read


def tell(stage: Stage, aid_request_id: UUID) -> None:
    """A few minutes ago the stricken city had the other neighbours asked; it goes on by itself."""
    said = read("story.toml")["live"]["call_out"]
    with stage.at(stage.minutes_ago(said["started_minutes_ago"])):
        callout.start_call_out(
            stage.actor(said["by"]),
            aid_request_id=aid_request_id,
            pace="named",
            party_ids=[stage.parties[key] for key in said["parties"]],
        )
