"""Attestations: a party's dated word, the baseline that it carries, and how it lapses once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from muster.agreements import commands, queries
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.actor import NetworkRole, system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import DUTY, REPRESENTATIVE, Stage

pytestmark = pytest.mark.django_db
ITEMS = ("disaster_recovery_plan", "risk_assessment", "essential_tools")
NOW = datetime(2026, 3, 14, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def representative(stage):
    return stage.actor("juniper_flats", REPRESENTATIVE)


def attest(actor, item: str = ITEMS[0], **changes):
    said = {"item_key": item, "statement": "Tested in January", **changes}
    return commands.make_attestation(actor, **said)


def baseline(stage, actor):
    return queries.baseline(actor, stage.parties["juniper_flats"].id, clock.now())


def test_a_party_meets_the_baseline_when_every_item_is_attested(stage, representative):
    for item in ITEMS[:2]:
        attest(representative, item)
    assert [each.code for each in baseline(stage, representative).reasons] == ["baseline.missing"]
    attest(representative, ITEMS[2])
    assert baseline(stage, representative).meets


def test_without_a_day_an_attestation_holds_as_long_as_the_agreement_lets_it(representative):
    assert attest(representative).valid_until == (NOW + timedelta(days=365)).date()


def test_other_parties_learn_only_the_yes_or_no(stage, representative):
    for item in ITEMS:
        attest(representative, item)
    other = stage.actor("sagebrush_county", REPRESENTATIVE)
    seen = baseline(stage, other)
    assert seen.meets and not seen.is_whole and seen.items == ()
    with pytest.raises(NotFound):
        queries.attestations(other, representative.party_id)
    assert len(queries.attestations(stage.coordinator, representative.party_id)) == 3


def test_only_the_representative_gives_the_partys_word(stage):
    with pytest.raises(Refused) as refused:
        attest(stage.actor("juniper_flats", DUTY))
    assert refused.value.refusals[0].code == "permission.denied"
    with pytest.raises(Refused) as refused:
        representative = stage.actor("juniper_flats", REPRESENTATIVE)
        attest(representative, party_id=stage.parties["sagebrush_county"].id)
    assert refused.value.refusals[0].code == "attestation.other_party"


def test_an_attestation_is_withdrawn_with_a_reason_and_once(stage, representative):
    made = attest(representative)
    with pytest.raises(Refused):
        commands.withdraw_attestation(representative, attestation_id=made.id, reason=" ")
    commands.withdraw_attestation(representative, attestation_id=made.id, reason="Not true")
    assert not baseline(stage, representative).items[0].is_met
    with pytest.raises(Refused) as refused:
        commands.withdraw_attestation(representative, attestation_id=made.id, reason="Again")
    assert refused.value.refusals[0].code == "attestation.withdrawn"


def test_another_partys_attestation_is_not_there(stage, representative):
    made = attest(representative)
    with pytest.raises(NotFound):
        commands.withdraw_attestation(
            stage.actor("sagebrush_county", REPRESENTATIVE), attestation_id=made.id, reason="No"
        )


def test_a_lapse_is_recorded_once(stage, representative, moment):
    made = attest(representative, valid_until=NOW.date())
    system = system_actor(stage.network.id)
    assert commands.note_lapses(system) == 0
    # The last day ends where the network is: eleven at night in Utah is still that day.
    moment.move_to(datetime(2026, 3, 15, 5, tzinfo=UTC))
    assert commands.note_lapses(system) == 0
    moment.move_to(datetime(2026, 3, 15, 7, tzinfo=UTC))
    assert queries.networks_with_lapses(clock.now()) == [stage.network.id]
    assert commands.note_lapses(system) == 1
    assert commands.note_lapses(system) == 0
    fact = Fact.objects.get(kind="AttestationLapsed")
    assert fact.payload["attestation_id"] == str(made.id)
    assert fact.audience == [str(representative.party_id)]
    assert baseline(stage, representative).reasons[0].code == "baseline.lapsed"


def test_an_item_carried_on_by_a_newer_attestation_has_not_lapsed(stage, representative, moment):
    attest(representative, valid_until=NOW.date())
    attest(representative)
    moment.shift(timedelta(days=2))
    assert commands.note_lapses(system_actor(stage.network.id)) == 0
    assert not Fact.objects.filter(kind="AttestationLapsed").exists()


def test_what_is_frozen_says_what_held_at_that_moment(stage, representative):
    attest(representative, ITEMS[0])
    attest(representative, ITEMS[1])
    version = queries.version_in_force(representative)
    frozen = queries.freeze(representative, representative.party_id, clock.now(), version)
    assert frozen["standing"] == "in_force"
    assert not frozen["meets_baseline"]
    assert [each["item"] for each in frozen["attestations"]] == list(ITEMS[:2])
    assert frozen["missing"] == [ITEMS[2]]
    assert frozen["agreement_label"] == "2025" and len(frozen["terms_sha256"]) == 64


def test_without_an_agreement_in_force_nobody_meets_it_and_nothing_can_be_attested():
    stage = Stage("bare", in_force=False)
    representative = stage.actor("juniper_flats", REPRESENTATIVE)
    found = baseline(stage, representative)
    assert not found.meets and found.reasons[0].code == "agreement.none_in_force"
    with pytest.raises(Refused) as refused:
        attest(representative)
    assert refused.value.refusals[0].code == "agreement.none_in_force"


def test_an_auditor_who_represents_a_party_takes_back_no_other_partys_word(stage, representative):
    made = attest(representative)
    auditor = stage.actor("sagebrush_county", REPRESENTATIVE, NetworkRole.AUDITOR)
    with pytest.raises(Refused) as refused:
        commands.withdraw_attestation(auditor, attestation_id=made.id, reason="No")
    assert refused.value.refusals[0].code == "attestation.other_party"
