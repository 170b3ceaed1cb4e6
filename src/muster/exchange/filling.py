"""What readers of the record share when they fill a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.aid import queries as aid
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.money import Money
from muster.rules.refusal import NotFound

PERSON = "person"


@dataclass(frozen=True)
class Filled:
    """What the record knows of a form's blocks, by their keys.

    Values are texts, numbers, moments, days, times of day or money; for `fields` a mapping, for
    `table` a list of rows (or a mapping of row names to rows), for `choices` the chosen one.
    `label` is how far the form may travel.
    """

    kind: str
    subject_id: UUID
    reference: str
    network: Any
    is_exercise: bool
    values: Mapping[str, Any]
    label: str


def filled_from(kind: str, subject: Any, reference: str, values: Mapping[str, Any]) -> Filled:
    """The entries with the network and exercise of the thing they came from."""
    return Filled(
        kind,
        subject.id,
        reference,
        subject.network,
        subject.exercise_id is not None,
        values,
        label_behind(subject),
    )


def signed_by(asked: Any, *keys: str) -> dict[str, dict[str, Any]]:
    """A block for each person who signed a request or an offer that takes several, once all have;
    where there are more than blocks the last one names the rest."""
    if not asked.sign_off or aid.signatures_missing(asked):
        return {}
    signatures = aid.signatures_at(asked, clock.now())
    blocks = [[each] for each in signatures[: len(keys)]]
    if blocks:
        blocks[-1] += signatures[len(keys) :]
    return {
        key: {
            "Name": joined(*(each.person_name for each in block)),
            "Signature": "signed in Muster",
            "Date/Time": block[-1].signed_at,
        }
        for key, block in zip(keys, blocks, strict=False)
    }


def label_behind(subject: Any) -> str:
    """The sharing label of the incident from which a request, offer, mission or claim came."""
    mission = getattr(subject, "mission", subject) if hasattr(subject, "mission_id") else subject
    asked = mission.aid_request if hasattr(mission, "aid_request_id") else mission
    return str(asked.incident.sharing_label)


def day_of(moment: datetime | None, network: Any) -> date | None:
    """The day in the network's zone."""
    return None if moment is None else moment.astimezone(ZoneInfo(network.time_zone)).date()


def hour_of(moment: datetime | None, network: Any) -> time | None:
    """The time of day in the network's zone, to the minute."""
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(network.time_zone))
    return local.time().replace(second=0, microsecond=0)


def period(starts_at: datetime | None, ends_at: datetime | None, network: Any) -> dict[str, Any]:
    """An operational period as the incident command forms split it."""
    return {
        "Date From": day_of(starts_at, network),
        "Date To": day_of(ends_at, network),
        "Time From": hour_of(starts_at, network),
        "Time To": hour_of(ends_at, network),
    }


def joined(*parts: Any, by: str = ", ") -> str:
    """The parts that say anything, one after another."""
    return by.join(str(part) for part in parts if part)


def label(value: Any) -> str:
    """A stored word as it is read: `data_loss` becomes `data loss`."""
    return str(value).replace("_", " ")


def cents(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money.from_cents(amount, currency)


def rate(ten_thousandths: int | None, currency: str) -> Money | None:
    return None if ten_thousandths is None else Money.from_rate(ten_thousandths, currency)


def for_sides(read: Callable[[Actor, UUID], Iterable[Any]], actor: Actor, mission_id: UUID) -> list:
    """What only the two parties of a mission may see; for others nothing, and so a blank."""
    try:
        return list(read(actor, mission_id))
    except NotFound:
        return []


def people_and_things(actor: Actor, mission_id: UUID) -> list[Any]:
    return for_sides(deployments.deployments_of, actor, mission_id)


def finance_contact(actor: Actor, party_id: UUID) -> dict[str, str]:
    """The party's own contact for money, where the reader may see its contacts."""
    for contact in members.contacts(actor, party_id):
        if contact.kind == "finance":
            return {"Name": contact.name, "Telephone": contact.phone, "Email": contact.email}
    return {}


def person_name(person_id: UUID | None) -> str:
    """The name of somebody who acted on a thing that the reader already sees."""
    return members.person_names([person_id]).get(person_id, "") if person_id else ""


def own_means(asked: Any) -> str:
    """Who said that the asking party's own means are used up or will be, and when; if anybody did."""
    if asked.own_means_said_at is None:
        return ""
    local = asked.own_means_said_at.astimezone(ZoneInfo(asked.network.time_zone))
    said_by = asked.own_means_said_by or "somebody"
    return f"Own means used up, or will be: said by {said_by}, {local:%Y-%m-%d %H:%M %Z}."


def agreement_of(version: Any) -> str:
    return f"{version.title}, {version.label}" if version else ""
