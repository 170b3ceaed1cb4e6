"""Retention, legal holds and disposals."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers

from muster.access import commands as access
from muster.aid import commands as aid
from muster.claims import commands as claims
from muster.claims.models import Claim
from muster.clocks import commands as clocks
from muster.clocks.models import Happening
from muster.deployments import commands as deployments
from muster.deployments.models import Continuation, Expense, Stay
from muster.files.commands import store_file
from muster.journal import commands as journal
from muster.journal import verification
from muster.journal.models import Fact
from muster.records import commands, queries
from muster.records.models import Disposal
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.world import World

SECRETS = ("Onyx", "Agate", "Opal", "Beryl", "Quartz", "Topaz", "Garnet", "Jasper")
KINDS = ("claims", "missions", "aid_requests")


def keep(coordinator: Actor, *kinds: str, years: int = 6) -> None:
    for kind in kinds:
        commands.set_retention(coordinator, kind=kind, years=years, source="Schedule 12")


def everything() -> str:
    """Every row of the rooms that hold what was written, as text."""
    rooms = ("aid", "deployments", "claims", "journal")
    tables = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return "\n".join(serializers.serialize("json", each._base_manager.all()) for each in tables)


def refused(code: str, call, *args, **kwargs) -> None:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert code in [each.code for each in caught.value.refusals]


def test_nothing_is_due_where_nobody_said_how_long_to_keep_it(
    coordinator: Actor, old_claim: Claim
) -> None:
    assert commands.propose_disposals(coordinator) == []


def test_two_people_dispose_of_what_was_kept_for_its_time(
    world: World, coordinator: Actor, second: Actor, old_claim: Claim
) -> None:
    keep(coordinator, *KINDS)
    total, reference = old_claim.total_cents, old_claim.reference
    before = everything()
    assert all(secret in before for secret in SECRETS)
    made = commands.propose_disposals(coordinator)
    assert {each.kind for each in made} == set(KINDS)
    assert commands.propose_disposals(coordinator) == [], "an open proposal is not made twice"
    for disposal in made:
        refused(
            "disposal.wrong_state", commands.carry_out_disposal, second, disposal_id=disposal.id
        )
        commands.approve_disposal(coordinator, disposal_id=disposal.id)
        refused(
            "disposal.same_person",
            commands.carry_out_disposal,
            coordinator,
            disposal_id=disposal.id,
        )
        done = commands.carry_out_disposal(second, disposal_id=disposal.id)
        assert done.state == "done" and done.done_count == 1
        assert [item.fate for item in queries.items_of(coordinator, done.id)] == ["disposed"]
    after = everything()
    assert not [secret for secret in SECRETS if secret in after]
    old_claim.refresh_from_db()
    assert (old_claim.total_cents, old_claim.reference) == (total, reference)
    told = Fact.objects.filter(kind="RecordsDisposed").values_list("payload", flat=True)
    assert sorted(each["count"] for each in told) == [1, 1, 1]
    assert commands.propose_disposals(coordinator) == [], "what was disposed of is not due again"


def test_disposal_takes_nights_answers_and_what_was_noted_along(
    world: World, coordinator: Actor, second: Actor, old_claim: Claim
) -> None:
    """Every word that a person wrote about the mission, whichever room keeps it."""
    keep(coordinator, "missions", "aid_requests")
    mission, at = old_claim.mission, old_claim.settled_at
    proof = store_file(world.actor("county"), name="proof.txt", content=b"Zircon lamp\n")
    Stay.objects.create(
        network=world.network,
        mission=mission,
        deployment=mission.deployments.first(),
        on=at.date(),
        has_night=True,
        entered_at=at,
        voided_at=at,
        void_reason="Onyx lamp",
    )
    Continuation.objects.create(
        mission=mission,
        goes_on=True,
        wording="Agate lamp",
        answered_by_name="Opal lamp",
        answered_at=at,
    )
    Expense.objects.create(
        network=world.network,
        mission=mission,
        category="supplies",
        incurred_on=at.date(),
        description="Cable",
        amount_cents=1,
        vendor="Beryl lamp",
        receipt_number="Jasper lamp",
        entered_at=at,
    )
    for scope, subject_id in (
        ("mission", mission.id),
        ("incident", mission.aid_request.incident_id),
    ):
        Happening.objects.create(
            network=world.network,
            event="dispute_noticed",
            scope=scope,
            subject_id=subject_id,
            happened_at=at,
            note="Quartz lamp",
            evidence_file_id=proof.id,
            noted_by_name="Topaz lamp",
            noted_at=at,
        )
    for disposal in commands.propose_disposals(coordinator):
        commands.approve_disposal(coordinator, disposal_id=disposal.id)
        commands.carry_out_disposal(second, disposal_id=disposal.id)
    tables = [Stay, Continuation, Expense, Happening]
    after = "\n".join(serializers.serialize("json", each.objects.all()) for each in tables)
    assert not [secret for secret in SECRETS if secret in after]
    proof.refresh_from_db()
    assert proof.erased_at is not None


def test_the_journal_still_verifies_after_its_facts_were_erased(
    coordinator: Actor, second: Actor, old_claim: Claim
) -> None:
    keep(coordinator, "journal")
    (disposal,) = commands.propose_disposals(coordinator)
    commands.approve_disposal(coordinator, disposal_id=disposal.id)
    done = commands.carry_out_disposal(second, disposal_id=disposal.id)
    assert done.done_count > 5
    erased = Fact.objects.filter(position__isnull=False, payload__isnull=True)
    assert erased.count() == done.done_count
    assert verification.verify().ok
    assert "Fact" not in json.dumps([item.label for item in queries.items_of(second, done.id)])


@pytest.mark.parametrize("kind", ["incident", "mission", "claim", "party"])
def test_a_legal_hold_keeps_its_subject_from_disposal_until_it_is_released(
    coordinator: Actor, old_claim: Claim, kind: str
) -> None:
    keep(coordinator, "missions")
    mission = old_claim.mission
    subject_id = {
        "incident": mission.aid_request.incident_id,
        "mission": mission.id,
        "claim": old_claim.id,
        "party": mission.responding_party_id,
    }[kind]
    hold = commands.place_hold(
        coordinator, subject_kind=kind, subject_id=subject_id, reason="Case 7 of 2026"
    )
    assert commands.propose_disposals(coordinator) == []
    held = queries.things_held(coordinator, hold, hold.placed_at)
    assert mission.reference in [item.label for each in held for item in each.held]
    released = commands.release_hold(coordinator, hold_id=hold.id, reason="Case closed")
    assert released.released_at is not None
    refused(
        "hold.released", commands.release_hold, coordinator, hold_id=hold.id, reason="Once more"
    )
    assert [each.kind for each in commands.propose_disposals(coordinator)] == ["missions"]


def test_a_hold_placed_after_the_approval_still_keeps_the_record(
    coordinator: Actor, second: Actor, old_claim: Claim
) -> None:
    keep(coordinator, "missions")
    (disposal,) = commands.propose_disposals(coordinator)
    commands.approve_disposal(coordinator, disposal_id=disposal.id)
    commands.place_hold(
        coordinator, subject_kind="mission", subject_id=old_claim.mission_id, reason="Audit"
    )
    done = commands.carry_out_disposal(second, disposal_id=disposal.id)
    assert done.done_count == 0
    assert [item.fate for item in queries.items_of(second, done.id)] == ["held"]
    old_claim.mission.refresh_from_db()
    assert old_claim.mission.supervisor_name == "Beryl lamp"


def test_nothing_under_a_hold_is_erased_past_the_records_room(
    world: World, coordinator: Actor, old_claim: Claim
) -> None:
    """Neither a single fact, nor by the home rooms' own commands, whoever calls them."""
    mission = old_claim.mission
    incident_id = mission.aid_request.incident_id
    about = Fact.objects.filter(subject_rows__subject_id=mission.id).order_by("position")
    fact = about.filter(payload__isnull=False)[0]
    muster, erasing = system_actor(world.network.id), replace(coordinator, stepped_up=True)
    hold = commands.place_hold(
        coordinator, subject_kind="incident", subject_id=incident_id, reason="Case 7 of 2026"
    )
    order = {"position": fact.position, "reason": "Court order 12"}
    refused("record.under_hold", journal.erase_payload, erasing, **order)
    for call, given in (
        (journal.dispose_payloads, {"positions": [fact.position]}),
        (journal.dispose_payloads, {"subject_ids": [mission.id]}),
        (aid.dispose_aid_requests, {"aid_request_ids": [mission.aid_request_id]}),
        (deployments.dispose_work, {"mission_ids": [mission.id]}),
        (claims.dispose_claims, {"claim_ids": [old_claim.id]}),
        (access.dispose_grants, {"mission_ids": [mission.id]}),
        (clocks.dispose_happenings, {"subject_ids": [incident_id]}),
    ):
        refused("record.under_hold", call, muster, **given)
    assert "Onyx lamp" in everything() and "Jasper lamp" in everything()
    commands.release_hold(coordinator, hold_id=hold.id, reason="Case closed")
    assert journal.erase_payload(erasing, **order).payload is None


def test_a_declined_disposal_leaves_everything_as_it_is(
    coordinator: Actor, old_claim: Claim
) -> None:
    keep(coordinator, "claims")
    (disposal,) = commands.propose_disposals(coordinator)
    refused(
        "disposal.no_reason",
        commands.decline_disposal,
        coordinator,
        disposal_id=disposal.id,
        reason=" ",
    )
    commands.decline_disposal(coordinator, disposal_id=disposal.id, reason="Audit is coming")
    assert "Jasper lamp" in everything()
    assert Disposal.objects.get().state == "declined"


def test_bad_values_are_refused(world: World, coordinator: Actor) -> None:
    given = {"kind": "claims", "years": 6, "source": "Schedule"}
    for changed, code in (
        ({"kind": "agreement"}, "retention.not_disposable"),
        ({"years": 0}, "retention.bad_years"),
        ({"years": 1000}, "retention.bad_years"),
        ({"source": " "}, "retention.no_source"),
    ):
        refused(code, commands.set_retention, coordinator, **{**given, **changed})
    with pytest.raises(NotFound):
        commands.set_retention(coordinator, **{**given, "kind": "no_such_kind"})
    party_id = world.parties["city"].id
    hold = {"subject_kind": "party", "subject_id": party_id, "reason": ""}
    refused("hold.no_reason", commands.place_hold, coordinator, **hold)
    refused("hold.unknown_kind", commands.place_hold, coordinator, **{**hold, "subject_kind": "x"})
    with pytest.raises(NotFound):
        commands.place_hold(coordinator, subject_kind="claim", subject_id=uuid4(), reason="Case")


def test_only_coordinators_write_and_auditors_read(
    world: World, coordinator: Actor, old_claim: Claim
) -> None:
    keep(coordinator, "claims")
    auditor, director = world.actor(None, "auditor"), world.actor("city")
    (disposal,) = commands.propose_disposals(coordinator)
    assert queries.get_disposal(auditor, disposal.id).rule.startswith("6 years")
    for actor in (auditor, director):
        for call, given in (
            (commands.set_retention, {"kind": "claims", "years": 1, "source": "x"}),
            (commands.propose_disposals, {}),
            (commands.approve_disposal, {"disposal_id": disposal.id}),
            (commands.carry_out_disposal, {"disposal_id": disposal.id}),
            (commands.decline_disposal, {"disposal_id": disposal.id, "reason": "x"}),
            (commands.release_hold, {"hold_id": uuid4(), "reason": "x"}),
        ):
            refused("permission.denied", call, actor, **given)
    for read in (queries.schedule, queries.holds, queries.disposals):
        refused("permission.denied", read, director)


def test_another_network_knows_nothing_of_it(coordinator: Actor, old_claim: Claim) -> None:
    keep(coordinator, "claims")
    (disposal,) = commands.propose_disposals(coordinator)
    elsewhere = coordinator.within(uuid4())
    with pytest.raises(NotFound):
        queries.get_disposal(elsewhere, disposal.id)
