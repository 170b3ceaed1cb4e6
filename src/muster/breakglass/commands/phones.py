"""A sign-in code to a person's own phone, which no party's mail server sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from muster.breakglass.commands.personal import new_personal_code
from muster.breakglass.events import PhoneCodeSent
from muster.breakglass.models import Code, Way
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.messaging.commands import Letter, send
from muster.messaging.queries import Way as Reach
from muster.messaging.queries import own_ways
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound

CODE_LIVES = timedelta(minutes=10)
MOST_AN_HOUR = 3
LISTED_SINCE = timedelta(hours=24)
"""Whoever took an account over tonight may have listed a phone of their own."""
SPOKEN_OR_TEXTED = ("text", "voice")


@command("break_glass.send_code")
def send_phone_code(actor: Actor, *, email: str) -> None:
    """Send a code to an own phone verified at least a day ago; the answer is always the same.

    Whoever asks learns neither whether the account exists nor its number. At most three an hour.
    The number in the profile gets none: nobody proved whose it is. Refuses nothing. Records
    PhoneCodeSent. Clause: none.
    """
    person, post = _person_and_post(email)
    if person is None or post is None or _is_too_often(person):
        return
    way = _personal_way(person)
    if way is None:
        return
    code = new_personal_code(post.network_id, post.party_id, person, Way.TEXT, CODE_LIVES)
    words = f"Your Muster sign-in code, good for 10 minutes: {code}. Nobody will ask you for it."
    send(
        [
            Letter(
                network_id=post.network_id,
                person_id=person.id,
                channel=way.channel,
                address="",
                subject="Sign-in code",
                body=words,
                short=words,
                unique_key=f"break-glass/{new_id()}",
                is_urgent=True,
                contact_point_id=way.contact_point_id,
                expires_at=clock.now() + CODE_LIVES,
            )
        ]
    )
    record(
        PhoneCodeSent(person.id, person.name, post.party_id, way.channel),
        actor=Actor(network_id=post.network_id, via="break-glass", address=actor.address),
        subjects=[("person", person.id), ("party", post.party_id)],
        audience=[post.party_id],
    )


def _person_and_post(email: str) -> tuple[Any, Any]:
    try:
        person = members.get_person_by_address(system_actor(), email[:254])
    except NotFound:
        return None, None
    posts = members.networks_of(Actor(network_id=None, person_id=person.id))
    return person, next((post for post in posts if post.party_id is not None), None)


def _is_too_often(person: Any) -> bool:
    since = clock.now() - timedelta(hours=1)
    made = Code.objects.filter(person=person, way=Way.TEXT, made_at__gt=since)
    return made.count() >= MOST_AN_HOUR


def _personal_way(person: Any) -> Reach | None:
    """The first own phone, never a mailbox; quiet hours do not keep somebody out."""
    verified_before = clock.now() - LISTED_SINCE
    ways = own_ways(person.id, *SPOKEN_OR_TEXTED, verified_before=verified_before)
    return next(iter(ways), None)
