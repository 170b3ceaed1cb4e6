"""Web Push: encrypted as RFC 8291 says, signed as RFC 8292 says, read by one browser alone."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from muster.journal import clock
from muster.journal.worker import drain
from muster.messaging import push_secrets
from muster.messaging.channels import push
from muster.messaging.commands import Letter, send
from muster.messaging.models import ContactPoint, Message, Outcome
from tests.apps.messaging.browser import Browser
from tests.apps.messaging.stand_in import StandIn
from tests.apps.messaging.test_channels import parcel
from tests.apps.messaging.test_ways import list_way

# RFC 8291, appendix A (https://www.rfc-editor.org/rfc/rfc8291#appendix-A)
WORDS = b"When I grow up, I want to be a watermelon"
RECEIVER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def key(text):
    return ec.derive_private_key(
        int.from_bytes(push_secrets.decode(text), "big"), push_secrets.CURVE
    )


@pytest.fixture
def service(settings):
    settings.MUSTER_OWN_HOSTS = ["127.0.0.1"]
    made = StandIn(status=201)
    yield made
    made.close()


def test_the_example_of_the_standard_comes_out_byte_for_byte():
    browser = Browser("", key(RECEIVER_PRIVATE), push_secrets.decode(AUTH))
    made = push_secrets.encrypt(
        WORDS,
        browser.subscription["p256dh"],
        AUTH,
        sender=key(SENDER_PRIVATE),
        salt=push_secrets.decode(SALT),
    )
    assert push_secrets.encode(made) == BODY
    assert browser.read(made) == WORDS


def test_a_push_is_read_by_the_browser_that_subscribed_and_by_no_other(service):
    browser = Browser(service.url("/push/1"))
    sent = parcel(
        browser.address, short="A request needs your answer", answer_url="https://m.example/a/1"
    )
    assert push.deliver(sent).outcome == Outcome.SENT
    [post] = service.posts
    shown = json.loads(browser.read(post.body))
    assert shown["body"] == "EXERCISE: A request needs your answer"
    assert (shown["url"], shown["id"]) == ("https://m.example/a/1", str(sent.id))
    with pytest.raises(InvalidTag):
        Browser(browser.endpoint, secret=browser.secret).read(post.body)
    assert post.headers["content-encoding"] == "aes128gcm"
    assert post.headers["urgency"] == "high"
    assert post.headers["topic"] == push_secrets.encode(sent.id.bytes)


def test_two_pushes_of_the_same_words_look_different(service):
    browser = Browser(service.url("/push/1"))
    for _ in range(2):
        push.deliver(parcel(browser.address))
    assert service.posts[0].body != service.posts[1].body


def test_the_service_knows_who_pushes(service):
    push.deliver(parcel(Browser(service.url("/push/1")).address))
    scheme, _, rest = service.posts[0].headers["authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, fields["k"]) == ("vapid", push_secrets.public_key())
    head, claims, signature = fields["t"].split(".")
    raw = push_secrets.decode(signature)
    der = encode_dss_signature(*(int.from_bytes(raw[n : n + 32], "big") for n in (0, 32)))
    public = ec.EllipticCurvePublicKey.from_encoded_point(
        push_secrets.CURVE, push_secrets.decode(fields["k"])
    )
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert said["aud"] == service.url("").rstrip("/")
    assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600


def test_a_push_lives_no_longer_than_its_question(service):
    browser = Browser(service.url("/push/1"))
    push.deliver(parcel(browser.address, expires_at=clock.now() + timedelta(minutes=5)))
    assert 290 <= int(service.posts[0].headers["ttl"]) <= 300


def test_long_words_are_cut_to_what_a_push_service_takes(service):
    browser = Browser(service.url("/push/1"))
    assert push.deliver(parcel(browser.address, short="é" * 3000)).outcome == Outcome.SENT
    assert len(service.posts[0].body) <= push_secrets.RECORD_SIZE
    assert json.loads(browser.read(service.posts[0].body))["body"].startswith("EXERCISE: é")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1",
        "https://127.0.0.1/1",
        "https://10.1.2.3/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest",
        "https://localhost/1",
    ],
)
def test_nothing_is_pushed_into_a_private_network(endpoint):
    delivery = push.deliver(parcel(Browser(endpoint).address))
    assert delivery.outcome in (Outcome.REFUSED, Outcome.FAILED)
    assert delivery.outcome == Outcome.REFUSED or "push.example" in endpoint


@pytest.mark.parametrize(
    ("status", "outcome"), [(413, "refused"), (429, "failed"), (500, "unknown")]
)
def test_a_push_services_answers_are_told_apart(service, status, outcome):
    service.manners.status = status
    delivery = push.deliver(parcel(Browser(service.url("/push/1")).address))
    assert (delivery.outcome, delivery.is_gone) == (outcome, False)


@pytest.mark.django_db
def test_a_browser_that_is_gone_is_taken_off_the_list(service, django_user_model):
    person = django_user_model.objects.create_user("a@example.gov", "x", name="A")
    point = list_way(person, "push", Browser(service.url("/push/1")).address)
    service.manners.status = 410
    send([Letter(uuid4(), person.id, "push", "", "Help", "x", "one", contact_point_id=point.id)])
    drain()
    assert Message.objects.get().state == "dead"
    assert ContactPoint.objects.get().removed_at is not None
