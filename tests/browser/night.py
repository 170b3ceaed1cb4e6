"""The surroundings of a night: a gateway that carries texts and pushes, and phones that receive."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.apps.messaging.browser import Browser as PushBrowser
from tests.apps.messaging.stand_in import StandIn
from tests.cast import ACCOUNTS
from tests.server import MusterServer, Prepared, run_python

T = TypeVar("T")
SECRET = "the gateway and Muster share this"
LINK = re.compile(r"https?://\S+/a/[\w-]+/")
PUSH_PATH = "/push/county-director"
NUMBERS = {
    "county_duty_officer": "+18015550131",
    "shared_director": "+18015550132",
}
LIST_WAYS = """
import django; django.setup()
from datetime import time, timedelta
from muster.duty import commands as duty
from muster.duty.models import Rotation
from muster.journal import clock
from muster.members.models import Person
from muster.members.posts import actor_at, posts_of
from muster.messaging import commands as messaging
from muster.messaging.models import ContactPoint

def actor(email):
    person = Person.objects.get(email=email)
    return actor_at(person, posts_of(person)[0], stepped_up=True)

for email, number in {numbers!r}:
    messaging.add_contact_point(actor(email), channel="text", address=number, label="own phone")
director = actor({director!r})
messaging.subscribe_to_push(director, **{subscription!r})
ContactPoint.objects.update(verified_at=clock.now())
duty.edit_rota(director, party_id=director.party_id, zone="America/Denver", minutes_between=1,
    order="one_by_one", asks_officers=True, last_resort="nobody")
for rotation in Rotation.objects.filter(rota__party_id=director.party_id, removed_at=None):
    duty.remove_rotation(director, rotation_id=rotation.id)

shared = Person.objects.get(email={shared!r})
for post in posts_of(shared):
    of_agency = actor_at(shared, post, stepped_up=True)
    for rotation in Rotation.objects.filter(rota__party_id=post.party_id, removed_at=None):
        duty.remove_rotation(of_agency, rotation_id=rotation.id)
    duty.add_rotation(of_agency, party_id=post.party_id, name="Alone", level=1, length=1,
        unit="weeks", person_ids=[shared.id], hands_over_at=time(8),
        starts_on=clock.now().date() - timedelta(days=2))
"""


class Phones:
    """Everybody's phones, as the gateway and the push service reach them."""

    def __init__(self) -> None:
        self.gateway = StandIn(status=201)
        self.push = PushBrowser(self.gateway.url(PUSH_PATH))

    def texts_to(self, number: str) -> list[str]:
        """The words of the texts to a number, in the order in which they came."""
        posts = [post for post in self.gateway.posts if post.path == "/messages"]
        found = [json.loads(post.body) for post in posts]
        return [each["text"] for each in found if each["to"] == number]

    def questions_to(self, number: str) -> list[str]:
        """Those of them that ask whether one can come."""
        return [text for text in self.texts_to(number) if LINK.search(text)]

    def pushes(self) -> list[dict[str, Any]]:
        """What the county director's phone shows."""
        posts = [post for post in self.gateway.posts if post.path == PUSH_PATH]
        return [json.loads(self.push.read(post.body)) for post in posts]


def list_ways(server: MusterServer, phones: Phones) -> None:
    """On a quiet day people list their own phones; the county asks its next one after a minute, and
    the two agencies that share a director have that person on duty at any hour."""
    numbers = [(ACCOUNTS[key].email, number) for key, number in NUMBERS.items()]
    script = LIST_WAYS.format(
        numbers=numbers,
        director=ACCOUNTS["county_representative"].email,
        shared=ACCOUNTS["shared_director"].email,
        subscription=phones.push.subscription,
    )
    run_python(["-c", script], server.environment)


@contextmanager
def muster_with_phones(prepared: Prepared, folder: Path) -> Iterator[tuple[MusterServer, Phones]]:
    """The real product on a fresh copy of the cast, with a gateway that carries its messages."""
    phones = Phones()
    server = MusterServer(prepared, folder)
    server.environment |= {
        "MUSTER_TEXT_GATEWAY": phones.gateway.url(),
        "MUSTER_TEXT_GATEWAY_SECRET": SECRET,
        "MUSTER_OWN_HOSTS": "127.0.0.1",
    }
    server.start()
    try:
        yield server, phones
    finally:
        server.stop()
        phones.gateway.close()


def answer_by_text(server: MusterServer, number: str, text: str, *, secret: str = SECRET) -> int:
    """Post a reply as the gateway does: signed, from the number that was asked."""
    content = {"id": f"reply-{number}-{time.time()}", "from": number, "text": text}
    body, seconds = json.dumps(content).encode(), int(time.time())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Muster-Signature": f"t={seconds},v1={digest}",
    }
    asked = urllib.request.Request(f"{server.url}/inbound/gateway/", body, headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def when_there(look: Callable[[], T], seconds: float = 30) -> T:
    """What a look finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise AssertionError(f"nothing came within {seconds} s")
        time.sleep(0.2)
    return found
