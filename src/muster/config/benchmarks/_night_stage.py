"""The stage of the night: cities that will be hit, and for each three parties that will come.

Runs in processes of its own, with the scratch installation's settings.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

from muster.config.benchmarks.harness import print_part

NETWORK = "night"
PASSWORD = "known to the attacker tonight"
HELPERS = ("text", "link", "push")
"""By which way each of a city's three parties answers; the officer of the last keeps silent."""
PCS = 3
HOURS_PASSED = 72
ALARMS = ("BreakGlassCodeRefused", "AnswerLinkRefused", "ReplyRefused")


def prepare(cities: int, push_address: str) -> dict[str, Any]:
    """On a quiet day: parties, people, their phones, a preset to ask for, a printed code each."""
    from muster.config import upkeep
    from muster.config.benchmarks import _network
    from muster.config.benchmarks._boards import sign_in
    from muster.journal import clock

    upkeep.prepare()
    at = clock.now()
    network = _model("members.Network").objects.create(slug=NETWORK, name="Night", created_at=at)
    _network._agreement(network, at)
    parties = _network._parties(network, cities * (1 + len(HELPERS)), at)
    kind = _preset(network)
    people = _People(network, at)
    made = []
    for number, party in enumerate(parties[:cities]):
        beside = parties[cities + number * len(HELPERS) :][: len(HELPERS)]
        helpers = [
            _helper(people, party, way, f"{number}-{way}", kind, push_address)
            for party, way in zip(beside, HELPERS, strict=True)
        ]
        made.append(_city(people, party, number) | {"helpers": helpers})
    readers = [
        sign_in(people.add(parties[-1], f"reader-{number}", ("read_only",))) for number in range(4)
    ]
    return {"cities": made, "sessions": readers}


class _People:
    """The people of the network; one password for those who have one, digested once."""

    def __init__(self, network: Any, at: Any) -> None:
        from django.contrib.auth.hashers import make_password

        self.network, self.at, self.password = network, at, make_password(PASSWORD)
        self.count = 0

    def add(self, party: Any, name: str, roles: tuple[str, ...], **values: Any) -> Any:
        self.count += 1
        person = _model("members.Person").objects.create(
            email=f"{name}@example.gov", name=f"Person {self.count:03d}", **values
        )
        grants = _model("members.PartyRoleGrant")
        grants.objects.bulk_create(
            grants(network=self.network, party=party, person=person, role=role, granted_at=self.at)
            for role in roles
        )
        return person

    def number(self) -> str:
        """A number of a phone, another each time."""
        return f"+1801{5550000 + self.count:07d}"


def _preset(network: Any) -> Any:
    """ "Re-image PCs": one technician for each that was ticked."""
    kind = _model("catalog.ResourceType").objects.create(
        network=network, kind="person", key="desktop-technician", label="Desktop technician"
    )
    package = _model("catalog.WorkPackage").objects.create(
        network=network, key="reimage_pcs", label="Re-image PCs", unit_label="PCs"
    )
    _model("catalog.WorkPackageLine").objects.create(work_package=package, resource_type=kind)
    return kind


def _city(people: _People, party: Any, number: int) -> dict[str, Any]:
    """A city with one director, who has a printed code and a password that somebody knows."""
    from muster.breakglass.commands import issue_codes

    name = f"city-{number}"
    director = people.add(
        party, name, ("authorized_representative", "duty_officer"), password=people.password
    )
    issued = issue_codes(_actor(director, party), party_id=party.id, count=1)
    return {
        "party_id": str(party.id),
        "person_id": str(director.id),
        "email": director.email,
        "code": issued.codes[0],
    }


def _helper(
    people: _People, party: Any, way: str, name: str, kind: Any, push_address: str
) -> dict[str, Any]:
    """A party with an officer, an engineer whom it lends, and where one is pushed to, a director."""
    from muster.config.benchmarks import _network
    from muster.config.benchmarks._boards import sign_in

    roles = ("duty_officer",) if way == "push" else ("duty_officer", "authorized_representative")
    officer = people.add(party, f"officer-{name}", roles, phone=people.number())
    engineer = people.add(party, f"engineer-{name}", ("responder",))
    resource = _network._resource(
        _model("catalog.Resource"), people.network, party, kind, people.count, people.at
    )
    resource.save()
    _model("catalog.PersonDetails").objects.create(resource=resource, person=engineer)
    made = {
        "way": way,
        "party_id": str(party.id),
        "number": officer.phone,
        "token": _network._token(people.network, party, officer, people.at),
        "session": sign_in(engineer),
    }
    return made | (_pushed(people, party, f"{push_address}{name}") if way == "push" else {})


def _pushed(people: _People, party: Any, endpoint: str) -> dict[str, Any]:
    """A director with a subscribed phone, who is asked a minute after a silent officer."""
    from cryptography.hazmat.primitives.asymmetric import ec

    from muster.duty import commands as duty
    from muster.messaging import commands as messaging
    from muster.messaging import push_secrets

    director = people.add(party, f"director-{people.count}", ("authorized_representative",))
    actor = _actor(director, party)
    key = ec.generate_private_key(push_secrets.CURVE)
    secret = push_secrets.encode(os.urandom(push_secrets.AUTH_BYTES))
    point = push_secrets.encode(push_secrets.point_of(key.public_key()))
    messaging.subscribe_to_push(actor, endpoint=endpoint, p256dh=point, auth=secret)
    duty.edit_rota(
        actor,
        party_id=party.id,
        zone="America/Denver",
        minutes_between=1,
        order="one_by_one",
        asks_officers=True,
        last_resort="nobody",
    )
    return {
        "endpoint": endpoint,
        "private_key": f"{key.private_numbers().private_value:x}",
        "secret": secret,
    }


def _actor(person: Any, party: Any) -> Any:
    """The person at the party's post, having just confirmed presence."""
    from muster.members.posts import actor_at, posts_of

    post = next(each for each in posts_of(person) if each.party_id == party.id)
    return actor_at(person, post, stepped_up=True)


def let_days_pass() -> dict[str, Any]:
    """The helpers have been at work for days: nothing else could be written about them tonight."""
    rows = list(_tonight("aid.Mission"))
    for mission in rows:
        mission.authorized_at -= timedelta(hours=HOURS_PASSED)
        mission.starts_at -= timedelta(hours=HOURS_PASSED)
    _model("aid.Mission").objects.bulk_update(rows, ["authorized_at", "starts_at"])
    return {"missions": len(rows)}


def found() -> dict[str, Any]:
    """What the night left behind."""
    asks = _model("callout.Ask").objects.filter(
        call_out__network__slug=NETWORK, asked_at__isnull=False
    )
    answered = asks.filter(answered_at__isnull=False)
    hours = _tonight("deployments.TimeEntry").filter(voided_at__isnull=True)
    grants = _tonight("access.AccessGrant")
    return {
        "requests": _by_party("aid.AidRequest", "requesting_party_id"),
        "incidents": _by_party("aid.Incident", "party_id"),
        "coming": answered.filter(is_coming=True).count(),
        "not_coming": answered.exclude(is_coming=True).count(),
        "hours": hours.count(),
        "deployments_with_hours": hours.values("deployment_id").distinct().count(),
        "alarms": _alarms(),
        "grants": grants.count(),
        "grants_proved": grants.filter(removed_at__isnull=False).exclude(removal_proof="").count(),
        "missions": dict(Counter(_tonight("aid.Mission").values_list("state", flat=True))),
        "escalated": _escalated(asks),
    }


def _escalated(asks: Any) -> dict[str, float]:
    """When the second person of each silent party was due."""
    rows = asks.filter(step=2).values_list("called_party__party_id", "due_at")
    return {str(party_id): due_at.timestamp() for party_id, due_at in rows}


def _by_party(model: str, column: str) -> dict[str, int]:
    counted = Counter(_tonight(model).values_list(column, flat=True))
    return {str(party_id): count for party_id, count in counted.items()}


def _alarms() -> dict[str, int]:
    """Of the whole installation: a forged text names no network."""
    since = _model("members.Network").objects.get(slug=NETWORK).created_at
    facts = _model("journal.Fact").objects.filter(kind__in=ALARMS, at__gte=since)
    return dict(Counter(facts.values_list("kind", flat=True)))


def _tonight(model: str) -> Any:
    """The rows of a table that belong to the night's network."""
    return _model(model).objects.filter(network__slug=NETWORK)


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model(name)


PARTS = {
    "prepare": prepare,
    "let_days_pass": let_days_pass,
    "found": found,
}


if __name__ == "__main__":
    print_part(PARTS, *sys.argv[1:])
