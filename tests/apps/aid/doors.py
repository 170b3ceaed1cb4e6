"""Somebody at a browser or an API client, signed in."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

from tests.apps.aid.world import World


def browser(world: World, party: str | None, *roles: str, stepped_up: bool = True) -> Client:
    """A browser in which the party's person is signed in."""
    actor = world.actor(party, *roles)
    held = roles or ("authorized_representative",)
    if party is None:
        grant_office(world, actor.person_id, *held)
    client = Client()
    client.force_login(world.people[party or "network", held[0]])
    session = client.session
    at = time.time() if stepped_up else time.time() - 100_000
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def grant_office(world: World, person_id: Any, *roles: str) -> None:
    from muster.members.models import NetworkRoleGrant
    from tests.apps.aid.world import NOW

    for role in roles:
        NetworkRoleGrant.objects.get_or_create(
            network=world.network, person_id=person_id, role=role, defaults={"granted_at": NOW}
        )


def send(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    """A write over the API."""
    return client.post(
        f"/api/v1{path}",
        data=body if body is not None else {},
        content_type="application/json",
        headers=headers or None,
    )
