"""Answers and ends at the same instant: nobody waits for another for ever, and one answer counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from muster.callout import commands
from muster.callout.models import AnswerLink, Ask, CalledParty, CallOut
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from tests.apps.callout.night import asked, asks, token_of
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(committed_world) -> Ask:
    """The best match's duty officer, asked, with the next person still to be asked."""
    aid_request = asked(committed_world)
    director = committed_world.actor("city")
    return asks(commands.start_call_out(director, aid_request_id=aid_request.id, first=1))[0]


def answer(ask: Ask) -> Callable[[], Ask]:
    """Yes, by the link in the letter to whoever was asked."""
    token = token_of(ask)
    return lambda: commands.answer_by_link(
        Actor(network_id=None), token=token, is_coming=True, people=1, hours=1
    )


def stop(world: Any, ask: Ask) -> Callable[[], CallOut]:
    director = world.actor("city")
    return lambda: commands.stop_call_out(director, call_out_id=ask.call_out_id)


@contextmanager
def waiting_for_the_party(ask: Ask, *calls: Callable[[], object]) -> Iterator[list[object]]:
    """Calls that wait for the party's row, which the block holds; afterwards, what came of each."""
    results: list[object] = []
    waiting = threading.Thread(target=lambda: results.extend(race(*calls)))
    with transaction.atomic():
        CalledParty.objects.select_for_update().get(id=ask.called_party_id)
        waiting.start()
        time.sleep(0.5)
        yield results
    waiting.join(60)


def test_an_answer_and_the_end_at_once_do_not_shut_each_other_out(committed_world, ask) -> None:
    answered, stopped = race(answer(ask), stop(committed_world, ask))
    assert isinstance(stopped, CallOut), stopped
    assert not isinstance(answered, Exception) or "link_ended" in str(answered), answered


def test_who_ends_a_call_out_holds_no_question_while_it_waits_for_a_party(
    committed_world, ask
) -> None:
    """Who answers holds the party and then asks for the question: they would wait for each other."""
    with waiting_for_the_party(ask, stop(committed_world, ask)) as results:
        assert Ask.objects.select_for_update(nowait=True).get(id=ask.id)
    assert isinstance(results[0], CallOut), results


def test_who_answers_by_link_holds_no_link_while_it_waits_for_the_party(ask) -> None:
    """Who ends a call-out holds the parties and then asks for the links."""
    with waiting_for_the_party(ask, answer(ask)) as results:
        assert AnswerLink.objects.select_for_update(nowait=True).get(ask=ask)
    assert isinstance(results[0], Ask), results


def test_a_link_answers_once_whoever_uses_it_twice_at_the_same_instant(ask) -> None:
    with waiting_for_the_party(ask, answer(ask), answer(ask)) as results:
        pass
    refused = [each for each in results if isinstance(each, Refused)]
    assert [str(each) for each in refused] == ["answer.link_replayed"], results
    assert sum(isinstance(each, Ask) for each in results) == 1, results


def test_an_answer_that_waited_while_the_call_out_ended_comes_after_the_end(
    committed_world, ask
) -> None:
    parties = committed_world.parties.items()
    key = next(key for key, each in parties if each.id == ask.called_party.party_id)
    officer = committed_world.actor(key, "duty_officer")
    signed_in = partial(commands.answer_call, officer, ask_id=ask.id, is_coming=False)
    with waiting_for_the_party(ask, answer(ask), signed_in) as results:
        stop(committed_world, ask)()
    assert sorted(map(str, results)) == ["answer.link_ended", "call_out.over"]
    assert Ask.objects.get(id=ask.id).answered_at is None
