"""Every way out answers the same way: sent, failed, refused, or unknown; nothing else is raised."""

import json
import smtplib
import socket
from uuid import uuid4

import pytest
from django.core import mail

from muster.journal import clock
from muster.messaging import posting
from muster.messaging.channels import CHANNELS, Parcel, channel, chat, email, text, voice
from muster.messaging.models import Outcome
from tests.apps.messaging.stand_in import StandIn


def parcel(address="duty@example.gov", **other):
    fields = {
        "id": uuid4(),
        "address": address,
        "subject": "Somebody asks\nfor help",
        "body": "See the link.",
        "created_at": clock.now(),
        "is_urgent": True,
        "is_exercise": True,
        "may_be_duplicate": False,
    }
    return Parcel(**fields | other)


@pytest.fixture
def stand_in(settings):
    opened = []

    def make(**how):
        opened.append(StandIn(**how))
        settings.MUSTER_TEXT_GATEWAY = opened[-1].url()
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.mark.parametrize("way", CHANNELS, ids=lambda way: way.NAME)
def test_every_channel_has_the_same_face(way):
    assert channel(way.NAME) is way
    assert isinstance(way.LABEL, str)
    assert isinstance(way.is_open(), bool)
    assert way.deliver(parcel(address="")).outcome in Outcome


def test_a_mail_has_a_lasting_id_and_says_what_it_is():
    sent = parcel()
    assert email.deliver(sent).outcome == Outcome.SENT
    assert email.deliver(parcel(id=sent.id, may_be_duplicate=True)).outcome == Outcome.SENT
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert "X-Muster-Duplicate" not in first.extra_headers
    assert second.extra_headers["X-Muster-Duplicate"] == "possible"
    assert first.extra_headers["X-Muster-Exercise"] == "yes"
    assert first.subject == "Somebody asks for help"
    assert first.message()


def test_what_is_no_address_is_refused():
    for address in ("", "nobody", "a@b\r\nBcc: c@d.org"):
        assert email.deliver(parcel(address)).outcome == Outcome.REFUSED
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), Outcome.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), Outcome.FAILED),
        (smtplib.SMTPDataError(554, b"spam"), Outcome.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.UNKNOWN),
        (TimeoutError("slow"), Outcome.UNKNOWN),
    ],
)
def test_a_mail_servers_answers_are_told_apart(monkeypatch, error, outcome):
    def fail(self, messages):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    assert email.deliver(parcel()).outcome == outcome


def test_a_mail_server_out_of_reach_has_certainly_not_got_it(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
    assert email.deliver(parcel()).outcome == Outcome.FAILED


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (202, Outcome.SENT),
        (400, Outcome.REFUSED),
        (429, Outcome.FAILED),
        (503, Outcome.FAILED),
        (500, Outcome.UNKNOWN),
    ],
)
def test_a_gateways_answers_are_told_apart(stand_in, status, outcome):
    stand_in(status=status)
    assert text.deliver(parcel()).outcome == outcome


def test_a_gateway_gets_the_key_and_the_mark(stand_in):
    receiver = stand_in()
    sent = parcel(may_be_duplicate=True)
    text.deliver(sent)
    [post] = receiver.posts
    assert (post.key, post.is_marked) == (str(sent.id), True)
    assert json.loads(post.body)["to"] == "duty@example.gov"


def test_the_installation_says_what_a_gateway_is_posted(stand_in, settings):
    receiver = stand_in(needed={"Authorization": "Bearer sesame"})
    settings.MUSTER_TEXT_GATEWAY_TEMPLATE = {
        "phone": "{to}",
        "parts": ["{kind}: {text}", {"urgent": "{urgent}"}],
        "fixed": 7,
    }
    assert text.deliver(parcel()).outcome == Outcome.REFUSED
    settings.MUSTER_TEXT_GATEWAY_TOKEN = "sesame"
    sent = parcel(
        short="Help {to} is asked for", answer_url="https://m.example/a", reply_code="123456"
    )
    assert text.deliver(sent).outcome == Outcome.SENT
    said = "EXERCISE. Help {to} is asked for Reply 123456 YES or 123456 NO. https://m.example/a"
    assert json.loads(receiver.posts[-1].body) == {
        "phone": "duty@example.gov",
        "parts": [f"text: {said}", {"urgent": True}],
        "fixed": 7,
    }


def test_a_gateway_that_takes_the_post_and_says_nothing_leaves_an_unknown_outcome(
    stand_in, monkeypatch
):
    stand_in(closes=True)
    assert text.deliver(parcel()).outcome == Outcome.UNKNOWN
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.2)
    stand_in(delay=2.0)
    assert text.deliver(parcel()).outcome == Outcome.UNKNOWN


def test_a_connection_is_kept_and_a_closed_one_is_not_used(stand_in):
    receiver = stand_in()
    for _ in range(3):
        assert text.deliver(parcel()).outcome == Outcome.SENT
    assert len(posting._lines()) >= 1
    receiver.manners.closes = True
    text.deliver(parcel())
    receiver.manners.closes = False
    assert text.deliver(parcel()).outcome == Outcome.SENT


def test_a_call_reads_the_words_and_no_link(stand_in, settings):
    receiver = stand_in()
    settings.MUSTER_VOICE_GATEWAY = receiver.url("/calls")
    sent = parcel(short="Help is asked for", answer_url="https://m.example/a", reply_code="123456")
    assert voice.deliver(sent).outcome == Outcome.SENT
    said = json.loads(receiver.posts[0].body)
    assert said["kind"] == "voice"
    assert "Help is asked for" in said["text"]
    assert "https" not in said["text"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("json://10.0.0.1/inside", "not the address of a chat"),
        ("mmosts://169.254.169.254/abcdefghijklmnopqrstuvwxyz", "not among the chat servers"),
        ("workflows://evil.example:443/643e1f/aBcD", "not a host of Microsoft Teams"),
        ("file:///etc/passwd", "not the address of a chat"),
        ("slack://", "not the address of a chat"),
        ("", "not the address of a chat"),
    ],
)
def test_chat_goes_to_chat_services_alone(address, words):
    delivery = chat.deliver(parcel(address))
    assert delivery.outcome == Outcome.REFUSED
    assert words in delivery.detail


def test_chat_reaches_a_server_of_ones_own(stand_in, settings):
    receiver = stand_in(body=b"ok")
    settings.MUSTER_OWN_HOSTS = ["127.0.0.1"]
    address = f"mmost://127.0.0.1:{receiver.port}/3ccdd113474722377935511fc85d3dd4"
    sent = parcel(address, short="Help is asked for", answer_url="https://m.example/a")
    assert chat.deliver(sent).outcome == Outcome.SENT
    assert b"EXERCISE. Help is asked for https://m.example/a" in receiver.posts[0].body
    receiver.manners.status = 500
    assert chat.deliver(sent).outcome == Outcome.UNKNOWN
    elsewhere = stand_in(body=b"ok")
    receiver.manners.status = 307
    receiver.manners.headers = {"Location": elsewhere.url("/")}
    assert chat.deliver(sent).outcome == Outcome.UNKNOWN
    assert elsewhere.posts == []


def test_nothing_is_posted_to_another_address_than_the_configured_one(stand_in, settings):
    elsewhere = stand_in()
    stand_in(status=307, headers={"Location": elsewhere.url()})
    assert text.deliver(parcel()).outcome != Outcome.SENT
    assert elsewhere.posts == []
    settings.MUSTER_TEXT_GATEWAY = ""
    assert text.deliver(parcel()).outcome == Outcome.REFUSED


def test_a_gateway_that_is_away_has_certainly_not_got_it(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.MUSTER_TEXT_GATEWAY = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    assert text.deliver(parcel()).outcome == Outcome.FAILED
