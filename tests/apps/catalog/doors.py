"""Signing in for tests of pages and of the API."""

from __future__ import annotations

import json
import time
from typing import Any

from django.test import Client

from muster.members.models import Person
from muster.rules.actor import Actor

BACKEND = "muster.members.sessions.PersonBackend"


def client_of(actor: Actor, *, is_confirmed: bool = True) -> Client:
    """A browser in which the actor's person has signed in a moment ago."""
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), backend=BACKEND)
    session = client.session
    at = time.time() if is_confirmed else 0
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    """A write over the API."""
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def read(client: Client, path: str) -> Any:
    return client.get(f"/api/v1{path}")
