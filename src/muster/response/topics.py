"""The board as a live topic: rendered once per network and change, pushed to every open board."""

from __future__ import annotations

import zoneinfo
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from muster.members import queries as members
from muster.response import queries
from muster.rules.actor import Actor, system_actor
from muster.web.live import register_topic

TOPIC = "board"
MOVING = ("AidRequest", "Offer", "Mission", "Line", "Help", "Incident", "Deployment", "CheckedIn")


def audience(actor: Actor) -> UUID | None:
    """The network, for those who see its part of the board."""
    return actor.network_id if queries.may_follow(actor) else None


def concerns(kind: str) -> bool:
    """Whether a kind of fact may move the board."""
    return kind.startswith(MOVING)


def render(network_id: UUID) -> str:
    """The fragment as every reader of the network gets it, in the network's own zone."""
    network = members.get_network(system_actor(network_id))
    with timezone.override(zoneinfo.ZoneInfo(network.time_zone)):
        return render_to_string("response/_board.html", {"board": queries.board(network_id)})


register_topic(TOPIC, audience=audience, render=render, concerns=concerns)
