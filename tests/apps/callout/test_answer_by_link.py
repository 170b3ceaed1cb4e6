"""Answering by a link: once, by its addressee, in time; everything else is refused and alarmed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.test import Client

from muster.aid.models import HelpDeclined, Offer
from muster.callout import commands
from muster.callout.models import AnswerLink, Ask, CalledParty
from muster.journal import clock
from muster.journal.worker import drain
from muster.members.models import PartyRoleGrant, Person
from muster.messaging.commands import stop_mail_to
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.callout.night import asked, asks, facts, technicians, token_of

COMING = {"answer": "coming", "people": "2", "hours": "3"}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    caches["process"].clear()


@pytest.fixture
def ask(world) -> Ask:
    """The best match's duty officer, asked for two technicians."""
    aid_request = asked(world)
    line = technicians(world, aid_request, quantity=2)
    call_out = commands.start_call_out(
        world.actor("city"), aid_request_id=aid_request.id, line_ids=[line.id], first=1
    )
    return asks(call_out)[0]


def url(ask: Ask) -> str:
    return f"/a/{token_of(ask)}/"


def test_a_stranger_answers_by_the_link_and_the_party_offers(world, ask) -> None:
    client = Client()
    shown = client.get(url(ask))
    assert shown.status_code == 200 and b"We are coming" in shown.content
    answered = client.post(url(ask), COMING, follow=True)
    assert b"You answered: coming" in answered.content
    drain()
    ask.refresh_from_db()
    assert (ask.people, ask.hours, ask.via, ask.offer_state) == (2, 3, "link", "offered")
    offer = Offer.objects.get(id=ask.offer_id)
    assert offer.state == "submitted"
    assert offer.responding_party_id == ask.called_party.party_id
    assert sum(line.quantity for line in offer.lines.all()) == 2
    assert offer.arrives_at - ask.answered_at == timedelta(hours=3)
    assert CalledParty.objects.get(id=ask.called_party_id).state == "coming"
    assert facts("CallAnswered")[0].via == "link"


def test_a_no_with_its_reason_is_kept_and_the_circle_widens_at_once(world, ask) -> None:
    Client().post(url(ask), {"answer": "no", "reason": "All away."})
    drain()
    declined = HelpDeclined.objects.get()
    assert (declined.party_id, declined.reason) == (ask.called_party.party_id, "All away.")
    ask.call_out.refresh_from_db()
    assert ask.call_out.wave == 2


def test_opening_the_link_changes_nothing(world, ask) -> None:
    before = (
        list(Ask.objects.values()),
        list(AnswerLink.objects.values()),
        len(facts("CallAnswered")),
    )
    for _ in range(3):
        for method in ("get", "head", "options"):
            getattr(Client(), method)(url(ask))
    after = (
        list(Ask.objects.values()),
        list(AnswerLink.objects.values()),
        len(facts("CallAnswered")),
    )
    assert before == after


def test_a_browser_that_shows_the_page_is_noted_as_seen(world, ask) -> None:
    assert Client().post(url(ask) + "seen/").status_code == 204
    ask.refresh_from_db()
    assert ask.seen_at is not None and ask.answered_at is None


def test_only_a_digest_of_the_link_is_kept(world, ask) -> None:
    token = token_of(ask)
    assert token not in str(list(AnswerLink.objects.values()))
    assert len(token) >= 43


def test_a_replayed_link_is_refused_and_alarmed(world, ask) -> None:
    Client().post(url(ask), COMING)
    again = Client().post(url(ask), {"answer": "no", "reason": "An attacker."})
    assert again.status_code == 422 and b"answered already" in again.content
    ask.refresh_from_db()
    assert ask.is_coming
    assert [each.payload["reason"] for each in facts("AnswerLinkRefused")] == ["replayed"]


def test_the_same_submission_twice_is_one_answer_and_no_alarm(world, ask) -> None:
    form = {**COMING, "submission_id": "6f0e8a30-0000-4000-8000-000000000001"}
    assert Client().post(url(ask), form).status_code == 302
    assert Client().post(url(ask), form).status_code == 302
    assert len(facts("CallAnswered")) == 1
    assert not facts("AnswerLinkRefused")


def test_an_expired_link_is_refused_and_alarmed(world, ask) -> None:
    AnswerLink.objects.update(expires_at=clock.now())
    refused = Client().post(url(ask), COMING)
    assert refused.status_code == 422 and b"expired" in refused.content
    assert Ask.objects.get(id=ask.id).answered_at is None
    assert [each.payload["reason"] for each in facts("AnswerLinkRefused")] == ["expired"]


def test_a_forwarded_link_is_refused_to_somebody_else_and_alarmed(world, ask) -> None:
    client = Client()
    world.actor("town", "duty_officer")
    client.force_login(world.people["town", "duty_officer"])
    shown = client.get(url(ask))
    assert b"sent to somebody else" in shown.content and b"technician" not in shown.content
    assert client.post(url(ask), COMING).status_code == 422
    assert Ask.objects.get(id=ask.id).answered_at is None
    assert [each.payload["reason"] for each in facts("AnswerLinkRefused")] == ["forwarded"]


def test_the_mailbox_of_a_fenced_account_cannot_answer(world, ask) -> None:
    """Whoever reads a stricken party's mail holds its links, and can do nothing with them."""
    stop_mail_to(world.network.id, [ask.person_id], "Ransomware.", None)
    refused = Client().post(url(ask), COMING)
    assert refused.status_code == 422 and b"not taken at present" in refused.content
    assert Ask.objects.get(id=ask.id).answered_at is None
    assert [each.payload["reason"] for each in facts("AnswerLinkRefused")] == ["fenced"]


def test_guessed_links_are_refused_alarmed_once_and_then_slowed_down(world, ask) -> None:
    client = Client()
    answers = [client.get(f"/a/guess-number-{number}/").status_code for number in range(40)]
    assert answers[:3] == [404, 404, 404] and answers[-1] == 429
    assert len(facts("AnswerLinkRefused")) == 1
    assert client.get(url(ask)).status_code == 200, "a true link always works"


def test_guessing_at_the_interface_is_slowed_down_and_a_true_link_still_answers(world, ask) -> None:
    client, door = Client(), "/api/v1/answer-links/use"

    def use(token: str) -> int:
        said = {"token": token, "is_coming": True, "people": 1, "hours": 1}
        return client.post(door, said, content_type="application/json").status_code

    guesses = [use(f"guess-number-{number}") for number in range(40)]
    assert guesses[0] == 404 and guesses[-1] == 429
    assert use(token_of(ask)) == 200


def test_behind_a_proxy_each_guesser_is_counted_alone(world, ask, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser = Client(headers={"x-forwarded-for": "198.51.100.1"})
    other = Client(headers={"x-forwarded-for": "192.0.2.7"})
    guesses = [guesser.get(f"/a/guess-number-{number}/").status_code for number in range(40)]
    assert guesses[-1] == 429
    assert other.get("/a/cut-in-two/").status_code == 404


def test_a_refused_link_is_written_into_the_journal_once_an_hour(world, ask) -> None:
    Client().post(url(ask), COMING)
    for _ in range(5):
        Client().post(url(ask), COMING)
    assert len(facts("AnswerLinkRefused")) == 1


def test_after_the_end_a_link_says_thank_you_and_raises_no_alarm(world, ask) -> None:
    commands.stop_call_out(world.actor("city"), call_out_id=ask.call_out_id)
    answered = Client().post(url(ask), COMING)
    assert answered.status_code == 422 and b"Nobody is asked" in answered.content
    assert not facts("AnswerLinkRefused")


def test_who_has_left_the_party_cannot_answer_for_it(world, ask) -> None:
    PartyRoleGrant.objects.filter(person_id=ask.person_id).update(revoked_at=clock.now())
    Person.objects.filter(id=ask.person_id).update(posts_stamp=uuid4())
    refused = Client().post(url(ask), COMING)
    assert refused.status_code == 422 and b"somebody else" in refused.content


@pytest.mark.parametrize(
    "form",
    [
        {"answer": "coming", "people": "0", "hours": "3"},
        {"answer": "coming", "people": "2", "hours": "100000000000000000000"},
        {"answer": "coming", "people": "two", "hours": ""},
        {"answer": "sideways"},
        {},
        {"answer": "no", "reason": "x" * 5000},
    ],
)
def test_a_wrong_form_is_shown_again_with_what_was_typed(world, ask, form) -> None:
    answer = Client().post(url(ask), form)
    assert answer.status_code == 422
    assert Ask.objects.get(id=ask.id).answered_at is None


def test_a_wrong_number_does_not_keep_a_no_from_arriving(world, ask) -> None:
    Client().post(url(ask), {"answer": "no", "people": "many", "reason": "Busy\x00 ‮now"})
    assert Ask.objects.get(id=ask.id).is_coming is False


@pytest.mark.parametrize(
    ("label", "hidden", "shown"),
    [
        ("TLP:RED", ["City of test", "Ransomware", "Desktop technician"], ["Network test"]),
        ("TLP:AMBER", ["City of test", "Ransomware"], ["Network test", "Desktop technician"]),
        ("TLP:GREEN", [], ["City of test", "Desktop technician"]),
    ],
)
def test_the_page_shows_what_the_label_allows(world, label, hidden, shown) -> None:
    aid_request = asked(world, sharing_label=label)
    call_out = commands.start_call_out(world.actor("city"), aid_request_id=aid_request.id)
    text = Client().get(url(asks(call_out)[0])).content.decode()
    assert not [words for words in hidden if words in text]
    assert not [words for words in shown if words not in text]


def test_an_answer_by_link_is_refused_to_an_unknown_token(world, ask) -> None:
    with pytest.raises(NotFound):
        commands.answer_by_link(
            Actor(network_id=None), token="nobody-knows-this", is_coming=True, people=1
        )


def test_the_command_refuses_by_itself_what_the_page_refuses(world, ask) -> None:
    with pytest.raises(Refused) as refused:
        commands.answer_by_link(
            Actor(network_id=None), token=token_of(ask), is_coming=True, people=0
        )
    assert refused.value.refusals[0].code == "answer.people"
