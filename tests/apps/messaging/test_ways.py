"""How people are reached: their own order, quiet hours, stopped mailboxes, the account at last."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail

from muster.journal import clock
from muster.journal.worker import drain
from muster.members.models import Person
from muster.messaging import queries
from muster.messaging.commands import (
    Letter,
    allow_mail_to,
    note_seen,
    send,
    stop_mail_to,
)
from muster.messaging.models import ContactPoint, Message, QuietHours
from muster.messaging.sealing import digest, seal, unseal
from muster.rules.quiet import is_quiet

pytestmark = pytest.mark.django_db

NETWORK = UUID(int=77)
NIGHT = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)  # two in the morning in Denver
NOON = datetime(2026, 1, 15, 19, 0, tzinfo=UTC)


@pytest.fixture
def person():
    return Person.objects.create(
        email="duty@lehi.example.gov", name="Dee Duty", phone="+18015550101"
    )


def list_way(person, channel, address, **other):
    fields = {"position": 1, "verified_at": clock.now(), "label": channel} | other
    return ContactPoint.objects.create(
        person_id=person.id,
        channel=channel,
        sealed_address=seal(address),
        address_digest=digest(address),
        added_at=clock.now(),
        **fields,
    )


def ways(person, at=NOON, is_urgent=True):
    found = queries.ways_of([person.id], is_urgent=is_urgent, at=at)
    return [(way.channel, way.address) for way in found[person.id]]


def letter(person, key="one", **other):
    fields = {
        "network_id": NETWORK,
        "person_id": person.id,
        "channel": "email",
        "address": person.email,
        "subject": "Help is asked for",
        "body": "See the link.",
        "unique_key": key,
    }
    return Letter(**fields | other)


def test_who_lists_nothing_is_reached_at_the_account(person):
    assert ("email", person.email) in ways(person)
    assert queries.ways_of([uuid4()], is_urgent=True, at=NOON) == {}


def test_ways_come_in_the_persons_own_order_and_only_once_verified(person):
    list_way(person, "email", "own@home.example", position=2)
    list_way(person, "email", "first@home.example", position=1)
    list_way(person, "email", "never@home.example", verified_at=None)
    list_way(person, "email", "gone@home.example", removed_at=NOON)
    assert [address for channel, address in ways(person) if channel == "email"] == [
        "first@home.example",
        "own@home.example",
    ]


def test_an_address_is_sealed_at_rest_and_opens_under_the_secret_key_alone(person, settings):
    point = list_way(person, "email", "own@home.example")
    assert "home.example" not in point.sealed_address
    assert unseal(point.sealed_address) == "own@home.example"
    settings.SECRET_KEY = "another key altogether" * 3
    assert unseal(point.sealed_address) == ""


def test_a_stopped_mailbox_is_not_written_to_and_an_own_one_is(person):
    own = list_way(person, "email", "own@home.example", is_personal=True)
    work = list_way(person, "email", "work@lehi.example.gov", is_personal=False, position=2)
    stop_mail_to(NETWORK, [person.id], "the city's mail is in a stranger's hands", by=None)
    assert stop_mail_to(NETWORK, [person.id], "again", by=None) == 0
    assert queries.stopped_people([person.id]) == {person.id}
    assert [address for channel, address in ways(person) if channel == "email"] == [
        "own@home.example"
    ]
    send(
        [
            letter(person),
            letter(person, "work", contact_point_id=work.id),
            letter(person, "own", contact_point_id=own.id),
        ]
    )
    drain()
    assert [each.to for each in mail.outbox] == [["own@home.example"]]
    states = dict(Message.objects.values_list("unique_key", "state"))
    assert states == {"one": "withheld", "work": "withheld", "own": "sent"}
    assert allow_mail_to(NETWORK, [person.id], "clean again", by=None) == 1
    send([letter(person, "two")])
    drain()
    assert len(mail.outbox) == 2


def test_mail_that_was_on_its_way_when_the_mailbox_was_stopped_is_withheld(person):
    send([letter(person)])
    stop_mail_to(NETWORK, [person.id], "the city's mail is in a stranger's hands", by=None)
    drain()
    assert mail.outbox == []
    assert Message.objects.get().state == "withheld"


def test_what_comes_too_late_is_not_sent(person):
    send([letter(person, expires_at=clock.now() - timedelta(seconds=1))])
    drain()
    assert mail.outbox == []
    assert Message.objects.get().state == "withheld"


def test_a_letter_to_an_own_way_keeps_no_address(person):
    own = list_way(person, "email", "own@home.example")
    send([letter(person, address="own@home.example", contact_point_id=own.id)])
    assert Message.objects.get().address == ""
    drain()
    assert mail.outbox[0].to == ["own@home.example"]


def test_deliveries_say_who_was_reached_over_what_and_who_has_seen(person):
    about = uuid4()
    send([letter(person, about_kind="callout", about_id=about)])
    send([letter(person, "other", about_kind="callout", about_id=uuid4())])
    drain()
    [row] = queries.deliveries("callout", [about])
    assert (row.person_id, row.channel, row.state, row.seen_at) == (
        person.id,
        "email",
        "sent",
        None,
    )
    [tried] = row.attempts
    assert (tried.number, tried.outcome, tried.marked_duplicate) == (1, "sent", False)
    assert note_seen("callout", about, person.id) == 1
    assert note_seen("callout", about, person.id) == 0
    [row] = queries.deliveries("callout", [about])
    assert row.seen_at is not None


def test_quiet_hours_cross_midnight_and_leave_mail_alone(person):
    QuietHours.objects.create(
        person_id=person.id,
        quiet_from=time(22),
        quiet_until=time(7),
        zone="America/Denver",
        changed_at=NOON,
    )
    assert is_quiet(NIGHT, "America/Denver", time(22), time(7))
    assert not is_quiet(NOON, "America/Denver", time(22), time(7))
    assert not is_quiet(NIGHT, "America/Denver", time(0), time(0))
    assert ("email", person.email) in ways(person, NIGHT, is_urgent=False)
