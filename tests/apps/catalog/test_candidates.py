"""What the match is told of everything that could fill a line."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from muster.catalog import commands, queries
from muster.rules.matching import CandidateKind, LineNeed, rank
from tests.apps.catalog.stage import DUTY, Stage, days, some_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


def found(stage, key="laptop", begins=0, ends=4, **named):
    type_id = queries.get_resource_type(stage.system, key).id
    listed = queries.candidates(stage.network.id, type_id, None, days(begins), days(ends), **named)
    return {each.id: each for each in listed}


def test_a_candidate_says_what_is_there_promised_and_kept_back(stage):
    laptops = stage.laptops(rate_ten_thousandths=240_000, rate_basis="day")
    with transaction.atomic():
        commands.reserve(
            stage.system, mission_id=some_id(), items=[(laptops.id, 3, days(1), days(2))]
        )
    facts = found(stage)[laptops.id]
    assert (facts.quantity, facts.reserved, facts.reserve) == (10, 3, 2)
    assert facts.party_may_answer and facts.price_per_hour_cents == 100
    party = stage.parties["sagebrush_county"]
    assert facts.place == (party.latitude, party.longitude)
    assert found(stage, begins=2)[laptops.id].reserved == 0


def test_an_exercise_is_another_world(stage):
    laptops = stage.laptops()
    with transaction.atomic():
        commands.reserve(
            stage.system,
            mission_id=some_id(),
            items=[(laptops.id, 8, days(0), days(9))],
            exercise_id=some_id(9),
        )
    assert found(stage)[laptops.id].reserved == 0
    assert found(stage, exercise_id=some_id(9))[laptops.id].reserved == 8


def test_the_part_of_the_interval_in_which_it_is_not_set_aside_is_known(stage):
    laptops = stage.laptops()
    for begins, ends in ((1, 2), (1.5, 2)):
        commands.set_unavailable(
            stage.system,
            resource_id=laptops.id,
            starts_at=days(begins + 900),
            ends_at=days(ends + 900),
        )
    assert found(stage, begins=900, ends=904)[laptops.id].covered_share == 0.75
    assert found(stage, begins=901, ends=902)[laptops.id].covered_share == 0.0


def test_only_clearances_in_force_for_the_whole_interval_count(stage):
    lasting = stage.engineer(name="Lasting", clearances=[{"key": "nda"}])
    ending = stage.engineer(
        name="Ending", clearances=[{"key": "nda", "expires_on": date(2026, 3, 16)}]
    )
    known = found(stage, "systems_engineer")
    nda = queries.get_clearance(stage.system, "nda").id
    skill = queries.get_skill(stage.system, "active_directory").id
    assert known[lasting.id].clearances == {nda} and known[lasting.id].skills == {skill}
    assert known[ending.id].clearances == frozenset()
    assert found(stage, "systems_engineer", ends=1)[ending.id].clearances == {nda}


def test_a_licence_without_permission_is_left_out_with_its_reason(stage):
    party_id = stage.parties["sagebrush_county"].id
    add = {"party_id": party_id, "resource_type": "edr_seat", "quantity": 5}
    barred = commands.add_resource(stage.system, name="Barred", **add)
    permitted = commands.add_resource(
        stage.system,
        name="Permitted",
        details={"lending_permitted": True, "permission_note": "Letter"},
        **add,
    )
    known = found(stage, "edr_seat")
    assert [each.code for each in known[barred.id].bars] == ["licence.not_permitted"]
    assert known[permitted.id].bars == ()
    line = LineNeed(
        requesting_party_id=stage.parties["juniper_flats"].id,
        resource_type_id=barred.resource_type_id,
        quantity=1,
        needed_from=days(0),
        needed_until=days(4),
        at=days(0),
        is_on_site=False,
    )
    ranking = rank(line, known.values())
    assert [each.candidate_id for each in ranking.chosen] == [permitted.id]
    assert ranking.left_out[0].reasons[0].code == "licence.not_permitted"


def test_capacity_that_ends_within_the_interval_is_barred(stage):
    room = commands.add_resource(
        stage.system,
        party_id=stage.parties["sagebrush_county"].id,
        resource_type="backup_storage",
        name="Room",
        quantity=9,
        details={"available_until": date(2026, 3, 15)},
    )
    assert [each.code for each in found(stage, "backup_storage")[room.id].bars] == [
        "resource.ends_before"
    ]
    assert found(stage, "backup_storage", ends=0.5)[room.id].bars == ()


def test_a_party_not_in_force_may_not_answer(stage):
    stage.add_party("pending", "A pending party", standing="pending")
    laptops = stage.laptops("pending")
    assert not found(stage)[laptops.id].party_may_answer


def test_a_ready_package_is_a_candidate_that_goes_whole_or_not_at_all(stage):
    duty = stage.actor("sagebrush_county", DUTY)
    laptops, engineer = stage.laptops(), stage.engineer(clearances=[{"key": "nda"}])
    package = commands.add_package(
        duty,
        name="Crew",
        items=[(laptops.id, 4), (engineer.id, 1)],
        price_cents=100_00,
        duration_hours=10,
        mobilization_hours=3,
        work_package="reimage_pcs",
    )
    facts = found(stage)[package.id]
    assert facts.kind is CandidateKind.PACKAGE
    assert (facts.quantity, facts.reserved, facts.mobilization_hours) == (4, 0, 3.0)
    preset = queries.get_work_package(stage.system, "reimage_pcs")
    by_work = queries.candidates(
        stage.network.id, None, None, days(0), days(4), work_package_id=preset.id
    )
    assert package.id in {each.id for each in by_work}
    with transaction.atomic():
        commands.reserve(
            stage.system, mission_id=some_id(), items=[(engineer.id, 1, days(0), days(1))]
        )
    assert found(stage)[package.id].reserved == 4
    commands.retire_package(duty, package_id=package.id)
    assert package.id not in found(stage)


def test_other_networks_and_retired_things_are_no_candidates(stage):
    elsewhere = Stage("other").seed()
    elsewhere.laptops()
    gone = stage.laptops(name="Gone")
    commands.retire_resource(stage.system, resource_id=gone.id)
    assert found(stage) == {}


def test_many_candidates_take_no_more_queries_than_few(stage, django_assert_max_num_queries):
    for number in range(40):
        stage.engineer(name=f"Engineer {number}")
    with django_assert_max_num_queries(9):
        assert len(found(stage, "systems_engineer")) == 40
