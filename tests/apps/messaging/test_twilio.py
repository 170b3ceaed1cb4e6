"""Twilio: form-encoded posts under Basic auth, and webhooks that only its signature opens."""

import base64
import json
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.messaging.carriers import twilio
from muster.messaging.channels import text, voice
from muster.messaging.commands import Letter, send
from muster.messaging.models import Message, Outcome
from tests.apps.messaging.stand_in import StandIn
from tests.apps.messaging.test_channels import parcel

ACCOUNT, TOKEN, FROM = "AC" + "0" * 32, "made-up-token", "+18015550100"


@pytest.fixture
def service(settings):
    pair = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    made = StandIn(status=201, body=b'{"sid": "SM123"}', needed={"Authorization": f"Basic {pair}"})
    settings.MUSTER_TWILIO_URL = made.url("")
    settings.MUSTER_TWILIO_ACCOUNT, settings.MUSTER_TWILIO_TOKEN = ACCOUNT, TOKEN
    settings.MUSTER_TWILIO_FROM = FROM
    yield made
    made.close()


def form_of(post):
    return {name: values[0] for name, values in parse_qs(post.body.decode()).items()}


def webhook(kind, fields, token=TOKEN, signature=None):
    url = twilio.address_of(kind)
    signed = signature or twilio.signature_of(url, {k: [v] for k, v in fields.items()}, token)
    return Client().post(
        reverse(f"messaging:twilio_{kind}"),
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signed},
    )


def test_a_signature_is_reckoned_as_the_provider_documents_it():
    # The worked example of https://www.twilio.com/docs/usage/security
    fields = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675309"],
        "Digits": ["1234"],
        "From": ["+14158675309"],
        "To": ["+18005551212"],
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert twilio.signature_of(url, fields, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_text_is_asked_for_as_a_form_under_basic_auth(service):
    delivery = text.deliver(parcel("+18015550101", short="Help & more", is_exercise=False))
    assert (delivery.outcome, delivery.reference) == (Outcome.SENT, "SM123")
    [post] = service.posts
    assert post.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    form = form_of(post)
    assert (form["To"], form["From"], form["Body"]) == ("+18015550101", FROM, "Help & more")
    assert form["StatusCallback"].endswith("/inbound/twilio/status/")


def test_a_call_reads_its_words_as_markup_that_cannot_be_broken_out_of(service):
    assert voice.deliver(parcel("+18015550101", short="<Dial>1</Dial>")).outcome == Outcome.SENT
    form = form_of(service.posts[0])
    assert "&lt;Dial&gt;" in form["Twiml"]
    assert "<Dial>" not in form["Twiml"]


def test_a_second_copy_says_so_since_there_is_no_key_to_drop_it_by(service):
    text.deliver(parcel("+18015550101", may_be_duplicate=True))
    assert form_of(service.posts[0])["Body"].startswith("Perhaps you have this already")


def test_wrong_credentials_are_refused(service, settings):
    settings.MUSTER_TWILIO_TOKEN = "another"
    assert text.deliver(parcel("+18015550101")).outcome == Outcome.REFUSED
    assert service.accepted == {}


@pytest.mark.django_db
def test_the_carriers_word_that_it_never_arrived_makes_the_message_dead(service):
    send([Letter(uuid4(), None, "text", "+18015550101", "Help", "x", "one")])
    drain()
    assert Message.objects.get().provider_reference == "SM123"
    fields = {"MessageSid": "SM123", "MessageStatus": "undelivered"}
    assert webhook("status", fields, token="guessed").status_code == 403
    assert Message.objects.get().state == "sent"
    assert webhook("status", fields).status_code == 200
    assert Message.objects.get().state == "dead"
    assert Fact.objects.filter(kind="DeliveryDied").exists()


@pytest.mark.django_db
def test_a_webhook_without_its_signature_is_refused_and_on_record(service):
    fields = {"MessageSid": "SM9", "From": "+18015550101", "Body": "123456 YES"}
    for signature in ("", "x", "é", twilio.signature_of("https://elsewhere/", {}, TOKEN)):
        assert webhook("reply", fields, signature=signature or "none").status_code == 403
    [fact] = Fact.objects.filter(kind="ReplyRefused")
    assert json.loads(json.dumps(fact.payload))["reason"] == "forged"
    assert webhook("reply", {"From": "+18015550101"}).status_code == 403


@pytest.mark.django_db
def test_what_is_neither_json_nor_a_plain_form_is_not_even_read(service):
    assert Client().post(reverse("messaging:twilio_reply"), {"a": "b"}).status_code == 415
    assert Client().post(reverse("messaging:gateway_reply"), {"a": "b"}).status_code == 415
