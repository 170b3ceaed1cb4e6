"""The steps that many tests take before their own begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from muster.aid import commands, queries
from muster.aid.commands import OfferedLine
from muster.aid.models import AidRequest, Offer
from muster.journal import clock
from tests.apps.aid.world import World


def ask(world: World, party: str = "city", **values: Any) -> AidRequest:
    """The party asks to have 40 PCs re-imaged: one technician and four laptops."""
    package = world.work_packages["reimage"]
    given = {"kind": "ransomware", "work_packages": [(package.id, 40)], **values}
    return commands.ask_for_help(world.actor(party), **given)


def line_of(world: World, aid_request: AidRequest, type_key: str):
    for line in queries.lines_of(aid_request.id):
        if line.resource_type_id == world.types[type_key].id:
            return line
    raise LookupError(type_key)


def offered(world: World, aid_request: AidRequest, resource: str, quantity: int = 1) -> OfferedLine:
    """So many of a resource for the line of its kind."""
    row = world.resources[resource]
    line = next(
        each
        for each in queries.lines_of(aid_request.id)
        if each.resource_type_id == row.resource_type_id
    )
    return OfferedLine(line_id=line.id, resource_id=row.id, quantity=quantity)


def offer(
    world: World,
    aid_request: AidRequest,
    party: str = "county",
    *things: tuple[str, int],
    **values: Any,
) -> Offer:
    """The party offers a technician and laptops, or what is named."""
    things = things or (("technician", 1), ("laptops", 4))
    given = {
        "arrives_at": clock.now() + timedelta(hours=2),
        "duration_hours": 48,
        "lines": [offered(world, aid_request, name, count) for name, count in things],
        **values,
    }
    return commands.submit_offer(
        world.actor(party, "duty_officer"), aid_request_id=aid_request.id, **given
    )
