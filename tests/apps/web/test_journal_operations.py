"""The journal over the API says what the pages say, and refuses whom they refuse."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from muster.journal.models import Fact, JobState
from tests.apps.web.test_journal_pages import OTHER_NETWORK, dead_job, fact

API = "/api/v1/journal"


@pytest.fixture(autouse=True)
def with_a_session(request) -> None:
    """The API asks for a cookie; the stage says whose it is."""
    for name in ("auditor", "coordinator", "duty_officer"):
        if name in request.fixturenames:
            request.getfixturevalue(name).cookies[settings.SESSION_COOKIE_NAME] = "stage"


def test_an_auditor_lists_facts_in_pages(auditor: Client):
    for position in range(1, 4):
        fact(position)
    fact(9, network_id=OTHER_NETWORK)
    first = auditor.get(f"{API}/facts?limit=2").json()
    assert [item["position"] for item in first["items"]] == [3, 2]
    rest = auditor.get(f"{API}/facts", {"limit": 2, "cursor": first["next"]}).json()
    assert [item["position"] for item in rest["items"]] == [1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=999", "cursor=x", "kind=%00", "kind=a%20b", "limit=9" * 5]
)
def test_a_broken_question_is_a_problem_document(auditor: Client, query: str):
    answer = auditor.get(f"{API}/facts?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_fact_shows_what_proves_it(auditor: Client):
    fact(1)
    shown = auditor.get(f"{API}/facts/1").json()
    assert shown["payload_sha256"] == "d" * 64
    assert auditor.get(f"{API}/facts/2").status_code == 404
    assert auditor.get(f"{API}/facts/{'9' * 30}").status_code in (404, 422)


def test_a_duty_officer_is_refused(duty_officer: Client):
    fact(1)
    assert duty_officer.get(f"{API}/facts").status_code == 403
    assert duty_officer.get(f"{API}/facts/1").status_code == 403
    assert duty_officer.get(f"{API}/stuck-work").status_code == 403
    assert duty_officer.post(f"{API}/checkpoints").status_code == 403


def test_a_coordinator_erases_once_under_a_key(coordinator: Client):
    fact(1)
    headers = {"Idempotency-Key": "erase-1"}
    body = {"reason": "Court order 12"}
    for replayed in (False, True):
        answer = coordinator.post(
            f"{API}/facts/1/erase", body, content_type="application/json", headers=headers
        )
        assert answer.json() == {"position": 1, "payload_sha256": "d" * 64, "is_erased": True}
        assert ("Idempotent-Replayed" in answer) is replayed
    assert Fact.objects.get(position=1).payload is None
    refused = coordinator.post(f"{API}/facts/1/erase", body, content_type="application/json")
    assert refused.status_code == 409
    assert refused.json()["reasons"][0]["code"] == "journal.already_erased"


def test_an_unknown_input_is_refused(coordinator: Client):
    fact(1)
    body = {"reason": "x", "position": 2}
    answer = coordinator.post(f"{API}/facts/1/erase", body, content_type="application/json")
    assert answer.status_code == 422


def test_stuck_work_is_listed_and_tried_again(coordinator: Client):
    job = dead_job()
    assert [item["id"] for item in coordinator.get(f"{API}/stuck-work").json()] == [job.id]
    answer = coordinator.post(f"{API}/stuck-work/{job.id}/retry")
    assert answer.json()["state"] == JobState.WAITING
    assert coordinator.get(f"{API}/stuck-work").json() == []


def test_an_empty_journal_is_not_signed(coordinator: Client):
    answer = coordinator.post(f"{API}/checkpoints")
    assert answer.status_code == 409
    assert answer.json()["reasons"][0]["code"] == "journal.empty"
