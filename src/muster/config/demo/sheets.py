"""The stricken city once printed its sheets of one-time codes; nobody kept a copy."""

from __future__ import annotations

from datetime import timedelta

from muster.breakglass import commands as break_glass
from muster.config.demo.stage import Stage

PRINTED_DAYS_AGO = 60


def print_sheets(stage: Stage) -> None:
    """One sheet to sign in with, one for requests by phone."""
    with stage.at(stage.loaded_at - timedelta(days=PRINTED_DAYS_AGO)):
        for purpose in ("sign_in", "paper_request"):
            break_glass.issue_codes(
                stage.actor("city_director"),
                party_id=stage.parties["juniper_flats"],
                purpose=purpose,
            )
