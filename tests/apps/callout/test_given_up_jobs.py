"""Jobs that the journal gave up, because every worker that had them was killed: done after all."""

from __future__ import annotations

from datetime import timedelta

from muster.aid.models import Offer
from muster.callout import commands, schedule
from muster.callout.models import CallOut
from muster.journal import clock
from muster.journal.models import Job
from muster.journal.worker import drain
from tests.apps.aid import steps
from tests.apps.callout.night import asked, asks


def give_up_everything() -> None:
    """As after eight kills of each."""
    Job.objects.exclude(state="done").update(state="dead")


def test_a_wished_call_out_begins_after_all_and_once(world) -> None:
    aid_request = steps.ask(world, calls_out=True)
    give_up_everything()
    schedule.start_what_was_wished()
    assert not CallOut.objects.exists(), "its own job is given a moment first"
    with clock.telling(clock.now() + timedelta(minutes=1)):
        schedule.start_what_was_wished()
        schedule.start_what_was_wished()
        drain()
    assert CallOut.objects.get().aid_request_id == aid_request.id


def test_nobody_is_asked_for_a_request_that_did_not_wish_it_or_that_was_stopped(world) -> None:
    steps.ask(world)
    wished = steps.ask(world, calls_out=True)
    drain()
    call_out = CallOut.objects.get(aid_request=wished)
    commands.stop_call_out(world.actor("city"), call_out_id=call_out.id)
    with clock.telling(clock.now() + timedelta(minutes=1)):
        schedule.start_what_was_wished()
    assert CallOut.objects.count() == 1


def test_a_look_that_was_given_up_is_made_after_all(world) -> None:
    call_out = commands.start_call_out(world.actor("city"), aid_request_id=asked(world).id, first=1)
    before = len(asks(call_out))
    give_up_everything()
    with clock.telling(call_out.started_at + timedelta(minutes=6)):
        schedule.look_after_the_late()
        drain()
    assert len(asks(call_out)) > before


def test_an_offer_that_was_announced_is_made_after_all(world) -> None:
    call_out = commands.start_call_out(world.actor("city"), aid_request_id=asked(world).id, first=1)
    ask = asks(call_out)[0]
    key = next(key for key, each in world.parties.items() if each.id == ask.called_party.party_id)
    officer = world.actor(key, "duty_officer")
    commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=1, hours=1)
    give_up_everything()
    with clock.telling(clock.now() + timedelta(minutes=1)):
        schedule.offer_what_was_announced()
        schedule.offer_what_was_announced()
    assert Offer.objects.count() == 1
