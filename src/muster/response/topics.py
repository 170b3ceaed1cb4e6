"""The board as a live topic: rendered once per network, zone and change, pushed to every board."""

from __future__ import annotations

import zoneinfo
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from muster.members import queries as members
from muster.response import queries
from muster.rules.actor import Actor
from muster.web.live import register_topic

TOPIC = "board"
MOVING = ("AidRequest", "Offer", "Mission", "Line", "Help", "Incident", "Deployment", "CheckedIn")


Audience = tuple[UUID, str]


def audience(actor: Actor) -> Audience | None:
    """The network and the reader's zone, for those who see the network's part of the board."""
    return (actor.network_id, members.zone_name_of(actor)) if queries.may_follow(actor) else None


def concerns(kind: str) -> bool:
    """Whether a kind of fact may move the board."""
    return kind.startswith(MOVING)


def render(audience: Audience) -> str:
    """The fragment as the network's readers in one zone get it."""
    network_id, zone_name = audience
    with timezone.override(zoneinfo.ZoneInfo(zone_name)):
        return render_to_string("response/_board.html", {"board": queries.board(network_id)})


register_topic(TOPIC, audience=audience, render=render, concerns=concerns)
