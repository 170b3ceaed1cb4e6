"""The register of parties as of any day, told by the facts that were recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.journal import queries as journal
from muster.members import queries as members
from muster.rules.actor import Actor

# The register of any past day is read from these: they outlive the journal's own time.
REGISTER_KINDS = (
    "PartyAdded",
    "PartyStandingChanged",
    "JoiningTookEffect",
    "ExitNoticeGiven",
    "ExitNoticeTakenBack",
    "PartyLeft",
)


@dataclass
class RegisterLine:
    """One party as the register stood at the end of a day."""

    party_id: UUID
    party_name: str
    standing: str
    since: datetime
    reason: str = ""
    version: str = ""
    in_force_from: date | None = None
    leaves_on: date | None = None


@dataclass(frozen=True)
class Register:
    """The whole register at the end of a day, where the network is."""

    day: date
    lines: list[RegisterLine]


def register_at(actor: Actor, day: date) -> Register:
    """Who was on the register at the end of `day`, in which standing, by which version.

    It is what was recorded by then: a paper dated earlier but recorded later is not in it.
    """
    zone = ZoneInfo(members.get_network(actor).time_zone)
    until = datetime.combine(day + timedelta(days=1), time(), zone)
    lines: dict[str, RegisterLine] = {}
    for entry in journal.facts_of_kinds(actor, REGISTER_KINDS, until):
        _tell(lines, entry)
    ordered = sorted(
        lines.values(), key=lambda line: (line.party_name.casefold(), str(line.party_id))
    )
    return Register(day, ordered)


def _tell(lines: dict[str, RegisterLine], entry: Any) -> None:
    said = entry.payload
    party_id = said.get("party_id")
    if not party_id:
        return
    line = lines.get(party_id)
    if entry.kind == "PartyAdded" or line is None:
        line = lines[party_id] = RegisterLine(
            UUID(party_id), said.get("party_name", ""), said.get("standing", ""), entry.at
        )
    match entry.kind:
        case "PartyStandingChanged":
            line.standing, line.since, line.reason = said["standing"], entry.at, said["reason"]
            if line.standing == "withdrawn":
                line.version, line.in_force_from, line.leaves_on = "", None, None
        case "JoiningTookEffect":
            line.version = said["label"]
            if said["purpose"] == "join":
                line.in_force_from = date.fromisoformat(said["effective_on"])
        case "ExitNoticeGiven":
            line.leaves_on = date.fromisoformat(said["ends_on"])
        case "ExitNoticeTakenBack":
            line.leaves_on = None
