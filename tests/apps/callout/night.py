"""What the tests of call-outs share: parties that could help, a request, time that passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from muster.callout.models import Ask, CalledParty, CallOut
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.members.models import Membership, Party
from muster.messaging.models import Message
from tests.apps.aid import steps
from tests.apps.aid.world import NOW, World, build

LINK = re.compile(r"/a/([\w-]+)/")


def many_parties(count: int = 8) -> World:
    """The county and `helper1` to `helper<count>`: each helper lists two technicians, and is farther away than the last."""
    world = build()
    for role in ("duty_officer", "authorized_representative"):
        world.actor("county", role)
    for number in range(1, count + 1):
        key = f"helper{number}"
        party = Party.objects.create(
            name=f"Helper {number}",
            kind="city",
            place=f"{key} hall",
            latitude=40.6 + number / 10,
            longitude=-111.6,
            created_at=NOW,
        )
        Membership.objects.create(
            network=world.network, party=party, standing="in_force", standing_since=NOW
        )
        world.parties[key] = party
        world.resource(key, key, "technician", rate_ten_thousandths=500000, rate_basis="hour")
        world.resource(f"{key}b", key, "technician", rate_ten_thousandths=500000, rate_basis="hour")
        world.attest(key)
        world.actor(key, "duty_officer")
        world.actor(key, "authorized_representative")
    return world


def asked(world: World, **values: Any) -> Any:
    """The city asks for technicians for a day."""
    aid_request = steps.ask(world, **values)
    drain()
    return aid_request


def technicians(world: World, aid_request: Any, quantity: int | None = None) -> Any:
    """The line that asks for technicians; so many of them where a number is given."""
    line = steps.line_of(world, aid_request, "technician")
    if quantity is not None:
        type(line).objects.filter(id=line.id).update(quantity=quantity)
        line.quantity = quantity
    return line


@contextmanager
def later(start: datetime, **ahead: float) -> Iterator[datetime]:
    """So long after the start; whatever is due until then is done at once, in its order."""
    moment = start + timedelta(**ahead)
    with clock.telling(moment):
        drain()
        yield moment


def states(call_out: CallOut) -> dict[str, int]:
    """How many parties of the audience are in which state."""
    found: dict[str, int] = {}
    for state in CalledParty.objects.filter(call_out=call_out).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def asks(call_out: CallOut) -> list[Ask]:
    """The people asked so far, in order."""
    rows = Ask.objects.filter(call_out=call_out, asked_at__isnull=False)
    return list(rows.select_related("called_party__party").order_by("asked_at", "id"))


def token_of(ask: Ask) -> str:
    """The secret of the link in the first letter to the person asked."""
    letter = Message.objects.filter(about_id=ask.id).order_by("created_at", "id").first()
    assert letter is not None
    return LINK.search(letter.answer_url)[1]


def facts(kind: str) -> list[Fact]:
    return list(Fact.objects.filter(kind=kind).order_by("id"))
