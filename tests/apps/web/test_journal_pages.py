"""The journal as auditors and coordinators read it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from muster.journal import clock
from muster.journal.models import Checkpoint, Fact, Job, JobState
from tests.apps.web.stage import ACTOR

OTHER_NETWORK = UUID(int=99)


def fact(position: int | None, **given) -> Fact:
    fields = {
        "network_id": ACTOR.network_id,
        "kind": "OfferSubmitted",
        "at": clock.now(),
        "actor_name": "Duty <officer>",
        "via": "page",
        "payload": {"hours": 40, "reason": "<b>help</b>"},
        "payload_sha256": "d" * 64,
        "position": position,
        "hash": "a" * 64,
        "sealed_at": clock.now(),
        **given,
    }
    return Fact.objects.create(**fields)


def dead_job(**given) -> Job:
    fields = {
        "name": "messaging.deliver",
        "network_id": ACTOR.network_id,
        "state": JobState.DEAD,
        "attempt": 8,
        "run_at": clock.now(),
        "created_at": clock.now(),
        "finished_at": clock.now(),
        "last_error": "<no route>",
        **given,
    }
    return Job.objects.create(**fields)


def test_an_auditor_reads_the_newest_first_and_only_of_the_network(auditor: Client):
    fact(1), fact(2, kind="OfferWithdrawn"), fact(3, network_id=OTHER_NETWORK), fact(None)
    text = auditor.get("/journal/").text
    assert text.index(">#2<") < text.index(">#1<")
    assert ">#3<" not in text
    assert "Duty &lt;officer&gt;" in text


def test_the_journal_comes_in_pages(auditor: Client):
    for position in range(1, 53):
        fact(position)
    first = auditor.get("/journal/")
    assert first.text.count('scope="row"') == 50
    cursor = first.context["page"].next
    assert auditor.get("/journal/", {"cursor": cursor}).text.count('scope="row"') == 2


def test_kinds_can_be_chosen(auditor: Client):
    fact(1), fact(2, kind="OfferWithdrawn")
    text = auditor.get("/journal/", {"kind": "OfferWithdrawn"}).text
    assert "/journal/2/" in text
    assert "/journal/1/" not in text


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4Il0", "9" * 600])
def test_a_broken_cursor_is_told_so(auditor: Client, cursor: str):
    answer = auditor.get(f"/journal/?cursor={cursor}")
    assert answer.status_code == 409
    assert "gone stale" in answer.text


def test_a_duty_officer_does_not_read_the_journal(duty_officer: Client):
    fact(1)
    assert duty_officer.get("/journal/").status_code == 403
    assert duty_officer.get("/journal/1/").status_code == 403
    assert duty_officer.get("/journal/stuck/").status_code == 403


def test_what_parties_keep_to_themselves_shows_only_that_it_happened(auditor: Client):
    fact(1, audience=[str(UUID(int=50))])
    text = auditor.get("/journal/1/").text
    assert "keep these values to themselves" in text
    assert "help" not in text.split("<main")[1].split("</main>")[0]


def test_a_fact_shows_its_values_and_what_proves_it(auditor: Client):
    fact(1)
    text = auditor.get("/journal/1/").text
    assert "&lt;b&gt;help&lt;/b&gt;" in text
    assert "d" * 64 in text


@pytest.mark.parametrize("position", ["2", "7", "9" * 25])
def test_a_fact_elsewhere_is_not_found(auditor: Client, position: str):
    fact(2, network_id=OTHER_NETWORK)
    assert auditor.get(f"/journal/{position}/").status_code == 404


def test_a_coordinator_erases_values_with_the_law_named(coordinator: Client):
    fact(1)
    refused = coordinator.post("/journal/1/erase/", {"reason": ""})
    assert refused.status_code == 422
    assert coordinator.post("/journal/1/erase/", {"reason": "Court order 12"}).status_code == 302
    assert Fact.objects.get(position=1).payload is None
    assert "Erased under the law" in coordinator.get("/journal/1/").text
    again = coordinator.post("/journal/1/erase/", {"reason": "Court order 12"})
    assert again.status_code == 422
    assert "erased before" in again.text


def test_an_auditor_may_not_erase(auditor: Client):
    fact(1)
    assert auditor.get("/journal/1/erase/").status_code == 403
    assert auditor.post("/journal/1/erase/", {"reason": "x"}).status_code == 403
    assert Fact.objects.get(position=1).payload


def test_an_empty_journal_cannot_be_signed_and_says_so(coordinator: Client):
    answer = coordinator.post("/journal/sign/")
    assert answer.status_code == 422
    assert "Nothing is sealed yet" in answer.text
    assert not Checkpoint.objects.exists()


def test_stuck_work_is_shown_and_tried_again(coordinator: Client):
    job = dead_job()
    dead_job(network_id=OTHER_NETWORK, last_error="of another network")
    text = coordinator.get("/journal/stuck/").text
    assert "&lt;no route&gt;" in text
    assert "of another network" not in text
    assert coordinator.post(f"/journal/stuck/{job.id}/").status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    again = coordinator.post(f"/journal/stuck/{job.id}/")
    assert again.status_code == 422
    assert "not stuck any more" in again.text
