"""Sentences of this room's refusals and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from muster.web.display import when_text
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    "access_grant.not_host": "Only the party that is helped gives access and takes it back.",
    "access_grant.mission_over": "This mission is over: no access is given for it any more.",
    "access_grant.helper_unknown": "Choose one of the people of this mission.",
    "access_grant.no_helper": "Say who gets access.",
    "access_grant.no_system": "Say what they may use, such as the mail server.",
    "access_grant.escort_unknown": "Choose whether they are cleared or escorted.",
    "access_grant.escort_not_named": "Name who goes along.",
    "access_grant.no_proof": "Say in a sentence how this is known, or add a file that proves it.",
    "access_grant.ends_before_it_starts": "The end must be after the beginning. Correct one of them.",
    "access_grant.outlives_the_mission": (
        "The mission ends at {ends_at}, and no access outlives it. Give an earlier end, or have the "
        "mission extended first."
    ),
    "access_grant.not_later": "It lasts until {ends_at}. Give a later moment that lies ahead.",
    "access_grant.removed": "This access was confirmed removed at {at}. Give access anew if needed.",
    "access_grant.file_unknown": "There is no such file of yours. Send it again.",
    "mission.access_still_open": (
        "Access is not confirmed removed: {grants}. {host} confirms each with proof first."
    ),
}


def _with_moment(words: str, name: str) -> Callable[[Mapping[str, Any]], str]:
    """A sentence with a moment in it, in the reader's zone."""

    def fill(fact: Mapping[str, Any]) -> str:
        try:
            moment = when_text(datetime.fromisoformat(str(fact.get(name))))
        except ValueError:
            moment = ""
        return words.format(
            helper=fact.get("helper_name", ""), system=fact.get("system", ""), at=moment
        )

    return fill


FACTS = {
    "AccessGranted": _with_moment("Gave {helper} access to {system} until {at}.", "ends_at"),
    "AccessExtended": _with_moment("Lets {helper} use {system} until {at}.", "ends_at"),
    "AccessEndsSoon": _with_moment("Access of {helper} to {system} ends at {at}.", "ends_at"),
    "AccessExpired": _with_moment(
        "Access of {helper} to {system} ran out at {at}; that it is gone is still to be confirmed.",
        "ends_at",
    ),
    "AccessRemoved": "Confirmed that access of {helper_name} to {system} is gone.",
}

register_wording(REFUSALS)
register_fact_words(FACTS)
