"""Asking for help in one go."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from muster.agreements.models import AgreementVersion
from muster.aid import commands, queries
from muster.aid.models import AidRequest, Incident
from muster.journal import clock
from muster.journal.ids import new_id
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, line_of
from tests.apps.aid.world import TERMS, World


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_a_handful_of_answers_opens_incident_and_request(world: World) -> None:
    aid_request = ask(world, reporting_phone="+18015550101")

    assert aid_request.state == "open"
    assert aid_request.incident.kind == "ransomware"
    assert aid_request.incident.availability_impact == "severe"
    assert aid_request.reporting_phone == "+18015550101"
    assert aid_request.place == "city hall"
    assert aid_request.title == "Ransomware: Re-image PCs × 40"
    assert [fact.kind for fact in Fact.objects.order_by("id")] == [
        "IncidentOpened",
        "AidRequestOpened",
    ]


def test_a_work_package_becomes_the_lines_that_so_many_of_it_need(world: World) -> None:
    aid_request = ask(world, work_packages=[(world.work_packages["reimage"].id, 90)])

    assert line_of(world, aid_request, "technician").quantity == 3
    assert line_of(world, aid_request, "laptop").quantity == 9


def test_opening_freezes_version_standing_and_attestations(world: World) -> None:
    world.attest("city")

    frozen = ask(world).frozen

    assert frozen["agreement_version_id"] == str(world.version.id)
    assert frozen["standing"] == "in_force"
    assert frozen["meets_baseline"] is True
    assert frozen["attestations"]


def test_the_same_submission_asks_once(world: World) -> None:
    submission = new_id()

    first = ask(world, aid_request_id=submission)
    second = ask(world, aid_request_id=submission)

    assert first.id == second.id == submission
    assert AidRequest.objects.count() == Incident.objects.count() == 1


def test_nothing_is_saved_when_nothing_is_asked_for(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, work_packages=[])

    assert codes(refused) == {"aid_request.no_lines"}
    assert not Incident.objects.exists()
    assert not AidRequest.objects.exists()


def test_an_incident_that_touches_nothing_does_not_trigger_the_agreement(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(
            world,
            confidentiality_impact="none",
            integrity_impact="none",
            availability_impact="none",
        )

    assert codes(refused) == {"aid_request.trigger_not_met"}


def test_a_party_that_is_still_joining_cannot_ask(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, "town")

    assert codes(refused) == {"party.not_in_good_standing"}


def test_a_responder_may_not_ask(world: World) -> None:
    package = world.work_packages["reimage"]
    with pytest.raises(Refused) as refused:
        commands.ask_for_help(
            world.actor("city", "responder"),
            kind="ransomware",
            work_packages=[(package.id, 1)],
        )

    assert codes(refused) == {"permission.denied"}


def test_the_coordinator_files_for_a_party_that_cannot(world: World) -> None:
    coordinator = world.actor(None, "coordinator")
    package = world.work_packages["reimage"]

    aid_request = commands.ask_for_help(
        coordinator,
        kind="outage",
        work_packages=[(package.id, 10)],
        party_id=world.parties["city"].id,
        reporting_contact="Night shift, by phone",
    )

    assert aid_request.filed_on_behalf
    assert aid_request.requesting_party_id == world.parties["city"].id
    assert queries.get_aid_request(world.actor("city"), aid_request.id)


def test_one_party_does_not_file_for_another(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, "county", party_id=world.parties["city"].id)

    assert codes(refused) == {"party.not_acted_for"}


def test_words_of_another_network_are_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, work_packages=[(new_id(), 3)])

    assert codes(refused) == {"aid_request.unknown_work_package"}


@pytest.mark.parametrize("quantity", [0, -1, 10**12])
def test_senseless_quantities_are_refused(world: World, quantity: int) -> None:
    with pytest.raises(Refused):
        ask(world, work_packages=[(world.work_packages["reimage"].id, quantity)])


def test_a_draft_is_seen_by_its_own_party_alone(world: World) -> None:
    incident = commands.open_incident(world.actor("city"), kind="outage")
    draft = commands.draft_aid_request(world.actor("city"), incident_id=incident.id)

    assert queries.get_aid_request(world.actor("city"), draft.id)
    for other in (world.actor("county"), world.actor(None, "coordinator")):
        with pytest.raises(NotFound):
            queries.get_aid_request(other, draft.id)


def put_terms_in_force(world: World, key: str) -> None:
    """Another real agreement's terms, in force instead of those of the world."""
    text = (TERMS.parent / f"{key}.toml").read_text()
    AgreementVersion.objects.filter(pk=world.version.pk).update(
        terms_text=text, terms_sha256=hashlib.sha256(text.encode()).hexdigest()
    )


def test_where_the_agreement_wants_a_declared_emergency_it_is_asked_for(world: World) -> None:
    put_terms_in_force(world, "utah_statewide")
    package = world.work_packages["reimage"]
    wanted = {"kind": "ransomware", "work_packages": [(package.id, 40)]}
    with pytest.raises(Refused) as refused:
        commands.ask_for_help(world.actor("city"), **wanted)
    assert "aid_request.trigger_not_met" in codes(refused)

    declared = clock.now() - timedelta(hours=1)
    asked = commands.ask_for_help(
        world.actor("city"),
        **wanted,
        emergency_declared_at=declared,
        declaration_reference="Proclamation 7, the mayor",
        own_means_used=True,
    )
    assert asked.incident.emergency_declared_at == declared
    page = browser(world, "city").get("/ask/").content.decode()
    assert "When was an emergency declared?" in page


def test_nobody_is_asked_for_a_declaration_that_the_agreement_does_not_want(world: World) -> None:
    page = browser(world, "city").get("/ask/").content.decode()
    assert "When was an emergency declared?" not in page
