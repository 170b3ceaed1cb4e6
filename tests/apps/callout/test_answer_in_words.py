"""Answers by text or mail: read as people write them, confirmed, and never taken from somebody else."""

from __future__ import annotations

from uuid import uuid4

import pytest

from muster.aid.models import Offer
from muster.callout import commands
from muster.callout.models import Ask
from muster.journal.worker import drain
from muster.messaging.models import Message
from muster.rules.actor import system_actor
from muster.rules.refusal import Refused
from tests.apps.callout.night import asked, asks


@pytest.fixture
def ask(world) -> Ask:
    call_out = commands.start_call_out(world.actor("city"), aid_request_id=asked(world).id, first=1)
    return asks(call_out)[0]


def write(world, ask: Ask, text: str, **values) -> Ask:
    given = {"ask_id": ask.id, "person_id": ask.person_id, "via": "email", "reply_id": uuid4()}
    actor = system_actor(world.network.id)
    commands.answer_in_words(actor, text=text, **{**given, **values})
    drain()
    return Ask.objects.get(id=ask.id)


def last_letter(ask: Ask) -> str:
    letters = Message.objects.filter(person_id=ask.person_id, unique_key__contains="/reply/")
    return letters.latest("created_at").short


def test_yes_with_two_numbers_is_an_answer_and_becomes_an_offer(world, ask) -> None:
    answered = write(world, ask, "yes 1 3")
    assert (answered.is_coming, answered.people, answered.hours) == (True, 1, 3)
    assert answered.via == "email" and Offer.objects.count() == 1
    assert "Noted: 1 coming, in 3 hours" in last_letter(ask)


def test_no_with_its_reason_is_an_answer(world, ask) -> None:
    answered = write(world, ask, "NO busy")
    assert (answered.is_coming, answered.reason) == (False, "busy")


def test_what_cannot_be_read_is_answered_with_how_to_write_it(world, ask) -> None:
    assert write(world, ask, "perhaps tomorrow").answered_at is None
    assert ask.reply_code in last_letter(ask)


def test_what_is_refused_is_answered_with_the_reason(world, ask) -> None:
    assert write(world, ask, "YES 9999 3").answered_at is None
    assert "from 1 to 500" in last_letter(ask)


def test_somebody_else_does_not_answer(world, ask) -> None:
    assert write(world, ask, "YES 2 3", person_id=uuid4()).answered_at is None


def test_writing_answers_down_is_refused_to_people(world, ask) -> None:
    with pytest.raises(Refused):
        commands.answer_in_words(
            world.actor("city"),
            ask_id=ask.id,
            person_id=ask.person_id,
            text="YES",
            via="email",
            reply_id=uuid4(),
        )
