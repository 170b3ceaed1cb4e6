"""From form to command and back, as a reader meets it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from muster.rules.refusal import Refusal, Refused
from muster.web import step_up
from tests.apps.web import stage

pytestmark = pytest.mark.django_db
ACTING = {"X-Acting": "1"}


@pytest.fixture
def client(stage_settings) -> Iterator[Client]:
    """The stage's actor has no account, so the house's own way to confirm presence stays out."""
    stage.DONE.clear()
    before = list(step_up._registered)
    step_up._registered.clear()
    yield Client(headers=ACTING, raise_request_exception=False)
    step_up._registered[:] = before


@pytest.fixture
def presence() -> Iterator[None]:
    """A way to confirm presence: the password is `right`."""

    def check(request, *, password, code):
        if password != "right":
            raise Refused(Refusal("step_up.wrong"))
        return replace(request.actor, stepped_up=True)

    before = step_up.registered()
    step_up.register(check)
    yield
    step_up._registered[:] = [before] if before else []


def test_a_stranger_is_led_to_sign_in_and_back(client: Client):
    answer = client.get("/hours", headers={"X-Acting": ""})
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/hours"


def test_success_leads_on_with_a_message(client: Client):
    answer = client.post("/hours", {"note": "two hours"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Logged." in answer.text
    assert [done["note"] for done in stage.DONE] == ["two hours"]


def test_a_mistake_keeps_what_was_typed(client: Client):
    answer = client.post("/hours", {"note": "", "start": "at noon"})
    assert answer.status_code == 422
    assert 'value="at noon"' in answer.text
    assert 'href="#id_note"' in answer.text
    assert stage.DONE == []


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(client: Client):
    answer = client.post("/hours", {"note": "late", "start": "at noon"})
    assert answer.status_code == 422
    assert 'id="id_start_error">The end must be after' in answer.text
    assert "Someone changed this a moment ago" in answer.text
    assert 'value="at noon"' in answer.text


def test_the_submission_keeps_its_id_from_page_to_retry(client: Client):
    shown = client.get("/hours").text
    given = re.search(r'name="submission_id" value="([^"]+)"', shown)[1]
    again = client.post("/hours", {"note": "", "submission_id": given}).text
    assert f'value="{given}"' in again
    client.post("/hours", {"note": "done", "submission_id": given})
    assert stage.DONE[0]["submission_id"] == uuid.UUID(given)


def test_a_double_press_writes_once_and_leads_to_the_same_page(client: Client):
    given = {"note": "two hours", "submission_id": str(uuid.uuid4())}
    first, second = client.post("/hours", given), client.post("/hours", given)
    assert first["Location"] == second["Location"] == "/"
    assert len(stage.DONE) == 1


def test_a_refused_submission_may_be_sent_again_under_its_id(client: Client):
    given = {"note": "late", "submission_id": str(uuid.uuid4())}
    assert client.post("/hours", given).status_code == 422
    assert client.post("/hours", {**given, "note": "in time"}).status_code == 302


def test_a_form_sent_again_with_other_answers_may_go_as_a_new_one(client: Client):
    given = str(uuid.uuid4())
    client.post("/hours", {"note": "two hours", "submission_id": given})
    answer = client.post("/hours", {"note": "three hours", "submission_id": given})
    assert answer.status_code == 422
    assert "already sent once" in answer.text
    assert 'value="three hours"' in answer.text
    renewed = re.search(r'name="submission_id" value="([^"]+)"', answer.text)[1]
    assert renewed != given
    client.post("/hours", {"note": "three hours", "submission_id": renewed})
    assert [done["note"] for done in stage.DONE] == ["two hours", "three hours"]


def test_what_may_not_be_seen_is_not_found(client: Client):
    assert client.post("/hours", {"note": "hidden"}).status_code == 404
    answer = client.get("/things/hidden")
    assert answer.status_code == 404
    assert "There is no such page here" in answer.text


def test_a_refusal_outside_a_form_is_a_page_with_its_sentence(client: Client):
    answer = client.get("/things/refused")
    assert answer.status_code == 409
    assert "Someone changed this" in answer.text


def test_a_role_without_the_permission_gets_a_calm_page(client: Client):
    assert client.get("/claims-only").status_code == 403


def test_presence_is_asked_for_inside_the_form(client: Client, presence: None):
    assert 'name="step_up_password"' in client.get("/hours").text
    answer = client.post("/hours", {"note": "presence", "start": "at noon"})
    assert answer.status_code == 422
    assert 'name="step_up_password"' in answer.text
    assert 'value="at noon"' in answer.text
    assert "Please check this form" not in answer.text


def test_a_wrong_password_says_so_and_loses_nothing(client: Client, presence: None):
    given = {"note": "presence", "start": "at noon", "step_up_password": "wrong"}
    answer = client.post("/hours", given)
    assert answer.status_code == 422
    assert "That password or code is not right" in answer.text
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.text)
    assert stage.DONE == []


def test_the_right_password_carries_the_command(client: Client, presence: None):
    given = {"note": "presence", "step_up_password": "right"}
    assert client.post("/hours", given).status_code == 302
    assert stage.DONE[0]["stepped_up"] is True


@pytest.mark.parametrize(
    "typed",
    ["\x00", "\U0001f600" * 400, "\ud800", "\u202e", "' OR 1=1 --", "<script>", "x" * 100_000],
)
def test_hostile_text_is_no_server_error(client: Client, typed: str):
    body = urlencode({"note": typed, "start": typed}, errors="surrogatepass")
    answer = client.post("/hours", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)


def test_times_are_named_in_the_networks_zone(client: Client):
    assert "America/Denver (M" in client.get("/moment").text
    assert "UTC" in client.get("/moment", headers={"X-Acting": ""}).text


def test_no_page_is_kept_by_a_shared_cache(client: Client):
    assert client.get("/hours")["Cache-Control"] == "private, no-store"


def test_the_readers_zone_ends_with_the_answer(client: Client):
    client.get("/moment")
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_missing_page_names_the_readers_zone_too(client: Client):
    assert "America/Denver" in client.get("/nowhere").text
