"""Versions of the agreement: drafted whole or not at all, one in force, the former superseded."""

from __future__ import annotations

import pytest

from muster.agreements import commands, drafts, queries
from muster.journal.models import Fact
from muster.members.models import Network
from muster.members.models import PartyKind as RegisteredKind
from muster.rules.refusal import NotFound, Refused
from muster.rules.terms import PartyKind
from tests.apps.catalog.stage import REPRESENTATIVE, TERMS, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage(in_force=False)


def draft(stage: Stage, **changes):
    said = {"label": "2025", "title": "The agreement", "terms_text": TERMS, **changes}
    return commands.draft_version(stage.coordinator, **said)


def test_a_draft_binds_nobody(stage):
    draft(stage)
    assert queries.version_in_force(stage.coordinator) is None


def test_a_version_put_in_force_supersedes_the_former(stage):
    first = commands.put_in_force(stage.coordinator, version_id=draft(stage).id)
    second = draft(stage, label="2026")
    commands.put_in_force(stage.coordinator, version_id=second.id)
    first.refresh_from_db()
    assert first.state == "superseded" and first.superseded_at
    assert queries.version_in_force(stage.coordinator).id == second.id
    fact = Fact.objects.filter(kind="VersionPutInForce").latest("id")
    assert fact.payload["superseded_label"] == "2025"
    assert fact.audience is None


def test_terms_with_mistakes_are_refused_with_the_line_of_each(stage):
    broken = TERMS.replace("sign_offs = 1", "sign_offs = 99").replace(
        'currency = "USD"', 'currency = "dollars"'
    )
    with pytest.raises(Refused) as refused:
        draft(stage, terms_text=broken)
    lines = [each.values["line"] for each in refused.value.refusals]
    assert len(lines) == 2 and lines == sorted(lines) and min(lines) > 1
    assert {each.field for each in refused.value.refusals} == {"terms_text"}
    assert not queries.versions(stage.coordinator)


def test_a_version_whose_days_end_elsewhere_is_refused_with_both_zones(stage):
    elsewhere = TERMS.replace('"America/Denver"', '"America/New_York"')
    with pytest.raises(Refused) as refused:
        draft(stage, terms_text=elsewhere)
    (refusal,) = refused.value.refusals
    assert refusal.code == "terms.other_zone"
    assert refusal.values["zone"] == "America/New_York"
    assert refusal.values["network_zone"] == "America/Denver"
    assert refusal.values["line"] == elsewhere[: elsewhere.index("time_zone =")].count("\n") + 1


def test_a_draft_made_before_the_network_moved_is_not_put_in_force(stage):
    made = draft(stage)
    Network.objects.filter(pk=stage.network.pk).update(time_zone="America/Boise")
    with pytest.raises(Refused) as refused:
        commands.put_in_force(stage.coordinator, version_id=made.id)
    assert [each.code for each in refused.value.refusals] == ["terms.other_zone"]


def test_a_draft_from_a_ready_file_starts_in_the_networks_own_zone(stage):
    start = drafts.start_of_draft(stage.coordinator, "ohio_warn")
    made = draft(stage, **start)
    terms = queries.terms_of(made)
    assert terms.heading.key == "ohio_warn"
    assert terms.heading.time_zone == stage.network.time_zone
    assert "the ready file has America/New_York" in start["terms_text"]


@pytest.mark.parametrize(
    "text",
    ["", "[", "a = 1\n" * 200_000, "\x00", "[terms]\ntrigger = 1", "é" * 9, f"# \ud800\n{TERMS}"],
)
def test_hostile_terms_are_refused_and_nothing_is_saved(stage, text):
    with pytest.raises(Refused):
        draft(stage, terms_text=text)
    assert not queries.versions(stage.coordinator)


def test_a_label_is_used_once(stage):
    draft(stage)
    with pytest.raises(Refused) as refused:
        draft(stage)
    assert refused.value.refusals[0].code == "version.label_taken"


def test_a_draft_may_be_changed_and_a_version_once_in_force_never(stage):
    version = draft(stage)
    said = {"version_id": version.id, "label": "2025b", "title": "New", "terms_text": TERMS}
    assert commands.amend_version(stage.coordinator, **said).label == "2025b"
    commands.put_in_force(stage.coordinator, version_id=version.id)
    with pytest.raises(Refused) as refused:
        commands.amend_version(stage.coordinator, **said)
    assert refused.value.refusals[0].code == "agreement_version.wrong_state"


def test_the_same_submission_drafts_once(stage):
    version = draft(stage)
    assert draft(stage, version_id=version.id).id == version.id


def test_a_draft_is_hidden_from_the_parties(stage):
    version = draft(stage)
    member = stage.actor("juniper_flats", REPRESENTATIVE)
    assert queries.versions(member) == []
    with pytest.raises(NotFound):
        queries.get_version(member, version.id)
    commands.put_in_force(stage.coordinator, version_id=version.id)
    assert queries.get_version(member, version.id).id == version.id


def test_another_networks_version_is_not_there(stage):
    version = draft(stage)
    with pytest.raises(NotFound):
        queries.get_version(Stage("other", in_force=False).coordinator, version.id)


def test_putting_in_force_needs_presence_and_the_coordinator(stage):
    from dataclasses import replace

    version = draft(stage)
    with pytest.raises(Refused) as refused:
        commands.put_in_force(replace(stage.coordinator, stepped_up=False), version_id=version.id)
    assert refused.value.refusals[0].code == "step_up.required"
    with pytest.raises(Refused) as refused:
        commands.put_in_force(stage.actor("juniper_flats", REPRESENTATIVE), version_id=version.id)
    assert refused.value.refusals[0].code == "permission.denied"


def test_the_terms_and_the_register_know_the_same_kinds_of_parties():
    assert {kind.value for kind in PartyKind} == set(RegisteredKind.values)
