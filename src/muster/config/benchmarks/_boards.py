"""The stage of the live benchmark: a network, signed-in people, requests that are opened."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from muster.aid.events import AidRequestOpened
from muster.config import upkeep
from muster.journal import clock
from muster.journal.record import EVERYONE, record
from muster.members.sessions import SessionStore
from muster.rules.actor import system_actor

OPEN_BEFORE = 30
PAUSE_SECONDS = 0.7


def prepare(people: int) -> dict[str, Any]:
    """A network with open requests; answers the session keys of its people."""
    upkeep.prepare()
    at = clock.now()
    network = _make("members.Network", slug="bench", name="Benchmark", created_at=at)
    keys = []
    for number in range(people):
        party = _make("members.Party", name=f"Agency {number}", kind="city", created_at=at)
        _make(
            "members.Membership",
            network=network,
            party=party,
            standing="in_force",
            standing_since=at,
        )
        person = _make("members.Person", email=f"b{number}@example.gov", name=f"Person {number}")
        _make(
            "members.PartyRoleGrant",
            network=network,
            party=party,
            person=person,
            role="duty_officer",
            granted_at=at,
        )
        keys.append(sign_in(person))
    for number in range(OPEN_BEFORE):
        _open(network, f"OLD-{number}", is_told=False)
    return {"sessions": keys}


def sign_in(person: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def change(count: int) -> dict[str, Any]:
    """Open requests one after the other; answers when each was committed."""
    network = apps.get_model("members.Network").objects.get(slug="bench")
    committed = {}
    for number in range(count):
        reference = f"BENCH-{number:04d}"
        _open(network, reference)
        committed[reference] = time.time()
        time.sleep(PAUSE_SECONDS)
    return {"committed": committed}


def _open(network: Any, reference: str, is_told: bool = True) -> None:
    at = clock.now()
    party = apps.get_model("members.Party").objects.first()
    kind, _ = apps.get_model("catalog.ResourceType").objects.get_or_create(
        network=network, key="engineer", defaults={"kind": "person", "label": "Engineer"}
    )
    with transaction.atomic():
        incident = _make(
            "aid.Incident",
            network=network,
            party=party,
            reference=f"I-{reference}",
            title="An outage",
            kind="outage",
            began_at=at,
            state="open",
            opened_at=at,
        )
        aid_request = _make(
            "aid.AidRequest",
            network=network,
            incident=incident,
            requesting_party=party,
            reference=reference,
            title="Hands for an outage",
            state="open",
            needed_from=at,
            needed_until=at + timedelta(days=2),
            created_at=at,
            opened_at=at,
        )
        _make(
            "aid.AidRequestLine",
            aid_request=aid_request,
            number=1,
            resource_type=kind,
            quantity=3,
            needed_from=at,
            needed_until=at + timedelta(days=2),
            state="open",
        )
        if not is_told:
            return
        record(
            AidRequestOpened(aid_request.id, incident.id, party.id, reference, 1, False),
            actor=system_actor(network.id),
            subjects=[("aid_request", aid_request.id), ("incident", incident.id)],
            audience=EVERYONE,
        )


def _make(model: str, **values: Any) -> Any:
    return apps.get_model(model).objects.create(**values)
