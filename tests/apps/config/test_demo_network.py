"""The loaded demo holds what it promises: a real register, fictional actors, a living story."""

from __future__ import annotations

import re

import pytest

from muster.afteraction import queries as afteraction
from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.catalog import queries as catalog
from muster.claims import queries as claims
from muster.config.demo import accounts, shares
from muster.config.demo.load import load_demo_network
from muster.deployments import queries as out
from muster.journal import clock
from muster.journal.models import Fact, Job
from muster.members import queries as members

MOST_PAGES = 60
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """The whole demo, loaded once for this file and taken out again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo_network()
        transaction.set_rollback(True)


def parties_of(stage):
    actor = stage.actor("coordinator")
    return {key: members.get_party(actor, party_id) for key, party_id in stage.parties.items()}


def test_the_register_shows_19_signed_and_9_not_confirmed_with_their_source(stage):
    real = [party for party in parties_of(stage).values() if not party.is_fictional]
    assert len(real) == 28
    confirmed = [party for party in real if party.membership.signature_confirmed]
    assert len(confirmed) == 19
    assert {party.membership.standing for party in confirmed} == {"in_force"}
    others = [party for party in real if not party.membership.signature_confirmed]
    assert {party.membership.standing for party in others} == {"pending"}
    assert all("Signature not confirmed" in party.membership.source_note for party in others)
    assert all("2025" in party.membership.source_note for party in real)


def test_the_network_is_marked_as_a_sample_and_runs_the_utah_terms(stage):
    actor = stage.actor("coordinator")
    network = members.get_network(actor)
    assert network.is_sample
    assert "Sample data" in network.sample_note
    terms = agreements.terms_of(agreements.version_in_force(actor))
    assert terms.free_allowance.hours == 40


def test_every_party_shares_something_and_can_be_called(stage):
    for key, party_id in stage.parties.items():
        actor = stage.loader(key)
        assert sum(catalog.counts_of_party(actor, party_id).values()) >= 3, key
        assert len(members.contacts(actor, party_id)) == 3, key


def test_every_account_signs_in_with_the_shared_password_and_holds_its_roles(stage):
    for account in accounts.accounts():
        person = members.get_person(stage.loader(), stage.people[account.key])
        assert person.check_password(accounts.shared_password())
        assert person.is_sample
        posts = stage.actors[account.key]
        assert set(account.parties) | ({None} if account.network_roles else set()) == set(posts)


def test_one_live_request_waits_with_two_offers(stage):
    actor = stage.actor("city_director")
    waiting = [each for each in aid.aid_requests(actor).items if each.state == "open"]
    live = [each for each in waiting if "ansomware" in each.title]
    assert len(live) == 1
    offers = aid.offers(actor, live[0].id)
    assert {offer.state for offer in offers} == {"submitted"}
    assert len(offers) == 2


def test_no_page_calls_a_real_party_short_of_the_baseline(stage):
    actor = stage.actor("coordinator")
    at = clock.now()
    for party in shares.register():
        assert agreements.baseline(actor, stage.parties[party.key], at).meets, party.name
        for attestation in agreements.attestations(actor, stage.parties[party.key]):
            assert "says nothing about the real party" in attestation.statement


def test_the_past_mission_is_closed_with_everything_accounted_for(stage):
    actor = stage.actor("county_representative")
    (mission,) = aid.missions(actor).items
    assert mission.state == "closed"
    ended = {row.state for row in out.deployments_of(actor, mission.id)}
    assert ended == {"demobilized", "returned"}
    hours = sum(
        (entry.ends_at - entry.starts_at).total_seconds() / 3600
        for entry in out.time_entries(actor, mission.id)
    )
    assert hours == 72
    (expense,) = out.expenses(actor, mission.id)
    assert expense.amount_cents == 8730
    assert expense.receipt_file_id
    assert aid.agreed_share(actor, mission.id).share_basis_points == 5000
    assert len(aid.declines(stage.actor("city_director"), mission.aid_request_id)) == 1
    (asked,) = [each for each in aid.aid_requests(actor).items if each.state == "closed"]
    assert asked.id == mission.aid_request_id


def test_the_past_claim_is_paid_after_a_question_and_a_waiver(stage):
    actor = stage.actor("city_finance")
    (mission,) = aid.missions(actor).items
    claim = claims.claim_of_mission(actor, mission.id)
    assert claim.state == "paid"
    # 32 of 72 hours at 62.50, half of it, and half of the supplies, which are waived
    assert claim.total_cents == 104_365
    assert claim.waived_cents == 4_365
    assert claim.paid_cents == 100_000
    assert claim.submitted_by_id != claim.approved_by_id


def test_the_past_incident_was_reviewed_with_two_findings_owned_and_dated(stage):
    actor = stage.actor("city_director")
    (review,) = afteraction.reviews(actor).items
    found = afteraction.findings_of(actor, review.id)
    assert {finding.kind for finding in found} == {"strength", "improvement"}
    assert all(finding.owner_party_id and finding.due_on for finding in found)
    assert len(afteraction.chronology(actor, review.incident_id)) > 20


def test_no_real_party_asks_answers_or_is_on_a_mission(stage):
    real = {stage.parties[party.key] for party in shares.register()}
    actor = stage.actor("coordinator")
    for aid_request in aid.aid_requests(actor).items:
        assert aid_request.requesting_party_id not in real
        for offer in aid.offers(actor, aid_request.id):
            assert offer.responding_party_id not in real
    acted = Fact.objects.filter(actor_party_id__in=real).exclude(actor_name="Demo loader")
    assert not acted.exists()


def test_the_loader_leaves_no_work_behind_and_everything_sealed(stage):
    due = Job.objects.exclude(state="done").filter(run_at__lte=clock.now())
    assert not due.exists()  # what waits are reminders of deadlines to come
    assert not Fact.objects.filter(position__isnull=True).exists()


def pages_of(client):
    """Every page that the navigation and the things' own lists lead to."""
    seen, waiting = set(), ["/"]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if answer.status_code == 200:
            yield path, answer.content.decode()
            found = re.findall(r'href="(/[^"#?]*)"', answer.content.decode())
            waiting += [each for each in found if not each.startswith(("/static/", "/account/"))]


def test_every_page_shows_the_sample_mark(stage, client):
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(email="director@juniperflats.example"))
    pages = dict(pages_of(client))
    assert len(pages) > 10
    unmarked = [path for path, page in pages.items() if "Sample data" not in page]
    assert not unmarked
