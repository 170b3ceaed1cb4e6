"""Answers by text and mail: once each; signature, sender and live code, or they do not count."""

import io
import json
import sys
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.urls import reverse

from muster.config import cli
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.members.models import Person
from muster.messaging.carriers import generic
from muster.messaging.commands import Letter, send, stop_mail_to
from muster.messaging.models import Inbound, Message
from muster.rules.replies import code_and_words
from tests.apps.messaging.test_ways import list_way

pytestmark = pytest.mark.django_db

NETWORK, ABOUT, SECRET = UUID(int=77), UUID(int=5), "shared with the gateway"
PHONE, MAILBOX, CODE = "+18015550101", "duty@lehi.example.gov", "482913"


@pytest.fixture
def person(settings):
    settings.MUSTER_TEXT_GATEWAY = "http://127.0.0.1:9/"
    settings.MUSTER_TEXT_GATEWAY_SECRET = SECRET
    settings.MUSTER_REPLY_MAILBOX = "answers@muster.example.gov"
    return Person.objects.create(email=MAILBOX, name="Dee", phone=PHONE)


def ask(person, channel="text", address=PHONE, code=CODE, **other):
    at = clock.now()
    fields = {"about_kind": "call_out_ask", "about_id": ABOUT, "reply_code": code}
    fields |= {"expires_at": at + timedelta(hours=1)} | other
    send([Letter(NETWORK, person.id, channel, address, "Help", "See.", str(uuid4()), **fields)])
    return Message.objects.latest("created_at", "id")


def post(content, *, secret=SECRET, age=0, signature=None, body=None):
    body = json.dumps(content).encode() if body is None else body
    stamp = str(int(clock.now().timestamp()) - age)
    signed = f"t={stamp},v1={generic.signature_of(body, stamp, secret)}"
    return Client().post(
        reverse("messaging:gateway_reply"),
        body,
        content_type="application/json",
        headers={generic.SIGNATURE_HEADER: signed if signature is None else signature},
    )


def reply(text=f"{CODE} YES, two of us", sender=PHONE, carrier_id=None, **other):
    return {"id": carrier_id or str(uuid4()), "from": sender, "text": text} | other


def received():
    return [fact.payload for fact in Fact.objects.filter(kind="ReplyReceived")]


def refused():
    facts = Fact.objects.filter(kind="ReplyRefused").order_by("id")
    return [fact.payload["reason"] for fact in facts]


def pipe(monkeypatch, message):
    monkeypatch.setattr(sys, "stdin", type("", (), {"buffer": io.BytesIO(message.encode())}))
    return cli.main(["inbound-mail"])


def mail(sender=MAILBOX, subject=f"Re: Help [{CODE}]", body="YES, two of us", identity="<a@b>"):
    return f"From: Dee <{sender}>\nSubject: {subject}\nMessage-ID: {identity}\n\n{body}\n"


def test_a_signed_reply_from_the_number_that_was_asked_counts_once(person):
    message = ask(person)
    same = reply(carrier_id="carrier-1")
    for _ in range(3):
        assert post(same).status_code == 200
    [payload] = received()
    assert payload["about_kind"], payload["about_id"] == ("call_out_ask", str(ABOUT))
    assert payload["person_id"] == str(person.id)
    assert payload["text"] == "YES, two of us"
    assert refused() == []
    message.refresh_from_db()
    assert message.seen_at is not None


def test_a_number_may_be_written_in_any_way(person):
    ask(person)
    post(reply(sender="(801) 555-0101", text=f"  {CODE.lower()}: no, ill"))
    assert received()[0]["text"] == "no, ill"


def test_an_own_way_answers_for_itself_alone(person):
    point = list_way(person, "text", "+18015550199")
    ask(person, contact_point_id=point.id, address="")
    post(reply(sender=PHONE))
    assert (received(), refused()) == ([], ["wrong_sender"])
    post(reply(sender="+18015550199"))
    assert received()[0]["contact_point_id"] == str(point.id)


@pytest.mark.parametrize(
    "forgery",
    [
        {"secret": "guessed"},
        {"signature": ""},
        {"signature": "t=1,v1="},
        {"signature": "t=é,v1=é"},
        {"signature": "t=99999999999999999999,v1=00"},
        {"age": 301},
        {"age": -301},
    ],
)
def test_a_forged_or_stale_post_is_refused_and_on_record(person, forgery):
    ask(person)
    assert post(reply(), **forgery).status_code == 403
    assert (received(), refused()) == ([], ["forged"])


def test_without_a_shared_secret_nothing_counts(person, settings):
    settings.MUSTER_TEXT_GATEWAY_SECRET = ""
    ask(person)
    assert post(reply(), secret="").status_code == 403
    assert received() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"\xff", b'{"id": 1}', b'{"id":"x","from":"y","text":7}'],
)
def test_what_is_signed_and_makes_no_sense_breaks_nothing(person, body):
    assert post(None, body=body).status_code in (403, 415)


def test_a_guessed_an_expired_and_a_replayed_code_are_refused(person):
    post(reply(text="111111 YES"))
    post(reply(text="YES"))
    ask(person, code="222222", expires_at=clock.now() + timedelta(seconds=1))
    with clock.telling(clock.now() + timedelta(minutes=2)):
        post(reply(text="222222 YES"))
    ask(person)
    post(reply())
    post(reply(text=f"{CODE} NO"))
    assert refused() == ["unknown_code", "unknown_code", "expired", "replayed"]
    assert len(received()) == 1


def test_another_sender_cannot_answer_with_a_forwarded_code(person):
    ask(person)
    post(reply(sender="+18015550177"))
    post(reply(sender="not a number"))
    assert (received(), refused()) == ([], ["wrong_sender", "wrong_sender"])


def test_a_text_code_does_not_count_by_mail(person, monkeypatch):
    ask(person)
    pipe(monkeypatch, mail(sender="x@lehi.example.gov"))
    assert refused() == ["wrong_sender"]


def test_who_tries_codes_is_stopped_and_the_coordinators_are_alarmed(person):
    ask(person)
    for number in range(12):
        post(reply(text=f"{number:06d} YES"))
    assert refused()[:6] == ["unknown_code"] * 5 + ["too_many"]
    post(reply())
    assert received() == [], "not even the right one counts after that"
    assert alarms() == [5, 10], "at the sender's limit, and at the first step"
    assert {fact.network_id for fact in Fact.objects.filter(kind="ManyRepliesRefused")} == {NETWORK}


def write_down_refused(count, **other):
    """Refusals of others that are written down and were not counted when they came in."""
    fields = {"carrier": "gateway", "channel": "text", "received_at": clock.now()}
    fields |= {"refused_because": "unknown_code", "sender_digest": "another's"} | other
    Inbound.objects.bulk_create(Inbound(carrier_id=str(uuid4()), **fields) for _ in range(count))


def alarms():
    facts = Fact.objects.filter(kind="ManyRepliesRefused").order_by("id")
    return [fact.payload["count"] for fact in facts]


def test_refusals_that_jump_over_a_step_alarm_once(person):
    ask(person)
    write_down_refused(10)
    for _ in range(3):
        post(reply(text="111111 YES"))
    assert alarms() == [11]
    write_down_refused(90)
    post(reply(text="111111 YES"))
    assert alarms() == [11, 104]


def test_a_steady_stream_alarms_once_per_step_and_window(person):
    start = clock.now()
    ask(person, expires_at=start + timedelta(hours=12))
    for minutes in range(0, 120, 6):
        with clock.telling(start + timedelta(minutes=minutes)):
            post(reply(text="111111 YES", sender=f"+1801555{minutes:04d}"))
    assert alarms() == [10, 10], "again only when the alarm before is an hour old"


def letters_not_counted():
    return list(Message.objects.filter(unique_key__startswith="reply-not-counted/"))


def test_whose_name_was_forged_is_told_once_over_another_way(person, monkeypatch):
    asked = ask(person, "email", MAILBOX, answer_url="https://muster.example.gov/a/secret/")
    for number in range(5):
        pipe(monkeypatch, mail(subject=f"Re: Help [{number:06d}]", identity=f"<{number}@forger>"))
    assert (alarms(), letters_not_counted()) == ([5], [])
    for number in range(2):
        pipe(monkeypatch, mail(identity=f"<{number}@genuine>"))
    assert (received(), refused()) == ([], ["unknown_code"] * 5 + ["too_many"] * 2)
    [letter] = letters_not_counted()
    assert (letter.person_id, letter.channel, letter.address) == (person.id, "text", PHONE)
    assert letter.short == (
        "Your answer did not count: too many were tried in your name. Use the link."
    )
    assert (letter.answer_url, letter.expires_at) == (asked.answer_url, asked.expires_at)
    assert CODE not in letter.subject + letter.body + letter.reply_code
    assert alarms() == [5]


def test_who_has_no_other_way_is_told_over_the_one_that_was_asked(person, monkeypatch):
    Person.objects.filter(id=person.id).update(phone="")
    ask(person, "email", MAILBOX)
    for number in range(5):
        pipe(monkeypatch, mail(subject=f"Re: Help [{number:06d}]", identity=f"<{number}@forger>"))
    pipe(monkeypatch, mail())
    [letter] = letters_not_counted()
    assert (letter.channel, letter.address) == ("email", MAILBOX)


def test_a_forger_beyond_the_limit_learns_nothing(person):
    ask(person, "email", MAILBOX)
    forged = {"channel": "email", "sender": MAILBOX}
    answers = [post(reply(text=f"{number:06d} YES", **forged)) for number in range(6)]
    assert letters_not_counted() == [], "wrong codes tell nobody anything"
    answers.append(post(reply(text=f"{CODE} YES", **forged)))
    assert len({(each.status_code, each.content) for each in answers}) == 1
    assert refused()[5:] == ["too_many", "too_many"]
    assert [letter.channel for letter in letters_not_counted()] == ["text"]


def test_another_sender_beyond_the_limit_has_nobody_told(person):
    ask(person)
    stranger = "+18015550177"
    for number in range(5):
        post(reply(text=f"{number:06d} YES", sender=stranger))
    post(reply(sender=stranger))
    assert (refused()[-1], letters_not_counted()) == ("too_many", [])
    post(reply())
    assert len(received()) == 1, "the person's own answer counts all the same"


def test_answers_that_guess_nothing_do_not_use_up_the_limit(person):
    ask(person)
    for _ in range(7):
        post(reply())
    ask(person, code="222222")
    post(reply(text="222222 YES"))
    assert (len(received()), refused()) == (2, ["replayed"] * 6)
    assert alarms() == []


def test_a_mail_is_answered_from_the_mailbox_that_was_asked(person, monkeypatch):
    ask(person, "email", MAILBOX)
    drain()
    [asked] = sent_mail.outbox
    assert f"[{CODE}]" in asked.subject
    assert asked.extra_headers["Reply-To"] == "answers@muster.example.gov"
    quoted = "YES, two of us\n\nOn Monday Muster wrote:\n> Help\n"
    for _ in range(2):
        assert pipe(monkeypatch, mail(body=quoted)) == 0
    [payload] = received()
    assert (payload["channel"], payload["text"]) == ("email", "YES, two of us")


def test_a_mail_reply_may_come_by_the_signed_webhook(person):
    ask(person, "email", MAILBOX)
    post(reply("YES", MAILBOX.upper(), channel="email", subject=f"Re: Help [{CODE}]"))
    assert received()[0]["text"] == "YES"


def test_mail_from_a_stopped_mailbox_never_counts(person, monkeypatch):
    ask(person, "email", MAILBOX)
    stop_mail_to(NETWORK, [person.id], "a stranger reads it", by=None)
    pipe(monkeypatch, mail())
    assert (received(), refused()) == ([], ["stopped_mailbox"])


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no header at all",
        mail().replace("Message-ID", "Auto-Submitted: auto-replied\nMessage-ID"),
        "From: a@b.example, c@d.example\n\nYES",
        "From: \xff\n\nYES",
        "Content-Type: multipart/mixed\nFrom: a@b.example\n\nYES",
        "Content-Type: text/plain; charset=nonsense\nFrom: a@b.example\n\nYES",
    ],
)
def test_a_mail_that_is_no_answer_counts_for_nothing_and_breaks_nothing(
    person, monkeypatch, message
):
    ask(person, "email", MAILBOX)
    assert pipe(monkeypatch, message) == 0
    assert received() == []


@pytest.mark.parametrize(
    ("text", "is_mail", "code", "words"),
    [
        ("482913 yes", False, "482913", "yes"),
        ("  482913: yes", False, "482913", "yes"),
        ("yes", False, "", ""),
        ("", False, "", ""),
        ("abcd1234 NO", False, "ABCD1234", "NO"),
        ("Re: Help [482913]\nyes", True, "482913", "yes"),
        ("Re: Help [482913]\n482913 yes", True, "482913", "yes"),
        ("Re: Help\n\n482913 no\n> quoted", True, "482913", "no"),
        ("Re: Help\n> 482913 yes", True, "", ""),
    ],
)
def test_code_and_words_are_told_apart(text, is_mail, code, words):
    found = code_and_words(text, is_mail=is_mail)
    assert found == (code, words) or (not code and found[0] not in ("482913",))
