"""What looks like a secret is asked about at both doors; nothing typed is lost, nothing refused for good."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from muster.aid.models import Note
from muster.files.models import StoredFile
from muster.journal.models import Fact
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask
from tests.apps.aid.world import World, build

SECRET = "Console: password: Winter2026! for all of you"


@pytest.fixture
def world(db: None, tmp_path, settings) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.MUSTER_CLAMAV = ""
    return build()


def recorded() -> list[dict]:
    return [fact.payload for fact in Fact.objects.filter(kind="SecretAcknowledged")]


def test_the_page_asks_keeps_what_was_typed_and_lets_it_through_when_told_so(world: World) -> None:
    url = reverse("aid:request_note", args=[ask(world).id])
    client = browser(world, "city")

    answer = client.post(url, {"text": SECRET})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This looks like a password" in shown
    assert "Winter2026!" in shown
    assert 'name="acknowledge_secrets"' in shown
    assert not Note.objects.exists()

    answer = client.post(url, {"text": SECRET, "acknowledge_secrets": "on"})
    assert answer.status_code == 302
    assert Note.objects.get().text == SECRET
    (fact,) = recorded()
    assert (fact["kinds"], fact["fields"]) == ("password", "text")
    assert "Winter" not in str(fact)


def test_ordinary_words_are_never_asked_about(world: World) -> None:
    url = reverse("aid:request_note", args=[ask(world).id])
    client = browser(world, "city")
    assert "acknowledge_secrets" not in client.get(url).content.decode()
    assert client.post(url, {"text": "All passwords were reset at 03:10."}).status_code == 302
    assert recorded() == []


def test_the_api_refuses_with_a_code_and_takes_it_with_a_header(world: World) -> None:
    path = f"/aid-requests/{ask(world).id}/notes"
    client = browser(world, "city")

    answer = send(client, path, {"text": SECRET})
    assert answer.status_code == 409
    assert "secret.suspected" in answer.content.decode()
    assert not Note.objects.exists()

    answer = send(client, path, {"text": SECRET}, **{"Acknowledge-Secrets": "true"})
    assert answer.status_code == 201
    assert len(recorded()) == 1


def test_a_text_file_is_looked_through_too(world: World) -> None:
    sent = SimpleUploadedFile("accounts.txt", SECRET.encode(), "text/plain")
    answer = browser(world, "city").post("/api/v1/files", {"file": sent})
    assert answer.status_code == 409
    assert not StoredFile.objects.exists()
