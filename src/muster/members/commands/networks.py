"""Networks: made on the machine, named and set by their coordinator."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries, stamps
from muster.members.checks import CURRENCY, STATE_CODE, Reasons
from muster.members.events import NetworkCreated, NetworkEdited
from muster.members.models import Network
from muster.rules.actor import Actor

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@command("network.create")
def create_network(
    actor: Actor,
    *,
    slug: str,
    name: str,
    time_zone: str = "America/Denver",
    currency: str = "USD",
    state_code: str = "",
    is_sample: bool = False,
    sample_note: str = "",
    network_id: UUID | None = None,
) -> Network:
    """Start a network: the parties under one agreement.

    Refuses `network.slug_taken`, `field.required`, `time_zone.unknown`. Records NetworkCreated.
    """
    reasons = Reasons()
    values: dict[str, Any] = _network_values(
        reasons,
        {"name": name, "time_zone": time_zone, "currency": currency, "state_code": state_code},
    )
    slug = reasons.line("slug", slug, 60, required=True)
    if slug and not SLUG.fullmatch(slug):
        reasons.add("network.slug_invalid", "slug")
    if Network.objects.filter(slug=slug).exists():
        reasons.add("network.slug_taken", "slug")
    values["sample_note"] = reasons.line("sample_note", sample_note, 300)
    reasons.raise_any()
    known_id = {"id": network_id} if network_id else {}
    network = Network.objects.create(
        slug=slug, is_sample=is_sample, created_at=clock.now(), **known_id, **values
    )
    record(
        NetworkCreated(network.id, network.name),
        actor=actor,
        subjects=[("network", network.id)],
        audience=EVERYONE,
        network_id=network.id,
    )
    return network


@command("network.edit")
def edit_network(actor: Actor, **changes: Any) -> Network:
    """Change the network's name, time zone, currency or state.

    Refuses `field.required`, `time_zone.unknown`. Records NetworkEdited.
    """
    network = queries.get_network(actor, lock=True)
    reasons = Reasons()
    values = _network_values(reasons, changes)
    reasons.raise_any()
    changed = [name for name, value in values.items() if getattr(network, name) != value]
    for name in changed:
        setattr(network, name, values[name])
    if changed:
        network.save(update_fields=changed)
        stamps.renew_in_network(network.id)
        record(
            NetworkEdited(network.id, changed),
            actor=actor,
            subjects=[("network", network.id)],
            audience=EVERYONE,
        )
    return network


def _network_values(reasons: Reasons, given: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "name" in given:
        values["name"] = reasons.line("name", given["name"], 200, required=True)
    if "time_zone" in given:
        values["time_zone"] = reasons.zone("time_zone", given["time_zone"])
        if not values["time_zone"]:
            reasons.add("field.required", "time_zone")
    if "currency" in given:
        values["currency"] = reasons.pattern("currency", given["currency"], CURRENCY)
        if not values["currency"]:
            reasons.add("field.required", "currency")
    if "state_code" in given:
        values["state_code"] = reasons.pattern("state_code", given["state_code"], STATE_CODE)
    return values
