"""Answering signed in, changing the answer, and standing by what somebody without authority said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from muster.aid import commands as aid
from muster.aid.models import HelpDeclined, Offer
from muster.callout import commands, queries
from muster.callout.models import Ask, CalledParty
from muster.journal import clock, leases
from muster.journal.models import Job
from muster.journal.worker import drain
from muster.members.models import PartyRoleGrant
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.test_second_sign_off import takes_two
from tests.apps.callout.night import asked, asks, facts, later, technicians


@pytest.fixture
def ask(world) -> Ask:
    """The duty officer of the first helper, asked for two technicians."""
    aid_request = asked(world)
    line = technicians(world, aid_request, quantity=2)
    call_out = commands.start_call_out(
        world.actor("city"),
        aid_request_id=aid_request.id,
        line_ids=[line.id],
        pace="named",
        party_ids=[world.parties["helper1"].id],
    )
    return asks(call_out)[0]


def codes(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def make_responder(world) -> Any:
    """The person asked holds no authority any more: only a responder's role."""
    person = world.people["helper1", "duty_officer"]
    PartyRoleGrant.objects.filter(person=person).update(role="responder")
    return person


def test_who_kept_silent_is_looked_after_before_an_offer_that_waits_longer(world, ask) -> None:
    """Once it is due, the appointment of a call-out is the first thing that a worker takes."""
    drain()
    due = Job.objects.get(name="callout.look_when_due", state="waiting").run_at
    with clock.telling(due - timedelta(seconds=1)):
        officer = world.actor("helper1", "duty_officer")
        commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=2, hours=1)
    with clock.telling(due + timedelta(seconds=1)):
        claimed = [each.name for each in leases.claim("a worker", 50)]
    assert claimed[0] == "callout.look_when_due"
    assert "callout.make_the_offer" in claimed


def test_coming_becomes_an_offer_and_a_changed_answer_takes_it_back(world, ask) -> None:
    officer = world.actor("helper1", "duty_officer")
    commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=2, hours=1)
    drain()
    ask.refresh_from_db()
    first = Offer.objects.get(id=ask.offer_id)
    assert first.state == "submitted"
    commands.answer_call(officer, ask_id=ask.id, is_coming=False, reason="They fell ill.")
    drain()
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert HelpDeclined.objects.get().reason == "They fell ill."


def test_more_than_the_party_lists_is_offered_as_far_as_it_goes(world, ask) -> None:
    officer = world.actor("helper1", "duty_officer")
    commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=9, hours=0)
    drain()
    offer = Offer.objects.get()
    assert sum(line.quantity for line in offer.lines.all()) == 2


def test_an_answer_without_authority_waits_for_an_approver_who_is_told(world, ask) -> None:
    make_responder(world)
    responder = world.actor("helper1", "responder")
    Ask.objects.filter(id=ask.id).update(person_id=responder.person_id)
    commands.answer_call(responder, ask_id=ask.id, is_coming=True, people=1, hours=2)
    drain()
    ask.refresh_from_db()
    assert ask.offer_state == "approval" and not Offer.objects.exists()
    assert len(facts("AnswerNeedsApproval")) == 1
    director = world.actor("helper1", "authorized_representative")
    assert [each.id for each in queries.answers_to_approve(director)] == [ask.id]
    approved = commands.approve_answer(director, ask_id=ask.id)
    assert Offer.objects.get().id == approved.offer_id
    with pytest.raises(Refused) as refused:
        commands.approve_answer(director, ask_id=ask.id)
    assert codes(refused) == ["answer.not_waiting"]


def test_a_no_without_authority_asks_the_next_person_at_once(world, ask) -> None:
    make_responder(world)
    responder = world.actor("helper1", "responder")
    Ask.objects.filter(id=ask.id).update(person_id=responder.person_id)
    commands.answer_call(responder, ask_id=ask.id, is_coming=False, reason="On leave.")
    drain()
    assert [each.step for each in asks(ask.call_out)] == [1, 2]
    assert CalledParty.objects.get(call_out=ask.call_out).state == "asking"
    assert not HelpDeclined.objects.exists()


def test_a_yes_without_authority_that_is_taken_back_lets_the_party_be_asked_on(world, ask) -> None:
    make_responder(world)
    responder = world.actor("helper1", "responder")
    Ask.objects.filter(id=ask.id).update(person_id=responder.person_id)
    commands.answer_call(responder, ask_id=ask.id, is_coming=True, people=1, hours=2)
    drain()
    commands.answer_call(responder, ask_id=ask.id, is_coming=False, reason="They fell ill.")
    drain()
    called = CalledParty.objects.get(call_out=ask.call_out)
    assert called.state == "asking" and called.silent_at > clock.now()
    assert [each.step for each in asks(ask.call_out)] == [1, 2]
    director = world.actor("helper1", "authorized_representative")
    following = asks(ask.call_out)[1]
    commands.answer_call(director, ask_id=following.id, is_coming=True, people=1, hours=2)
    drain()
    called.refresh_from_db()
    assert called.state == "coming" and Offer.objects.get().state == "submitted"


def test_a_yes_taken_back_with_nobody_left_counts_as_silent_in_the_end(world, ask) -> None:
    make_responder(world)
    responder = world.actor("helper1", "responder")
    Ask.objects.filter(id=ask.id).update(person_id=responder.person_id)
    Ask.objects.filter(call_out=ask.call_out).exclude(id=ask.id).delete()
    for is_coming in (True, False):
        commands.answer_call(responder, ask_id=ask.id, is_coming=is_coming, people=1, hours=2)
        drain()
    with later(clock.now(), minutes=6):
        assert CalledParty.objects.get(call_out=ask.call_out).state == "silent"


def test_what_cannot_be_offered_is_kept_with_its_reason(world, ask) -> None:
    from muster.catalog.models import Resource

    Resource.objects.filter(party=world.parties["helper1"]).update(retired_at=clock.now())
    officer = world.actor("helper1", "duty_officer")
    commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=1, hours=0)
    drain()
    ask.refresh_from_db()
    assert (ask.offer_state, ask.stuck_because) == ("stuck", ["answer.nothing_fits"])
    with pytest.raises(Refused) as refused:
        commands.approve_answer(officer, ask_id=ask.id)
    assert codes(refused) == ["answer.nothing_fits"]


def test_answering_for_somebody_else_is_refused(world, ask) -> None:
    with pytest.raises(Refused) as refused:
        commands.answer_call(
            world.actor("helper1", "authorized_representative"), ask_id=ask.id, is_coming=False
        )
    assert codes(refused) == ["answer.not_asked"]
    with pytest.raises(NotFound):
        commands.answer_call(world.actor("helper2", "duty_officer"), ask_id=ask.id, is_coming=False)


def test_approving_is_refused_to_another_party(world, ask) -> None:
    with pytest.raises(NotFound):
        commands.approve_answer(world.actor("helper2", "duty_officer"), ask_id=ask.id)


def test_an_answer_after_the_end_is_refused(world, ask) -> None:
    commands.stop_call_out(world.actor("city"), call_out_id=ask.call_out_id)
    with pytest.raises(Refused) as refused:
        commands.answer_call(world.actor("helper1", "duty_officer"), ask_id=ask.id, is_coming=False)
    assert codes(refused) == ["call_out.over"]


def test_the_muster_own_commands_are_refused_to_people(world, ask) -> None:
    officer = world.actor("helper1", "duty_officer")
    for call in (
        lambda: commands.look_again(officer, call_out_id=ask.call_out_id),
        lambda: commands.make_offer(officer, ask_id=ask.id),
        lambda: commands.raise_link_alarm(officer, reason="unknown"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == ["permission.denied"]


def test_making_the_offer_twice_makes_one(world, ask) -> None:
    officer = world.actor("helper1", "duty_officer")
    commands.answer_call(officer, ask_id=ask.id, is_coming=True, people=1, hours=0)
    drain()
    commands.make_offer(system_actor(world.network.id), ask_id=ask.id)
    assert Offer.objects.count() == 1


def test_the_start_page_says_that_one_is_asked_and_the_request_says_who(world, ask) -> None:
    officer, director = Client(), Client()
    officer.force_login(world.people["helper1", "duty_officer"])
    director.force_login(world.people["city", "authorized_representative"])
    assert b"You are asked" in officer.get("/").content
    page = director.get(f"/requests/{ask.call_out.aid_request_id}/").content.decode()
    assert "Who was asked" in page and "duty_officer of helper1" in page
    answered = officer.post(f"/calls/{ask.id}/", {"answer": "no", "reason": "Busy."}, follow=True)
    assert b"You answered: no" in answered.content
    page = director.get(f"/requests/{ask.call_out.aid_request_id}/").content.decode()
    assert "Busy." in page


def test_asking_for_help_asks_people_at_once_when_it_is_wanted(world) -> None:
    asked(world)
    assert not facts("CallOutStarted")
    aid_request = asked(world, calls_out=True)
    started = facts("CallOutStarted")
    assert [each.payload["aid_request_id"] for each in started] == [str(aid_request.id)]
    assert started[0].actor_person_id == world.actor("city").person_id
    asked(world, calls_out=True, sharing_label="TLP:RED")
    assert len(facts("CallOutStarted")) == 1
    assert not Job.objects.filter(state="dead").exists()


@pytest.mark.parametrize("calls_out", [True, False])
def test_where_two_sign_people_are_asked_with_the_last_signature(world, calls_out) -> None:
    takes_two(world, "requester")
    aid_request = asked(world, calls_out=calls_out)
    assert not facts("CallOutStarted")
    aid.sign_off_aid_request(world.actor("city", "clerk"), aid_request_id=aid_request.id)
    drain()
    started = [each.payload["aid_request_id"] for each in facts("CallOutStarted")]
    assert started == ([str(aid_request.id)] if calls_out else [])
    assert not Job.objects.filter(state="dead").exists()


def test_the_pages_start_widen_and_stop_a_call_out(world) -> None:
    aid_request, director = asked(world), Client()
    director.force_login(world.people["city", "authorized_representative"])
    page = f"/requests/{aid_request.id}/call-out/"
    wrong = director.post(page, {"pace": "named", "first": "1", "minutes": "10"})
    assert wrong.status_code == 422 and b"at least one party" in wrong.content
    right = {"pace": "waves", "first": "1", "minutes": "10"}
    assert director.post(page, right).status_code == 302
    call_out = queries.running_call_out(aid_request.id)
    assert director.post(f"/call-outs/{call_out.id}/widen/").status_code == 302
    assert (
        director.post(f"/call-outs/{call_out.id}/stop/", {"reason": "Enough."}).status_code == 302
    )
    call_out.refresh_from_db()
    assert (call_out.wave, call_out.ended_because, call_out.end_note) == (2, "stopped", "Enough.")
