"""Messages: one row each, every attempt on record, marked when it may be a duplicate."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction

from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.messaging import attempts, claiming, queries
from muster.messaging.channels import Delivery, email
from muster.messaging.commands import (
    Letter,
    hold_what_may_have_been_sent,
    retry_delivery,
    send,
    send_held,
)
from muster.messaging.models import Attempt, Message, Outcome
from muster.rules.actor import Actor, NetworkRole, PartyRole
from muster.rules.refusal import NotFound, Refused
from tests.race import race

pytestmark = pytest.mark.django_db

NETWORK = UUID(int=77)


def actor(role, network=NETWORK):
    return Actor(
        network_id=network, person_id=UUID(int=5), roles=frozenset({role}), name="Somebody"
    )


def letter(key="one", **other):
    fields = {
        "network_id": NETWORK,
        "person_id": UUID(int=1),
        "channel": "email",
        "address": "duty@example.gov",
        "subject": "Help is asked for",
        "body": "See the link.",
        "unique_key": key,
    }
    return Letter(**fields | other)


@pytest.fixture
def answers(monkeypatch):
    """What the channel answers, one after the other, then `sent`."""
    coming = []
    given = []

    def deliver(parcel):
        given.append(parcel)
        answer = coming.pop(0) if coming else Outcome.SENT
        if isinstance(answer, BaseException):
            raise answer
        return Delivery(answer, "as the test wishes")

    monkeypatch.setattr(email, "deliver", deliver)
    coming_and_given = (coming, given)
    return coming_and_given


def pass_the_time():
    Message.objects.update(next_attempt_at=clock.now() - timedelta(seconds=1))
    drain()


def test_a_letter_is_sent_once_however_often_it_is_given():
    send([letter(), letter("two")])
    send([letter()])
    drain()
    assert len(mail.outbox) == 2
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert Attempt.objects.filter(outcome="sent").count() == 2


def test_a_failure_is_tried_again_later(answers):
    coming, given = answers
    coming.append(Outcome.FAILED)
    send([letter()])
    drain()
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("waiting", 1)
    assert message.next_attempt_at > clock.now() + timedelta(seconds=10)
    drain()
    assert len(given) == 1, "it waits for its appointment"
    pass_the_time()
    message.refresh_from_db()
    assert message.state == "sent"
    assert [parcel.may_be_duplicate for parcel in given] == [False, False]


def test_an_unknown_outcome_is_shown_and_tried_again_as_a_marked_duplicate(answers):
    coming, given = answers
    coming.append(Outcome.UNKNOWN)
    send([letter()])
    drain()
    assert Message.objects.get().state == "unknown"
    pass_the_time()
    assert Message.objects.get().state == "sent"
    assert [parcel.may_be_duplicate for parcel in given] == [False, True]
    assert given[0].idempotency_key == given[1].idempotency_key
    assert list(Attempt.objects.values_list("outcome", "marked_duplicate")) == [
        ("unknown", False),
        ("sent", True),
    ]


def test_an_attempt_cut_off_in_the_middle_has_an_unknown_outcome(answers):
    _, given = answers
    send([letter()])
    claiming.begin("a worker", ["email"], 10)
    message = Message.objects.get()
    assert (message.state, message.worker) == ("sending", "a worker")
    assert Attempt.objects.get().outcome == ""
    assert attempts.recover() == 0, "its worker may be alive"
    assert attempts.recover(["a worker"]) == 1
    message.refresh_from_db()
    assert message.state == "unknown"
    assert Attempt.objects.get().outcome == "unknown"
    pass_the_time()
    message.refresh_from_db()
    assert message.state == "sent"
    assert given[-1].may_be_duplicate


def test_a_lease_that_has_run_out_means_that_the_worker_is_gone():
    send([letter()])
    claiming.begin("another machine's worker", ["email"], 10)
    claiming.extend("another machine's worker", [Message.objects.get().id])
    assert attempts.recover() == 0
    Message.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert attempts.recover() == 1


def test_a_channel_that_stumbles_leaves_an_unknown_outcome(answers):
    coming, _ = answers
    coming.append(RuntimeError("a fault of ours"))
    send([letter()])
    drain()
    assert Message.objects.get().state == "unknown"


def test_an_answer_that_comes_late_still_counts():
    send([letter()])
    [begun] = claiming.begin("a worker", ["email"], 10)
    assert claiming.begin("another", ["email"], 10) == []
    attempts.recover(["a worker"])
    assert Message.objects.get().state == "unknown"
    attempts.end([attempts.Ended(begun, Delivery(Outcome.SENT))])
    assert Message.objects.get().state == "sent"


def test_a_late_failure_of_a_lost_attempt_changes_nothing():
    send([letter()])
    [begun] = claiming.begin("a worker", ["email"], 10)
    attempts.recover(["a worker"])
    attempts.end([attempts.Ended(begun, Delivery(Outcome.REFUSED))])
    assert Message.objects.get().state == "unknown"


def test_what_was_claimed_and_never_handed_over_is_no_attempt():
    send([letter()])
    begun = claiming.begin("a worker", ["email"], 10)
    claiming.give_back("a worker", begun)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.attempt_rows.count()) == ("waiting", 0, 0)
    drain()
    assert len(mail.outbox) == 1


def test_what_is_refused_or_failed_too_often_is_given_up_and_on_record(answers):
    coming, _ = answers
    coming += [Outcome.REFUSED]
    send([letter()])
    drain()
    assert Message.objects.get().state == "dead"
    assert Fact.objects.filter(kind="DeliveryDied").count() == 1
    coming += [Outcome.FAILED] * attempts.MOST_ATTEMPTS
    send([letter("two")])
    drain()
    for _ in range(attempts.MOST_ATTEMPTS):
        pass_the_time()
    assert Message.objects.filter(state="dead", attempts=attempts.MOST_ATTEMPTS).count() == 1


def test_a_coordinator_has_a_dead_message_sent_again(answers):
    coming, _ = answers
    coming.append(Outcome.REFUSED)
    send([letter()])
    drain()
    message = Message.objects.get()
    retry_delivery(actor(NetworkRole.COORDINATOR), message_id=message.id)
    drain()
    message.refresh_from_db()
    assert message.state == "sent"
    with pytest.raises(Refused, match="not_stuck"):
        retry_delivery(actor(NetworkRole.COORDINATOR), message_id=message.id)


def test_what_a_standby_holds_goes_at_once_for_one_network_marked_as_possible_duplicates(answers):
    _, given = answers
    other = UUID(int=78)
    send([letter("own"), letter("theirs", network_id=other)])
    assert hold_what_may_have_been_sent(clock.now()) == {NETWORK: 1, other: 1}
    drain()
    assert given == []
    with pytest.raises(Refused, match=r"permission\.denied"):
        send_held(actor(NetworkRole.AUDITOR))

    assert send_held(actor(NetworkRole.COORDINATOR)) == 1
    drain()
    own = Message.objects.get(unique_key="own")
    assert (len(given), own.state) == (1, "sent")
    assert own.attempt_rows.get(outcome="sent").marked_duplicate
    assert Message.objects.get(unique_key="theirs").state == "held"
    assert Fact.objects.get(kind="HeldDeliveriesSent").payload == {"count": 1}
    with pytest.raises(Refused, match="none_held"):
        send_held(actor(NetworkRole.COORDINATOR))


def test_deliveries_are_for_the_officers_of_the_network_alone():
    send([letter()])
    message = Message.objects.get()
    assert queries.deliveries_of_network(actor(NetworkRole.COORDINATOR)).items == [message]
    assert queries.deliveries_of_network(actor(NetworkRole.AUDITOR)).items == [message]
    assert queries.deliveries_of_network(actor(PartyRole.DUTY_OFFICER)).items == []
    assert queries.deliveries_of_network(actor(NetworkRole.COORDINATOR, UUID(int=78))).items == []
    with pytest.raises(NotFound):
        queries.get_delivery(actor(PartyRole.DUTY_OFFICER), message.id)
    with pytest.raises(Refused, match=r"permission\.denied"):
        retry_delivery(actor(NetworkRole.AUDITOR), message_id=message.id)


def test_urgent_messages_go_first_and_are_tried_again_sooner():
    send([letter("usual"), letter("urgent", is_urgent=True)])
    [first] = claiming.begin("a worker", ["email"], 1)
    assert first.parcel.is_urgent
    assert attempts.pause_after(1, True) < attempts.pause_after(1, False)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one pen: nobody waits for rows"
)
@pytest.mark.django_db(transaction=True)
def test_a_lease_is_not_waited_for_while_an_outcome_is_written():
    send([letter()])
    [begun] = claiming.begin("a worker", ["email"], 1)
    held, over = threading.Event(), threading.Event()

    def write_an_outcome():
        with transaction.atomic():
            Message.objects.select_for_update().get(id=begun.message_id)
            held.set()
            over.wait(10)

    def push_the_lease():
        held.wait(5)
        claiming.extend("a worker", [begun.message_id])
        over.set()
        return "went on"

    assert race(write_an_outcome, push_the_lease, seconds=8)[1] == "went on"
