"""Reactions of the catalogue to facts of lower rooms."""

from __future__ import annotations

from typing import Any

from muster.catalog.commands.resources import rewrite_search_texts
from muster.journal.handling import on
from muster.members.events import PartyEdited


@on(PartyEdited)
def find_by_the_new_name(happened: PartyEdited, fact: Any) -> None:
    """A party that changed its name is found under it."""
    if "name" in happened.changed:
        rewrite_search_texts(happened.party_id)
