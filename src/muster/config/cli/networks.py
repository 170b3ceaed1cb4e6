"""Naming a network on the command line."""

from __future__ import annotations

import argparse

from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound


def add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--network", required=True, metavar="SLUG", help="the network's short name")


def actor_for(slug: str) -> Actor:
    """Muster itself, in the network of that short name. Raises `NotFound`."""
    from muster.members.queries import networks as queries

    for network_id in queries.network_ids():
        actor = system_actor(network_id, via="command line")
        if queries.get_network(actor).slug == slug:
            return actor
    raise NotFound(f"network {slug}")
