"""Taking things out for a mission: exactly what is there, all or none, exercises apart."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from muster.catalog import commands, queries
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import Stage, days, some_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


def reserve(stage: Stage, *items, mission: int = 1, exercise_id=None):
    with transaction.atomic():
        return commands.reserve(
            stage.system, mission_id=some_id(mission), items=items, exercise_id=exercise_id
        )


def free(resource, begins=0, ends=1, exercise_id=None) -> int:
    return queries.quantity_free(resource, days(begins), days(ends), exercise_id)


def test_what_is_reserved_is_no_longer_free(stage):
    laptops = stage.laptops()
    assert free(laptops) == 8
    reserve(stage, (laptops.id, 5, days(0), days(3)))
    assert free(laptops) == 3
    assert free(laptops, 3, 4) == 8


def test_the_lenders_reserve_is_not_taken(stage):
    laptops = stage.laptops()
    with pytest.raises(Refused) as refused:
        reserve(stage, (laptops.id, 9, days(0), days(1)))
    assert refused.value.refusals[0].code == "resource.not_enough"
    assert refused.value.refusals[0].values["free"] == 8


def test_all_or_none_is_taken_and_every_short_line_is_named(stage):
    laptops, spare = stage.laptops(), stage.laptops(name="More laptops")
    with pytest.raises(Refused) as refused:
        reserve(stage, (laptops.id, 1, days(0), days(1)), (spare.id, 99, days(0), days(1)))
    assert [each.values["line"] for each in refused.value.refusals] == [2]
    assert free(laptops) == 8


def test_two_lines_of_one_mission_share_what_is_there(stage):
    laptops = stage.laptops()
    with pytest.raises(Refused):
        reserve(stage, (laptops.id, 5, days(0), days(2)), (laptops.id, 4, days(1), days(3)))
    reserve(stage, (laptops.id, 8, days(0), days(2)), (laptops.id, 8, days(2), days(3)))


def test_what_comes_home_is_free_again(stage):
    laptops = stage.laptops()
    reserve(stage, (laptops.id, 8, days(0), days(3)))
    with transaction.atomic():
        back = commands.release(
            stage.system, mission_id=some_id(1), resource_id=laptops.id, quantity=3, at=days(1)
        )
    assert back == 3
    assert free(laptops) == 3
    with transaction.atomic():
        assert commands.release(stage.system, mission_id=some_id(1), at=days(2)) == 5
        assert commands.release(stage.system, mission_id=some_id(1), at=days(2)) == 0
    assert free(laptops) == 8


def test_what_was_split_by_a_partial_return_stays_on_record(stage):
    laptops = stage.laptops()
    reserve(stage, (laptops.id, 8, days(0), days(3)))
    with transaction.atomic():
        commands.release(stage.system, mission_id=some_id(1), quantity=3, at=days(1))
    held = queries.reservations_of_mission(stage.system, some_id(1))
    assert sorted((row.quantity, row.released_at is None) for row in held) == [
        (3, False),
        (5, True),
    ]


def test_a_longer_stay_is_refused_where_the_next_mission_waits(stage):
    laptops = stage.laptops()
    reserve(stage, (laptops.id, 8, days(0), days(2)))
    reserve(stage, (laptops.id, 1, days(3), days(4)), mission=2)
    with transaction.atomic():
        assert commands.extend_reservations(stage.system, mission_id=some_id(1), until=days(3)) == 1
    with pytest.raises(Refused) as refused, transaction.atomic():
        commands.extend_reservations(stage.system, mission_id=some_id(1), until=days(3.5))
    assert refused.value.refusals[0].code == "resource.not_enough"


def test_a_longer_stay_counts_what_the_mission_itself_holds_longer(stage):
    laptops = stage.laptops(quantity=2, reserve=0)
    reserve(stage, (laptops.id, 1, days(0), days(2)), (laptops.id, 1, days(0), days(4)))
    reserve(stage, (laptops.id, 1, days(2), days(4)), mission=2)
    with pytest.raises(Refused) as refused, transaction.atomic():
        commands.extend_reservations(stage.system, mission_id=some_id(1), until=days(4))
    assert refused.value.refusals[0].code == "resource.not_enough"


def test_what_has_come_after_all_is_held_whatever_was_promised_since(stage):
    laptops = stage.laptops(quantity=1, reserve=0)
    reserve(stage, (laptops.id, 1, days(0), days(2)), mission=2)
    with transaction.atomic():
        commands.reserve_what_is_there(
            stage.system, mission_id=some_id(1), item=(laptops.id, 1, days(1), days(3))
        )
    assert free(laptops, 2, 3) == 0


def test_nothing_is_held_for_a_time_that_is_over(stage):
    laptops = stage.laptops()
    with transaction.atomic():
        item = (laptops.id, 1, days(2), days(1))
        made = commands.reserve_what_is_there(stage.system, mission_id=some_id(1), item=item)
    assert made == []


def test_an_exercise_takes_nothing_from_real_help_and_real_help_nothing_from_it(stage):
    laptops, drill = stage.laptops(), some_id(77)
    reserve(stage, (laptops.id, 8, days(0), days(1)), exercise_id=drill)
    assert free(laptops) == 8
    reserve(stage, (laptops.id, 8, days(0), days(1)), mission=2)
    assert free(laptops, exercise_id=drill) == 0
    assert free(laptops, exercise_id=some_id(78)) == 8


def test_what_is_set_aside_cannot_be_taken(stage):
    engineer = stage.engineer()
    commands.set_unavailable(
        stage.system, resource_id=engineer.id, starts_at=days(1), ends_at=days(300)
    )
    with pytest.raises(Refused) as refused:
        reserve(stage, (engineer.id, 1, days(0), days(2)))
    assert refused.value.refusals[0].code == "resource.unavailable"
    reserve(stage, (engineer.id, 1, days(0), days(1)))


def test_a_licence_without_its_publishers_permission_cannot_be_taken(stage):
    party_id = stage.parties["sagebrush_county"].id
    seats = commands.add_resource(
        stage.system, party_id=party_id, resource_type="edr_seat", name="Seats", quantity=5
    )
    with pytest.raises(Refused) as refused:
        reserve(stage, (seats.id, 1, days(0), days(1)))
    assert refused.value.refusals[0].code == "licence.not_permitted"
    commands.edit_resource(
        stage.system,
        resource_id=seats.id,
        details={"lending_permitted": True, "permission_note": "Letter of 2 March"},
    )
    reserve(stage, (seats.id, 1, days(0), days(1)))


def test_another_networks_resource_is_not_there(stage):
    elsewhere = Stage("other").seed().laptops()
    with pytest.raises(NotFound):
        reserve(stage, (elsewhere.id, 1, days(0), days(1)))


@pytest.mark.django_db(transaction=True)
def test_a_reservation_needs_the_transaction_of_its_mission():
    with pytest.raises(RuntimeError):
        commands.reserve(Stage().system, mission_id=some_id(), items=[])


@pytest.mark.django_db(transaction=True)
def test_the_last_unit_goes_to_exactly_one_of_two_takers_at_the_same_instant():
    stage = Stage().seed()
    laptops = stage.laptops(quantity=1, reserve=0)
    ready, outcomes = threading.Barrier(4), []

    def take(mission: int) -> None:
        try:
            ready.wait(10)
            reserve(stage, (laptops.id, 1, days(0), days(1)), mission=mission)
            outcomes.append("taken")
        except Refused as refused:
            outcomes.append(refused.refusals[0].code)
        finally:
            connection.close()

    takers = [threading.Thread(target=take, args=(number,)) for number in range(1, 5)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join(30)
    assert sorted(outcomes) == ["resource.not_enough"] * 3 + ["taken"]
    assert free(laptops) == 0
