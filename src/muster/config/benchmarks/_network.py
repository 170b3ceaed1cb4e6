"""The stage of the HTTP benchmark: 500 parties, 10,000 resources, 2,000 aid requests, signed in."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from datetime import datetime, timedelta
from typing import Any

SEED = 20260101
REQUESTING_EVERY = 5  # one aid request in five is still open, the others are closed
TYPES = (
    ("person", "network-engineer", "Network engineer"),
    ("person", "directory-engineer", "Directory engineer"),
    ("person", "desktop-technician", "Desktop technician"),
    ("person", "forensic-analyst", "Forensic analyst"),
    ("equipment", "laptop", "Laptop"),
    ("equipment", "switch", "Switch"),
    ("equipment", "server", "Server"),
    ("licence", "endpoint-seats", "Endpoint protection seats"),
    ("capacity", "backup-space", "Backup space"),
    ("facility", "work-room", "Work room"),
)
DETAILS = {
    "person": "PersonDetails",
    "equipment": "EquipmentDetails",
    "licence": "LicenceDetails",
    "capacity": "CapacityDetails",
    "facility": "FacilityDetails",
}
SKILLS = ("firewalls", "routing", "windows", "linux", "backups", "forensics", "cloud", "mail")


def prepare(parties: int, resources: int, aid_requests: int, callers: int) -> dict[str, Any]:
    """Everything in bulk; answers what the callers need to know."""
    from muster.config import upkeep
    from muster.config.benchmarks._boards import sign_in
    from muster.journal import clock

    upkeep.prepare()
    chance, at = random.Random(SEED), clock.now()
    network = _model("members.Network")(slug="bench", name="Benchmark", created_at=at)
    network.save()
    _agreement(network, at)
    members = _parties(network, parties, at)
    people = _people(network, members, at)
    types = _resources(network, members, resources, chance, at)
    _aid_requests(network, members, types, aid_requests, chance, at)
    _model("journal.Counter").objects.bulk_create(
        _model("journal.Counter")(
            network_id=network.id, name=f"{prefix}/{at.year}", value=aid_requests
        )
        for prefix in ("AR", "INC")
    )
    return {
        "sessions": [sign_in(person) for person in people[:callers]],
        "tokens": [
            _token(network, party, person, at)
            for party, person in zip(members[:callers], people, strict=False)
        ],
        "resource_type_id": str(types[0].id),
    }


def written() -> dict[str, int]:
    """What the callers' writes left behind: requests, their facts, these facts' jobs."""
    opened = _model("journal.Fact").objects.filter(kind="AidRequestOpened")
    jobs = _model("journal.Job").objects
    return {
        "facts": opened.count(),
        "facts_with_jobs": opened.filter(jobs__isnull=False).distinct().count(),
        "jobs_waiting": jobs.exclude(state="done").count(),
    }


def _agreement(network: Any, at: datetime) -> None:
    from muster.agreements.ready_terms import ready_text

    text = ready_text()
    _model("agreements.AgreementVersion").objects.create(
        network=network,
        label="1",
        title="The agreement",
        terms_text=text,
        terms_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="in_force",
        in_force_from=at - timedelta(days=400),
        drafted_at=at - timedelta(days=401),
    )


def _parties(network: Any, count: int, at: datetime) -> list[Any]:
    party, membership = _model("members.Party"), _model("members.Membership")
    made = party.objects.bulk_create(
        party(name=f"City {number:03d}", kind="city", place=f"City {number:03d}", created_at=at)
        for number in range(count)
    )
    membership.objects.bulk_create(
        membership(network=network, party=each, standing="in_force", standing_since=at)
        for each in made
    )
    return made


def _people(network: Any, members: list[Any], at: datetime) -> list[Any]:
    """One person for each party, who may file for it and is told of what the others ask."""
    person, grant = _model("members.Person"), _model("members.PartyRoleGrant")
    made = person.objects.bulk_create(
        person(email=f"p{number}@example.gov", name=f"Person {number}")
        for number in range(len(members))
    )
    grant.objects.bulk_create(
        grant(network=network, party=party, person=each, role=role, granted_at=at)
        for party, each in zip(members, made, strict=True)
        for role in ("authorized_representative", "duty_officer")
    )
    return made


def _resources(
    network: Any, members: list[Any], count: int, chance: random.Random, at: datetime
) -> list[Any]:
    kind, skill = _model("catalog.ResourceType"), _model("catalog.Skill")
    types = kind.objects.bulk_create(
        kind(network=network, kind=name, key=key, label=label) for name, key, label in TYPES
    )
    skills = skill.objects.bulk_create(
        skill(network=network, key=key, label=key.capitalize()) for key in SKILLS
    )
    resource = _model("catalog.Resource")
    made = resource.objects.bulk_create(
        (
            _resource(resource, network, chance.choice(members), chance.choice(types), number, at)
            for number in range(count)
        ),
        batch_size=1000,
    )
    for name, details in DETAILS.items():
        extra = {"lending_permitted": True} if name == "licence" else {}
        model = _model(f"catalog.{details}")
        model.objects.bulk_create(
            model(resource=each, **extra) for each in made if each.kind == name
        )
    held = _model("catalog.ResourceSkill")
    held.objects.bulk_create(
        (
            held(resource=each, skill=word)
            for each in made
            if each.kind == "person"
            for word in chance.sample(skills, 2)
        ),
        batch_size=2000,
    )
    return types


def _resource(model: Any, network: Any, party: Any, kind: Any, number: int, at: datetime) -> Any:
    name = f"{kind.label} {number}"
    return model(
        network=network,
        party=party,
        kind=kind.kind,
        resource_type=kind,
        name=name,
        description="Listed for the benchmark.",
        quantity=1 if kind.kind == "person" else 1 + number % 40,
        rate_ten_thousandths=650_000 if kind.kind == "person" else 0,
        rate_basis="hour" if kind.kind == "person" else "free",
        home_base=party.place,
        can_work_remotely=number % 3 == 0,
        search_text=f"{name} {party.name}".casefold(),
        created_at=at,
        changed_at=at - timedelta(minutes=number),
    )


def _aid_requests(
    network: Any,
    members: list[Any],
    types: list[Any],
    count: int,
    chance: random.Random,
    at: datetime,
) -> None:
    incident, aid_request = _model("aid.Incident"), _model("aid.AidRequest")
    line = _model("aid.AidRequestLine")
    incidents, asked, lines = [], [], []
    for number in range(1, count + 1):
        state = "open" if number % REQUESTING_EVERY == 0 else "closed"
        began = at - timedelta(hours=number)
        whence = incident(
            network=network,
            party=chance.choice(members),
            reference=f"INC-{at.year}-{number:04d}",
            title="An outage",
            kind="outage",
            confidentiality_impact="none",
            integrity_impact="none",
            availability_impact="severe",
            began_at=began,
            state=state,
            opened_at=began,
        )
        wanted = aid_request(
            network=network,
            incident=whence,
            requesting_party=whence.party,
            reference=f"AR-{at.year}-{number:04d}",
            title="Hands for an outage",
            state=state,
            place=whence.party.place,
            needed_from=began,
            needed_until=at + timedelta(days=5),
            created_at=began,
            opened_at=began,
        )
        incidents.append(whence)
        asked.append(wanted)
        lines += [
            line(
                aid_request=wanted,
                number=place,
                resource_type=chance.choice(types),
                quantity=3,
                needed_from=wanted.needed_from,
                needed_until=wanted.needed_until,
                state=state,
            )
            for place in (1, 2)
        ]
    incident.objects.bulk_create(incidents, batch_size=500)
    aid_request.objects.bulk_create(asked, batch_size=500)
    line.objects.bulk_create(lines, batch_size=500)


def _token(network: Any, party: Any, person: Any, at: datetime) -> str:
    from muster.members import digests
    from muster.members.commands.tokens import PREFIX

    secret = digests.new_secret(PREFIX)
    _model("members.ApiToken").objects.create(
        person=person,
        network=network,
        party=party,
        name="benchmark",
        digest=digests.digest(secret),
        hint=secret[-4:],
        scopes=["*"],
        carries_authority=True,
        created_at=at,
        expires_at=at + timedelta(days=1),
    )
    return secret


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model(name)


def part(name: str, *arguments: str) -> dict[str, Any]:
    """What runs in a process of its own, with the scratch installation's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    parts: dict[str, Any] = {"prepare": prepare, "written": written}
    answer: dict[str, Any] = parts[name](*map(int, arguments))
    return answer


if __name__ == "__main__":
    print(json.dumps(part(*sys.argv[1:])))
