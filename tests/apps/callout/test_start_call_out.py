"""Starting, widening and stopping: who is asked, when, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from muster.aid import commands as aid
from muster.callout import commands, queries
from muster.callout.models import Ask, CalledParty, CallOut
from muster.journal import clock
from muster.journal.worker import drain
from muster.members import commands as members
from muster.messaging.commands import stop_mail_to
from muster.messaging.models import Message
from muster.rules.refusal import NotFound, Refused
from tests.apps.callout.night import LINK, asked, asks, facts, later, states, technicians


def start(world, aid_request, **values) -> CallOut:
    line = technicians(world, aid_request)
    given = {"line_ids": [line.id], "first": 2, "growth": 2, "minutes": 10, **values}
    return commands.start_call_out(world.actor("city"), aid_request_id=aid_request.id, **given)


def exercise_of(world):
    return members.open_exercise(world.actor(None, "coordinator"), name="Winter")


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_the_best_matches_are_asked_first_each_with_its_reasons(world) -> None:
    call_out = start(world, asked(world))
    first = list(CalledParty.objects.filter(call_out=call_out, state="asking").order_by("place"))
    assert [each.place for each in first] == [1, 2]
    assert all(each.lines[0]["reasons"] for each in first)
    assert {each.called_party_id for each in asks(call_out)} == {each.id for each in first}
    letters = Message.objects.filter(about_kind="ask")
    assert {each.about_id for each in letters} == {each.id for each in asks(call_out)}
    assert all(each.is_urgent and each.expires_at for each in letters)


def test_who_cannot_be_reached_is_passed_over_and_the_next_person_is_asked_now(world) -> None:
    aid_request = asked(world)
    officer = world.actor("helper1", "duty_officer")
    stop_mail_to(world.network.id, [officer.person_id], "Ransomware.", None)
    named = [world.parties["helper1"].id]
    call_out = start(world, aid_request, pace="named", party_ids=named)
    assert not facts("PeopleAsked")
    with later(call_out.started_at, seconds=2):
        first, second = queries.call_out_of(world.actor("city"), aid_request.id).parties[0].asks
    assert (first.person_id, first.state) == (officer.person_id, "unreachable")
    assert (second.step, second.state, second.ways) == (2, "silent", ["email"])
    assert [each.payload["people_count"] for each in facts("PeopleAsked")] == [1]
    director = Client()
    director.force_login(world.people["city", "authorized_representative"])
    page = director.get(f"/requests/{aid_request.id}/").content.decode()
    assert page.count("no way to reach them is open") == 1


def test_silence_asks_the_next_person_of_the_party_and_then_widens(world) -> None:
    call_out = start(world, asked(world))
    start_at = call_out.started_at
    with later(start_at, minutes=4, seconds=58):
        assert len(asks(call_out)) == 2
    with later(start_at, minutes=5, seconds=2):
        assert [each.step for each in asks(call_out)] == [1, 1, 2, 2]
    with later(start_at, minutes=10, seconds=2):
        call_out.refresh_from_db()
        assert call_out.wave == 2
        assert states(call_out) == {"silent": 2, "asking": 4, "waiting": 3}
    assert len(facts("CallUnanswered")) == 1


def test_when_nobody_is_left_the_coordinator_is_called_once_and_the_need_stays(world) -> None:
    world.actor(None, "coordinator")
    from muster.members.models import NetworkRoleGrant

    NetworkRoleGrant.objects.create(
        network=world.network,
        person=world.people["network", "coordinator"],
        role="coordinator",
        granted_at=clock.now(),
    )
    call_out = start(world, asked(world), pace="all")
    start_at = call_out.started_at
    for minutes in (6, 11, 17, 23):
        with later(start_at, minutes=minutes):
            pass
    assert len(facts("CoordinatorCalled")) == 1
    assert Message.objects.filter(about_kind="call_out", about_id=call_out.id).count() == 1
    call_out.refresh_from_db()
    assert call_out.ended_at is None
    assert states(call_out) == {"silent": 9}


def test_no_party_and_no_person_is_asked_twice(world) -> None:
    call_out = start(world, asked(world))
    start_at = call_out.started_at
    for minutes in range(0, 60, 5):
        with later(start_at, minutes=minutes, seconds=1):
            drain()
    people = Ask.objects.filter(call_out=call_out).values_list("person_id", flat=True)
    assert len(people) == len(set(people)) == 18
    keys = Message.objects.filter(about_kind="ask").values_list("unique_key", flat=True)
    assert len(keys) == len(set(keys)) == 18


def test_looking_too_often_changes_nothing(world) -> None:
    from muster.rules.actor import system_actor

    call_out = start(world, asked(world))
    before = Message.objects.count()
    for _ in range(3):
        commands.look_again(system_actor(world.network.id), call_out_id=call_out.id)
    assert Message.objects.count() == before
    from muster.journal.models import Job

    assert Job.objects.filter(name="callout.look_when_due", state="waiting").count() == 1


def test_all_at_once_asks_everybody_who_could(world) -> None:
    call_out = start(world, asked(world), pace="all")
    drain()
    assert states(call_out) == {"asking": 9}


def test_a_named_list_asks_those_and_says_why(world) -> None:
    named = [world.parties["helper7"].id, world.parties["school"].id]
    world.actor("school", "duty_officer")
    call_out = start(world, asked(world), pace="named", party_ids=named)
    called = {each.party_id: each for each in CalledParty.objects.filter(call_out=call_out)}
    assert set(called) == set(named)
    assert called[world.parties["school"].id].lines[0]["reasons"] == ["named by whoever asks"]


def test_who_has_offered_or_declined_is_not_asked(world) -> None:
    aid_request = asked(world)
    aid.decline_to_help(
        world.actor("helper1", "duty_officer"), aid_request_id=aid_request.id, reason="busy"
    )
    call_out = start(world, aid_request, pace="all")
    parties = CalledParty.objects.filter(call_out=call_out).values_list("party_id", flat=True)
    assert world.parties["helper1"].id not in parties
    assert world.parties["city"].id not in parties


def test_who_answers_on_the_request_is_asked_no_further(world) -> None:
    aid_request = asked(world)
    call_out = start(world, aid_request, pace="all")
    aid.decline_to_help(
        world.actor("helper1", "duty_officer"), aid_request_id=aid_request.id, reason="busy"
    )
    drain()
    called = CalledParty.objects.get(call_out=call_out, party=world.parties["helper1"])
    assert (called.state, called.reason) == ("declined", "busy")
    assert not called.asks.filter(asked_at__isnull=True, due_at__isnull=False).exists()


@pytest.mark.parametrize("how", ["close", "cancel"])
def test_it_ends_with_the_request(world, how) -> None:
    aid_request = asked(world)
    call_out = start(world, aid_request)
    end = aid.close_aid_request if how == "close" else aid.cancel_aid_request
    end(world.actor("city"), aid_request_id=aid_request.id, reason="False alarm.")
    drain()
    call_out.refresh_from_db()
    assert call_out.ended_because == ("closed" if how == "close" else "cancelled")
    assert call_out.next_due_at is None


def test_it_ends_when_it_would_come_too_late(world) -> None:
    start_at = clock.now()
    aid_request = asked(world)
    line = technicians(world, aid_request)
    type(line).objects.filter(id=line.id).update(needed_until=start_at + timedelta(hours=1))
    call_out = start(world, aid_request)
    with later(start_at, hours=2):
        call_out.refresh_from_db()
        assert call_out.ended_because == "too_late"


def test_the_circle_is_widened_by_hand(world) -> None:
    call_out = start(world, asked(world))
    commands.widen_call_out(world.actor("city"), call_out_id=call_out.id)
    call_out.refresh_from_db()
    assert call_out.wave == 2 and len(asks(call_out)) == 6
    assert facts("WaveSent")[-1].payload["by_hand"]


def test_widening_is_refused_when_nobody_is_left_or_it_is_over(world) -> None:
    call_out = start(world, asked(world), pace="all")
    with pytest.raises(Refused) as refused:
        commands.widen_call_out(world.actor("city"), call_out_id=call_out.id)
    assert codes(refused) == ["call_out.nobody_left"]
    commands.stop_call_out(world.actor("city"), call_out_id=call_out.id, reason="Enough.")
    with pytest.raises(Refused) as refused:
        commands.widen_call_out(world.actor("city"), call_out_id=call_out.id)
    assert codes(refused) == ["call_out.over"]


def test_a_stopped_call_out_asks_nobody_any_more(world) -> None:
    call_out = start(world, asked(world))
    start_at = call_out.started_at
    commands.stop_call_out(world.actor("city"), call_out_id=call_out.id, reason="Enough.")
    with later(start_at, minutes=30):
        assert len(asks(call_out)) == 2
    with pytest.raises(Refused) as refused:
        commands.stop_call_out(world.actor("city"), call_out_id=call_out.id)
    assert codes(refused) == ["call_out.over"]


def test_starting_is_refused_to_others_twice_and_for_what_is_not_open(world) -> None:
    aid_request = asked(world)
    for party in ("helper1", "town"):
        with pytest.raises((Refused, NotFound)):
            commands.start_call_out(
                world.actor(party, "duty_officer"), aid_request_id=aid_request.id
            )
    start(world, aid_request)
    with pytest.raises(Refused) as refused:
        start(world, aid_request)
    assert codes(refused) == ["call_out.running"]
    other = asked(world)
    aid.cancel_aid_request(world.actor("city"), aid_request_id=other.id, reason="Wrong.")
    with pytest.raises(Refused) as refused:
        commands.start_call_out(world.actor("city"), aid_request_id=other.id)
    assert codes(refused) == ["call_out.not_open"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"first": 0}, "call_out.wave_size"),
        ({"minutes": 0}, "call_out.minutes"),
        ({"pace": "named"}, "call_out.nobody_named"),
        ({"pace": "sideways"}, "field.unknown_choice"),
    ],
)
def test_starting_is_refused_with_the_field_to_mend(world, values, code) -> None:
    with pytest.raises(Refused) as refused:
        start(world, asked(world), **values)
    assert codes(refused) == [code]
    assert refused.value.refusals[0].field


def test_naming_oneself_or_a_stranger_is_refused(world) -> None:
    aid_request = asked(world)
    for party in ("city", "town"):
        with pytest.raises(Refused) as refused:
            start(world, aid_request, pace="named", party_ids=[world.parties[party].id])
        assert codes(refused) == ["call_out.unknown_party"]


def test_lines_of_another_request_are_refused(world) -> None:
    first, second = asked(world), asked(world)
    with pytest.raises(Refused) as refused:
        start(world, first, line_ids=[technicians(world, second).id])
    assert codes(refused) == ["call_out.unknown_line"]


def test_the_same_id_gives_the_first_call_out(world) -> None:
    from muster.journal.ids import new_id

    aid_request, call_out_id = asked(world), new_id()
    first = start(world, aid_request, call_out_id=call_out_id)
    assert start(world, aid_request, call_out_id=call_out_id).id == first.id


def test_the_requester_sees_all_who_were_asked_and_a_party_only_itself(world) -> None:
    aid_request = asked(world)
    start(world, aid_request)
    whole = queries.call_out_of(world.actor("city"), aid_request.id)
    assert whole.asked == 2 and whole.waiting == 7
    best = whole.parties[0]
    assert best.asks[0].state == "silent" and best.asks[0].ways == ["email"]
    assert best.next_person and best.next_at
    key = next(key for key, party in world.parties.items() if party.id == best.party_id)
    own = queries.call_out_of(world.actor(key, "duty_officer"), aid_request.id)
    assert [each.party_id for each in own.parties] == [best.party_id]
    assert not own.counts
    assert queries.call_out_of(world.actor("school", "duty_officer"), aid_request.id) is None


def test_the_link_in_a_letter_leads_to_its_page(world) -> None:
    start(world, asked(world))
    letter = Message.objects.filter(about_kind="ask").first()
    token = LINK.search(letter.answer_url)[1]
    assert letter.answer_url.endswith(reverse("callout:answer", args=[token]))
    assert letter.answer_url in letter.body


def test_what_is_said_in_a_letter_is_what_the_label_allows(world) -> None:
    start(world, asked(world))
    letter = Message.objects.filter(about_kind="ask").first()
    assert "Ransomware" not in letter.subject + letter.body + letter.short
    assert world.network.name in letter.subject
    other = asked(world, sharing_label="TLP:GREEN")
    start(world, other)
    letters = Message.objects.filter(about_kind="ask", subject__contains="Ransomware")
    assert letters.exists()


def test_a_call_out_of_an_exercise_says_so_and_is_not_urgent(world) -> None:
    exercise = exercise_of(world)
    aid_request = asked(world, exercise_id=exercise.id)
    start(world, aid_request)
    letter = Message.objects.filter(about_kind="ask").first()
    assert letter.subject.startswith("EXERCISE") and not letter.is_urgent
    assert letter.exercise_id == exercise.id
