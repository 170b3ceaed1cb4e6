"""The stage of the call-out benchmark: parties that could all help, and requests to ask them for.

Runs in processes of its own, with the scratch installation's settings.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import time
from typing import Any
from uuid import UUID

from muster.config.benchmarks.harness import print_part

SEED = 20260308


def prepare(parties: int) -> dict[str, Any]:
    """One resource of one kind and one person with a number for each party; everybody may ask."""
    from muster.config import upkeep
    from muster.config.benchmarks import _network as network_stage
    from muster.config.benchmarks._boards import sign_in
    from muster.journal import clock

    upkeep.prepare()
    chance, at = random.Random(SEED), clock.now()
    model = network_stage._model
    network = model("members.Network").objects.create(
        slug="callout", name="Call-out", created_at=at
    )
    network_stage._agreement(network, at)
    members = network_stage._parties(network, parties, at)
    people = network_stage._people(network, members, at)
    for number, person in enumerate(people):
        person.phone = f"+1801{5550000 + number:07d}"
    model("members.Person").objects.bulk_update(people, ["phone"], batch_size=500)
    kind = model("catalog.ResourceType").objects.create(
        network=network, kind="person", key="desktop-technician", label="Desktop technician"
    )
    made = model("catalog.Resource").objects.bulk_create(
        network_stage._resource(
            model("catalog.Resource"), network, party, kind, chance.randrange(10**6), at
        )
        for party in members
    )
    details = model("catalog.PersonDetails")
    details.objects.bulk_create(details(resource=each) for each in made)
    return {
        "sessions": [sign_in(person) for person in people[:10]],
        "tokens": [
            network_stage._token(network, party, person, at)
            for party, person in zip(members[:60], people, strict=False)
        ],
        "party_ids": [str(party.id) for party in members],
    }


def actor(number: int) -> Any:
    """The representative of the party of a number."""
    from django.apps import apps

    from muster.rules.actor import Actor

    person = apps.get_model("members.Person").objects.get(email=f"p{number}@example.gov")
    grant = apps.get_model("members.PartyRoleGrant").objects.filter(person=person).first()
    return Actor(
        network_id=grant.network_id,
        person_id=person.id,
        party_id=grant.party_id,
        roles=frozenset({"authorized_representative", "duty_officer"}),
        name=person.name,
        stepped_up=True,
    )


def opened(first: int, count: int) -> dict[str, Any]:
    """Open requests of so many parties, without asking anybody."""
    return {
        "aid_requests": [
            str(ask(number, calls_out=False)) for number in range(first, first + count)
        ]
    }


def ask(number: int, *, calls_out: bool) -> UUID:
    from django.apps import apps
    from django.db import transaction

    from muster.aid import commands
    from muster.aid.commands import LineAsked

    kind = apps.get_model("catalog.ResourceType").objects.get()
    with transaction.atomic():
        made = commands.ask_for_help(
            actor(number),
            kind="outage",
            lines=[LineAsked(resource_type_id=kind.id, quantity=1000)],
            calls_out=calls_out,
        )
        # Everybody is told of a request as well; that is another benchmark's load.
        apps.get_model("journal.Job").objects.filter(name="notifications.tell_of").delete()
    return made.id


def start(number: int, pace: str, first: int, minutes: int) -> dict[str, Any]:
    """Start a call-out for a new request; answers the moment of the commit, and how long it took."""
    from muster.callout import commands

    aid_request_id = ask(number, calls_out=False)
    who, begun = actor(number), time.time()
    call_out = commands.start_call_out(
        who, aid_request_id=aid_request_id, pace=pace, first=first, minutes=minutes
    )
    return {
        "call_out_id": str(call_out.id),
        "committed_at": time.time(),
        "started_at": call_out.started_at.isoformat(),
        "took_ms": (time.time() - begun) * 1000,
    }


def sent(call_out_id: str) -> dict[str, Any]:
    """The keys of the letters of a call-out, by wave, over texts alone."""
    from django.apps import apps

    asks = dict(
        apps.get_model("callout.Ask")
        .objects.filter(call_out_id=call_out_id, asked_at__isnull=False)
        .values_list("id", "called_party__wave")
    )
    letters = apps.get_model("messaging.Message").objects.filter(about_kind="ask", channel="text")
    rows = letters.values_list("id", "about_id")
    waves: dict[str, list[str]] = {}
    for key, ask_id in rows:
        if ask_id in asks:
            waves.setdefault(str(asks[ask_id]), []).append(str(key))
    return {"waves": waves}


def counts() -> dict[str, Any]:
    """How far everything is."""
    from django.apps import apps
    from django.db.models import Count

    asks, letters = apps.get_model("callout.Ask"), apps.get_model("messaging.Message")
    texts = letters.objects.filter(about_kind="ask", channel="text")
    twice = texts.values("about_id").annotate(count=Count("id")).filter(count__gt=1)
    people = asks.objects.values("call_out_id", "person_id").annotate(count=Count("id"))
    return {
        "call_outs": apps.get_model("callout.CallOut").objects.count(),
        "asks": asks.objects.filter(asked_at__isnull=False, step=1).count(),
        "texts": texts.count(),
        "texts_sent": texts.filter(state="sent").count(),
        "texts_waiting": texts.exclude(state__in=("sent", "dead", "withheld")).count(),
        "asked_twice": twice.count() + people.filter(count__gt=1).count(),
        "unknown_outcomes": apps.get_model("messaging.Attempt")
        .objects.filter(outcome="unknown")
        .count(),
    }


def kills(count: int, requests: int) -> dict[str, Any]:
    """Kill workers in the middle of call-outs, as often as asked; the last one may finish.

    Each worker is a fork of this process, which has Django loaded: killed after 0.05 to 0.5 s.
    """
    chance, begun = random.Random(SEED), 0
    for number in range(count):
        if number * requests >= begun * count and begun < requests:
            ask(begun + 1, calls_out=True)
            begun += 1
        child = fork_worker()
        time.sleep(chance.uniform(0.05, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {"killed": count, "requests": begun}


def fork_worker() -> int:
    """A worker in a process of its own; its connections are its own too."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    with contextlib.suppress(BaseException):
        from muster.config import worker

        worker.run()
    os._exit(0)


def link(_: int) -> dict[str, Any]:
    """Fresh links of people who were asked: their secrets are in the letters alone."""
    from django.apps import apps

    letters = apps.get_model("messaging.Message").objects.filter(about_kind="ask", channel="text")
    return {"links": list(letters.order_by("id").values_list("answer_url", flat=True)[:300])}


PARTS = {
    "prepare": prepare,
    "opened": opened,
    "start": start,
    "sent": sent,
    "counts": counts,
    "kills": kills,
    "link": link,
}


if __name__ == "__main__":
    print_part(PARTS, *sys.argv[1:])
