"""Answering a call by a key: once, on that very call, in time; everything else is refused and alarmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from muster.aid.models import Offer
from muster.callout import commands
from muster.callout.models import Ask
from muster.journal import clock
from muster.journal.worker import drain
from muster.members.models import Party
from muster.messaging.models import Attempt, ContactPoint, Message
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from tests.apps.callout.night import asked, asks, facts, later, technicians
from tests.apps.callout.switchboard import gateway, twilio
from tests.apps.messaging.test_ways import list_way


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    caches["process"].clear()


@pytest.fixture
def provider(settings):
    with twilio(settings) as made:
        yield made


@pytest.fixture
def own_gateway(settings):
    with gateway(settings) as made:
        yield made


def called(world, first: int = 1, **values) -> list[Ask]:
    """The best matches' duty officers, each called on a phone of their own."""
    for number, ((_, role), person) in enumerate(sorted(world.people.items())):
        if role == "duty_officer":
            list_way(person, "voice", f"+1801555{number:04d}")
    aid_request = asked(world, **values)
    call_out = commands.start_call_out(
        world.actor("city"),
        aid_request_id=aid_request.id,
        line_ids=[technicians(world, aid_request, quantity=2).id],
        first=first,
    )
    drain()
    return asks(call_out)


def answer_of(ask: Ask) -> Ask:
    return Ask.objects.get(id=ask.id)


def alarms() -> list[str]:
    return [each.payload["reason"] for each in facts("AnswerLinkRefused")]


def forgeries() -> list[str]:
    return [each.payload["reason"] for each in facts("ReplyRefused")]


def test_one_is_a_yes_as_a_bare_yes_by_text_and_becomes_the_offer(world, provider) -> None:
    [ask] = called(world)
    said, _ = provider.ring()
    assert "Press 1: we come. Press 2: we cannot. Press 9: hear it again." in said
    said, more = provider.heard(provider.press("1").content.decode())
    assert said.startswith("Thank you. You are down as coming") and not more
    drain()
    ask = answer_of(ask)
    assert (ask.is_coming, ask.people, ask.hours, ask.via) == (True, 1, 0, "call")
    assert facts("CallAnswered")[0].via == "call"
    assert Offer.objects.get(id=ask.offer_id).responding_party_id == ask.called_party.party_id


def test_two_is_a_no(world, provider) -> None:
    [ask] = called(world)
    assert b"Taken down as not coming" in provider.press("2").content
    ask = answer_of(ask)
    assert (ask.is_coming, ask.via) == (False, "call")


def test_nine_and_any_other_key_read_the_same_again_and_answer_nothing(world, provider) -> None:
    [ask] = called(world)
    first = provider.ring()
    for digit in ("9", "5", "#", ""):
        assert provider.heard(provider.press(digit).content.decode()) == first
    ask = answer_of(ask)
    assert ask.answered_at is None and ask.seen_at is not None
    provider.press("1")
    assert answer_of(ask).is_coming


def test_a_machine_that_presses_keys_is_not_read_to_all_night(world, provider) -> None:
    called(world)
    answers = [provider.heard(provider.press("9").content.decode()) for _ in range(11)]
    assert answers[9][1] and not answers[10][1]


def test_an_answering_machine_answers_nothing(world, provider) -> None:
    [ask] = called(world)
    said, _ = provider.ring()
    assert said.endswith("No key was pressed. Please look at your messages, or open Muster.")
    assert answer_of(ask).answered_at is None
    assert len(provider.calls) == 1
    with later(clock.now(), minutes=2):
        assert answer_of(ask).answered_at is None


def test_a_key_that_the_carrier_posts_twice_is_one_answer_and_no_alarm(world, provider) -> None:
    called(world)
    first, second = provider.press("1"), provider.press("1")
    assert first.content == second.content
    assert len(facts("CallAnswered")) == 1 and not alarms()


def test_another_key_after_the_answer_is_refused_and_alarmed(world, provider) -> None:
    [ask] = called(world)
    provider.press("1")
    for digit in ("2", "9"):
        assert b"answered already" in provider.press(digit).content
    assert answer_of(ask).is_coming
    assert alarms() == ["replayed"]


def test_a_key_after_an_answer_elsewhere_is_refused(world, provider) -> None:
    [ask] = called(world)
    Ask.objects.filter(id=ask.id).update(answered_at=clock.now(), is_coming=False)
    assert b"answered already" in provider.press("1").content
    assert not answer_of(ask).is_coming


@pytest.mark.parametrize(
    "forgery",
    [
        {"token": "guessed"},
        {"signature": ""},
        {"signature": "é"},
        {"url": "https://elsewhere.example/a/x/keys/1/twilio/", "sent_to": None},
    ],
)
def test_a_key_with_a_forged_signature_is_refused_and_on_record(world, provider, forgery) -> None:
    [ask] = called(world)
    if "sent_to" in forgery:
        forgery = {**forgery, "sent_to": provider.ring()[1]}
    assert provider.press("1", **forgery).status_code == 403
    assert answer_of(ask).answered_at is None
    assert forgeries() == ["forged"]


def test_a_call_too_long_ago_takes_no_key(world, provider) -> None:
    [ask] = called(world)
    with clock.telling(clock.now() + timedelta(minutes=31)):
        assert b"too late" in provider.press("1").content
    assert answer_of(ask).answered_at is None
    assert alarms() == ["expired"]


def test_another_call_cannot_use_the_token(world, provider) -> None:
    """Whoever is called cannot answer for somebody else who is called at the same time."""
    one, other = called(world, first=2)
    assert len(provider.calls) == 2
    stolen = provider.ring(0)[1]
    assert b"cannot answer" in provider.press("1", call=1, url=stolen).content
    assert b"cannot answer" in provider.press("1", call=0, sid="CA999").content
    assert answer_of(one).answered_at is None and answer_of(other).answered_at is None
    assert alarms() == ["forwarded"]


def test_a_guessed_token_and_a_made_up_attempt_are_counted_as_guesses(world, provider) -> None:
    [ask] = called(world)
    url = provider.ring()[1]
    guess = url.replace(url.split("/a/")[1].split("/")[0], "guessed")
    statuses = [provider.press("1", url=guess).status_code for _ in range(40)]
    assert statuses[0] == 404 and statuses[-1] == 429
    for number in ("2", "99999999999999999999"):
        assert provider.press("1", url=url.replace("/1/", f"/{number}/")).status_code in (404, 429)
    assert alarms() == ["unknown"]
    assert answer_of(ask).answered_at is None
    assert b"Thank you" in provider.press("1").content, "a true key always counts"


def test_the_token_of_a_call_opens_no_page_and_a_link_takes_no_key(world, provider) -> None:
    [ask] = called(world)
    token = provider.ring()[1].split("/a/")[1].split("/")[0]
    assert Client().get(f"/a/{token}/").status_code == 404
    said = {"token": token, "is_coming": True, "people": 1, "hours": 1}
    door = "/api/v1/answer-links/use"
    assert Client().post(door, said, content_type="application/json").status_code == 404
    with later(clock.now(), minutes=2):
        letters = Message.objects.filter(about_id=ask.id).exclude(channel="voice")
        link = letters.first().answer_url
        assert provider.press("1", url=f"{link}keys/1/twilio/").status_code == 404
    assert answer_of(ask).answered_at is None


def test_the_command_refuses_a_link_as_the_key_of_a_call(world, provider) -> None:
    called(world)
    token = provider.ring()[1].split("/a/")[1].split("/")[0]
    with pytest.raises(NotFound):
        commands.answer_by_link(Actor(network_id=None), token=token, is_coming=False)


def test_a_lost_answer_of_the_carrier_binds_the_attempt_to_the_call_of_the_first_key(
    world, provider
) -> None:
    provider.line.manners.closes = True
    [ask] = called(world)
    provider.line.manners.closes = False
    assert Attempt.objects.get(message__channel="voice").reference == ""
    provider.press("9", sid="CA-first")
    assert b"cannot answer" in provider.press("1", sid="CA-second").content
    provider.press("1", sid="CA-first")
    assert answer_of(ask).is_coming


def test_each_attempt_has_a_call_of_its_own(world, provider) -> None:
    provider.line.manners.closes = True
    [ask] = called(world)
    provider.line.manners.closes = False
    with clock.telling(clock.now() + timedelta(seconds=30)):
        drain()
        urls = [provider.ring(0)[1], provider.ring(1)[1]]
        assert [url[-9:] for url in urls] == ["1/twilio/", "2/twilio/"]
        provider.press("1", call=1, url=urls[1])
    assert answer_of(ask).is_coming


def test_a_phone_that_was_taken_out_of_the_list_answers_no_more(world, provider) -> None:
    [ask] = called(world)
    ContactPoint.objects.filter(person_id=ask.person_id).update(removed_at=clock.now())
    assert b"cannot answer" in provider.press("1").content
    assert answer_of(ask).answered_at is None


def test_after_the_end_a_key_hears_thank_you_and_raises_no_alarm(world, provider) -> None:
    [ask] = called(world)
    commands.stop_call_out(world.actor("city"), call_out_id=ask.call_out_id)
    assert b"Nobody is asked" in provider.press("1").content
    assert not alarms()


@pytest.mark.parametrize(
    ("label", "hidden"), [("TLP:RED", True), ("TLP:AMBER", True), ("TLP:GREEN", False)]
)
def test_a_call_says_what_the_label_allows(world, provider, label, hidden) -> None:
    called(world, sharing_label=label)
    said = provider.ring()[0] + provider.press("9").content.decode()
    assert "Network test" in said
    assert ("City of test" not in said) is hidden


def test_markup_in_a_name_is_read_aloud_and_does_nothing(world, provider) -> None:
    name = 'City</Say></Gather><Dial>+1900</Dial> & "more"'
    Party.objects.filter(id=world.parties["city"].id).update(name=name)
    called(world, sharing_label="TLP:GREEN")
    said, more = provider.ring()
    assert name in said and more.endswith("/twilio/")
    again, more = provider.heard(provider.press("9").content.decode())
    assert again == said and more


def test_a_gateway_of_ones_own_is_told_where_keys_go_and_posts_one(world, own_gateway) -> None:
    [ask] = called(world)
    [call] = own_gateway.calls
    assert call["answers"]["keys"] == {"1": "we come", "2": "we cannot", "9": "hear it again"}
    assert "Press 1: we come." in call["text"]
    again = own_gateway.press("9").json()
    assert again == {"text": call["text"], "answers": call["answers"]}
    answer = own_gateway.press("1").json()
    assert answer["text"].startswith("Thank you.") and answer["answers"] is None
    assert answer_of(ask).via == "call" and answer_of(ask).is_coming


@pytest.mark.parametrize(
    "forgery",
    [
        {"secret": "guessed"},
        {"at": 1},
        {"content": {"url": "https://muster.example/a/another/keys/1/gateway/"}},
        {"content": {"digit": 1}},
        {"content": {"call": ""}},
        {"body": b"[]"},
        {"body": b"\xff"},
    ],
)
def test_a_gateways_forged_stale_or_carried_over_key_is_refused(
    world, own_gateway, forgery
) -> None:
    [ask] = called(world)
    assert own_gateway.press("1", **forgery).status_code == 403
    assert answer_of(ask).answered_at is None
    assert forgeries() == ["forged"]


def test_a_gateways_other_call_cannot_use_the_token(world, own_gateway) -> None:
    [ask] = called(world)
    said = own_gateway.press("1", content={"call": "another"}).json()
    assert "cannot answer" in said["text"]
    assert answer_of(ask).answered_at is None
    assert alarms() == ["forwarded"]


@pytest.mark.parametrize("without", ["keys", "place"])
def test_a_gateway_that_gathers_no_keys_promises_none(
    world, own_gateway, settings, without
) -> None:
    if without == "keys":
        settings.MUSTER_VOICE_GATEWAY_KEYS = False
    else:
        settings.MUSTER_TEXT_GATEWAY_TEMPLATE = {"text": "{text}"}
    called(world)
    [call] = own_gateway.calls
    assert "Press" not in call["text"] and "answers" not in call


def test_a_carrier_that_nobody_knows_is_not_listened_to(world, provider) -> None:
    called(world)
    url = provider.ring()[1].replace("/twilio/", "/sms/")
    assert provider.press("1", url=url).status_code == 404
