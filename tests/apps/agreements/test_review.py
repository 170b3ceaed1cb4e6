"""Reviewing attestations, who opens evidence, and what lapses soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from muster.agreements import commands, queries
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import REPRESENTATIVE, TERMS, Stage

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 14, 18, tzinfo=UTC)
ITEM = "disaster_recovery_plan"


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def stage_under(**said: str) -> Stage:
    """A network whose terms say these things of the baseline."""
    stage = Stage("reviewed", in_force=False)
    lines = "".join(f"{name} = {value}\n" for name, value in said.items())
    text = TERMS.replace("[terms.baseline]\n", f"[terms.baseline]\n{lines}")
    version = commands.draft_version(
        stage.coordinator, label="2026", title="The agreement", terms_text=text
    )
    commands.put_in_force(stage.coordinator, version_id=version.id)
    return stage


def attest(stage, **said):
    item = said.get("item_key", ITEM)
    actor = stage.actor("juniper_flats", REPRESENTATIVE, name=f"attests-{item}")
    given = {
        "item_key": ITEM,
        "statement": "Tested",
        "evidence": ("plan.txt", b"The plan."),
        **said,
    }
    return commands.make_attestation(actor, **given)


def state(stage) -> str:
    party_id = stage.parties["juniper_flats"].id
    found = queries.baseline(stage.system, party_id, clock.now()).items
    return str(next(each.state for each in found if each.key == ITEM))


def test_where_review_is_asked_an_attestation_counts_once_it_is_accepted():
    stage = stage_under(reviewed="true")
    made = attest(stage)
    assert state(stage) == "awaiting_review"
    commands.review_attestation(stage.coordinator, attestation_id=made.id, accepts=True)
    assert state(stage) == "in_force"


def test_what_is_returned_counts_nowhere_and_says_why():
    stage = stage_under()
    made = attest(stage)
    assert state(stage) == "in_force"
    with pytest.raises(Refused) as refused:
        commands.review_attestation(stage.coordinator, attestation_id=made.id, accepts=False)
    assert refused.value.refusals[0].code == "attestation.no_review_reason"
    commands.review_attestation(
        stage.coordinator, attestation_id=made.id, accepts=False, reason="The plan is of 2019"
    )
    assert state(stage) == "missing"
    assert Fact.objects.get(kind="AttestationReviewed").payload["reason"] == "The plan is of 2019"


def test_nobody_reviews_for_the_own_party():
    stage = stage_under()
    made = attest(stage)
    with pytest.raises(Refused) as refused:
        commands.review_attestation(
            stage.actor("juniper_flats", REPRESENTATIVE, "auditor", name="both"),
            attestation_id=made.id,
            accepts=True,
        )
    assert refused.value.refusals[0].code == "attestation.own_review"


@pytest.mark.parametrize(
    ("named", "coordinator", "auditor"),
    [('["coordinator"]', True, False), ('["auditor"]', False, True), ("[]", False, False)],
)
def test_only_whom_the_agreement_names_reviews(named, coordinator, auditor):
    stage = stage_under(reviewed_by=named)
    made = attest(stage)
    for actor, may in (
        (stage.coordinator, coordinator),
        (replace(stage.coordinator, roles=frozenset({"auditor"})), auditor),
    ):
        if may:
            done = commands.review_attestation(actor, attestation_id=made.id, accepts=True)
            assert done.reviewed_by_name == actor.name
            assert done.reviewed_at == NOW
            continue
        with pytest.raises(Refused) as refused:
            commands.review_attestation(actor, attestation_id=made.id, accepts=True)
        assert refused.value.refusals[0].code == "attestation.not_reviewer"


def test_no_party_reviews_or_reads_what_another_attests():
    stage = stage_under()
    made = attest(stage)
    other = stage.actor("sagebrush_county", REPRESENTATIVE, name="other")
    with pytest.raises(Refused) as refused:
        commands.review_attestation(other, attestation_id=made.id, accepts=True)
    assert refused.value.refusals[0].code == "permission.denied"
    with pytest.raises(NotFound):
        queries.get_attestation(other, made.id)


def test_an_item_of_an_earlier_version_keeps_its_title():
    stage = stage_under()
    attest(stage)
    titles = queries.item_titles(stage.coordinator)
    text = TERMS.replace(ITEM, "recovery_plan")
    version = commands.draft_version(
        stage.coordinator, label="2027", title="With other items", terms_text=text
    )
    commands.put_in_force(stage.coordinator, version_id=version.id)
    assert queries.item_titles(stage.coordinator)[ITEM] == titles[ITEM]


@pytest.mark.parametrize(
    ("readers", "coordinator", "other"),
    [('["coordinator"]', True, False), ("[]", False, False), ('["parties"]', False, True)],
)
def test_evidence_is_seen_by_its_owner_and_whom_the_agreement_names(readers, coordinator, other):
    stage = stage_under(evidence_seen_by=readers)
    made = attest(stage)
    owner = stage.actor("juniper_flats", name="owner")
    assert queries.evidence(owner, made.id)[2] == b"The plan."
    for actor, may in (
        (stage.coordinator, coordinator),
        (stage.actor("sagebrush_county", REPRESENTATIVE, name="other"), other),
    ):
        if may:
            assert queries.evidence(actor, made.id)[0] == "plan.txt"
        else:
            with pytest.raises(NotFound):
                queries.evidence(actor, made.id)


def test_what_lapses_soon_is_listed_and_reminded_of_once():
    stage = stage_under()
    attest(stage, valid_until=(NOW + timedelta(days=20)).date())
    attest(stage, item_key="risk_assessment", valid_until=(NOW + timedelta(days=70)).date())
    lines = queries.lapsing(stage.coordinator, clock.now())
    assert [(line.days_left, line.within) for line in lines] == [(20, 30), (70, 90)]
    assert queries.lapsing(stage.actor("sagebrush_county", name="other"), clock.now()) == []
    assert commands.remind_of_lapses(stage.system) == 1
    assert commands.remind_of_lapses(stage.system) == 0
    with pytest.raises(Refused):
        commands.remind_of_lapses(stage.coordinator)
