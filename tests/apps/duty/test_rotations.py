"""A party keeps its rota: rotations, overrides, swaps, time off, notes; and who is asked then."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from muster.duty import commands, queries
from muster.duty.models import Rota
from muster.journal import clock
from muster.journal.models import Fact
from muster.members.models import PartyRoleGrant
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.apps.duty.steps import MONDAY, add_rotation, crew, local, on


def now_on_duty(world: World, *parts: int, party: str = "city"):
    return queries.on_duty(world.network.id, world.parties[party].id, local(*parts))


def asked(world: World, *parts: int) -> list:
    found = queries.steps(world.network.id, world.parties["city"].id, local(*parts))
    return [(step.person_ids, int(step.after.total_seconds() // 60)) for step in found]


def test_whoever_has_the_turn_is_on_duty_and_asked_before_the_contact_order(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [helper, officer])
        add_rotation(world, [chief], level=2, name="Second line")

    first, second = now_on_duty(world, 2026, 1, 6, 3)
    assert (first.person_id, first.level, first.source) == (helper, 1, "rota")
    assert (first.since, first.until) == (local(2026, 1, 5, 8), local(2026, 1, 12, 8))
    assert (second.person_id, second.level, second.until) == (chief, 2, None)
    assert asked(world, 2026, 1, 6, 3) == [((helper,), 0), ((chief,), 5), ((officer,), 10)]
    assert now_on_duty(world, 2026, 1, 12, 8)[0].person_id == officer


def test_the_party_says_how_it_is_asked(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        add_rotation(world, [chief], level=2, name="Second line")
        commands.edit_rota(
            world.actor("city"),
            party_id=world.parties["city"].id,
            zone="America/Denver",
            minutes_between=10,
            order="all_at_once",
            asks_officers=False,
            last_resort="everybody",
        )
    assert asked(world, 2026, 1, 6, 3) == [((officer, chief), 0), ((helper,), 10)]


def test_the_coordinator_can_be_the_last_resort(world: World) -> None:
    from muster.members.models import NetworkRoleGrant

    coordinator = world.actor(None, "coordinator").person_id
    NetworkRoleGrant.objects.create(
        network=world.network,
        person_id=coordinator,
        role="coordinator",
        granted_at=clock.now(),
    )
    (officer,) = [world.actor("city", "duty_officer").person_id]
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        rota = Rota.objects.get()
        rota.last_resort = "coordinator"
        rota.save()
    assert asked(world, 2026, 1, 6, 3)[-1][0] == (coordinator,)


def test_whoever_has_the_turn_keeps_it_when_the_people_change(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        rotation = add_rotation(world, [chief, officer])
    with on(2026, 1, 13, 9):  # the second week: the officer's
        commands.edit_rotation(
            world.actor("city"),
            rotation_id=rotation.id,
            level=1,
            name="First line",
            person_ids=[helper, chief, officer],
            starts_on=MONDAY,
            hands_over_at=time(8),
            length=1,
            unit="weeks",
        )
    weeks = [now_on_duty(world, 2026, 1, day)[0].person_id for day in (14, 20, 27)]
    assert weeks == [officer, helper, chief]


def test_somebody_who_left_the_party_is_not_on_duty_any_more(world: World) -> None:
    chief, officer, _ = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer, chief])
    PartyRoleGrant.objects.filter(person_id=officer).update(revoked_at=clock.now())
    (now,) = now_on_duty(world, 2026, 1, 6)
    assert (now.person_id, now.source, now.instead_of) == (chief, "stand_in", officer)


def test_hours_that_nobody_fills_are_named_and_fall_to_the_contact_order(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [helper], begins_at=time(8), ends_at=time(17), weekdays=range(5))
        shown = queries.rota_of(world.actor("city"), world.parties["city"].id)
        assert shown.gaps[0].since == local(2026, 1, 5, 17)
        assert shown.gaps[0].until == local(2026, 1, 6, 8)
    assert [each.person_id for each in now_on_duty(world, 2026, 1, 5, 18)] == [officer, chief]
    assert asked(world, 2026, 1, 5, 18) == [((officer,), 0), ((chief,), 5), ((helper,), 10)]


def test_an_override_takes_a_span_and_ends(world: World) -> None:
    chief, officer, helper = crew(world)
    city, party = world.actor("city"), world.parties["city"].id
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        made = commands.make_override(
            city,
            party_id=party,
            level=1,
            person_id=helper,
            since=local(2026, 1, 6, 8),
            until=local(2026, 1, 7, 8),
        )
    (now,) = now_on_duty(world, 2026, 1, 6, 9)
    assert (now.person_id, now.source, now.until) == (helper, "override", local(2026, 1, 7, 8))
    with on(2026, 1, 6, 12):
        commands.end_override(city, override_id=made.id)
        with pytest.raises(NotFound):
            commands.end_override(city, override_id=made.id)
    assert now_on_duty(world, 2026, 1, 6, 13)[0].person_id == officer
    assert now_on_duty(world, 2026, 1, 6, 11)[0].person_id == helper  # what was, was


def test_a_responder_takes_over_now_until_the_running_duty_ends(world: World) -> None:
    _, officer, helper = crew(world)
    party = world.parties["city"].id
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        made = commands.take_over(world.actor("city", "responder"), party_id=party)
        assert made.until == local(2026, 1, 5, 21)  # the lone officer's duty shows no end
        with pytest.raises(Refused) as refused:
            commands.take_over(world.actor("city", "responder"), party_id=party)
    assert codes(refused) == {"override.already_on_duty"}
    assert now_on_duty(world, 2026, 1, 5, 10)[0].person_id == helper


def test_two_people_swap_a_shift_each(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [chief, officer, helper])
        commands.swap_shifts(
            world.actor("city", "responder"),
            party_id=world.parties["city"].id,
            level=1,
            since=local(2026, 1, 12, 8),
            other_level=1,
            other_since=local(2026, 1, 19, 8),
        )
    weeks = [now_on_duty(world, 2026, 1, day)[0].person_id for day in (6, 13, 20, 27)]
    assert weeks == [chief, helper, officer, chief]


def test_the_next_stands_in_for_whoever_is_away(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [helper, officer])
        away = commands.note_time_off(
            world.actor("city", "responder"),
            party_id=world.parties["city"].id,
            person_id=helper,
            since=local(2026, 1, 6, 0),
            until=local(2026, 1, 8, 0),
        )
        (now,) = now_on_duty(world, 2026, 1, 6, 9)
        assert (now.person_id, now.source, now.instead_of) == (officer, "stand_in", helper)
        commands.end_time_off(world.actor("city"), time_off_id=away.id)
    assert now_on_duty(world, 2026, 1, 6, 9)[0].person_id == helper


def test_a_note_waits_for_the_next_and_stays_out_of_the_journal(world: World) -> None:
    crew(world)
    city, party = world.actor("city", "responder"), world.parties["city"].id
    commands.write_handover_note(city, party_id=party, text="The switch is odd.\r\nWatch it.")
    (note,) = queries.rota_of(world.actor("city"), party).notes
    assert note.text == "The switch is odd.\nWatch it."
    assert "switch" not in str(Fact.objects.get(kind="HandoverNoteWritten").payload)
    for text, code in (("  ", "empty"), ("x" * 2001, "too_long")):
        with pytest.raises(Refused) as refused:
            commands.write_handover_note(city, party_id=party, text=text)
        assert codes(refused) == {f"handover_note.{code}"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person_ids": []}, "rotation.nobody"),
        ({"person_ids": [uuid4()]}, "duty.stranger"),
        ({"level": 6}, "rotation.wrong_level"),
        ({"length": 0}, "rotation.wrong_length"),
        ({"unit": "moons"}, "field.unknown_choice"),
        ({"weekdays": [9]}, "rotation.unknown_weekday"),
        ({"begins_at": time(8)}, "rotation.half_hours"),
        ({"starts_on": date(1776, 7, 4)}, "rotation.bad_date"),
        ({"name": " "}, "field.required"),
    ],
)
def test_a_rotation_that_cannot_be_kept_is_refused_in_words(world: World, change, code) -> None:
    people = crew(world)
    with pytest.raises(Refused) as refused:
        add_rotation(world, **{"person_ids": people, **change})
    assert codes(refused) == {code}
    assert not Rota.objects.exists()


def test_a_rota_is_its_partys_own(world: World) -> None:
    people = crew(world)
    county, party = world.actor("county"), world.parties["city"].id
    rotation = add_rotation(world, people)
    later = clock.now() + timedelta(days=2)
    for refuse in (
        lambda: commands.write_handover_note(county, party_id=party, text="Hello"),
        lambda: commands.take_over(county, party_id=party),
        lambda: commands.note_time_off(
            county, party_id=party, person_id=people[0], since=clock.now(), until=later
        ),
    ):
        with pytest.raises(Refused) as refused:
            refuse()
        assert codes(refused) == {"duty.not_yours"}
    for hidden in (
        lambda: queries.rota_of(county, party),
        lambda: commands.remove_rotation(county, rotation_id=rotation.id),
    ):
        with pytest.raises(NotFound):
            hidden()


def test_a_responder_plans_for_nobody_else(world: World) -> None:
    chief, officer, helper = crew(world)
    actor, party = world.actor("city", "responder"), world.parties["city"].id
    with on(2026, 1, 5, 9):
        add_rotation(world, [chief, officer])
        span = {"since": local(2026, 1, 6), "until": local(2026, 1, 7)}
        for plan in (
            lambda: commands.note_time_off(actor, party_id=party, person_id=chief, **span),
            lambda: commands.make_override(actor, party_id=party, level=1, person_id=chief, **span),
            lambda: commands.swap_shifts(
                actor,
                party_id=party,
                level=1,
                since=local(2026, 1, 6),
                other_level=1,
                other_since=local(2026, 1, 13),
            ),
        ):
            with pytest.raises(Refused) as refused:
                plan()
            assert codes(refused) == {"duty.only_yourself"}


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        ((2026, 1, 7), (2026, 1, 6), "span.backwards"),
        ((2026, 1, 2), (2026, 1, 3), "span.over"),
        ((2026, 1, 7), (2027, 1, 6), "span.too_long"),
        ((2028, 6, 1), (2028, 6, 2), "span.too_far"),
    ],
)
def test_spans_that_make_no_sense_are_refused(world: World, since, until, code) -> None:
    chief, *_ = crew(world)
    with on(2026, 1, 5, 9), pytest.raises(Refused) as refused:
        commands.note_time_off(
            world.actor("city"),
            party_id=world.parties["city"].id,
            person_id=chief,
            since=local(*since),
            until=local(*until),
        )
    assert code in codes(refused)


def test_nobody_takes_a_span_in_which_they_are_away(world: World) -> None:
    chief, officer, _ = crew(world)
    city, party = world.actor("city"), world.parties["city"].id
    span = {"since": local(2026, 1, 6), "until": local(2026, 1, 7)}
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        commands.note_time_off(city, party_id=party, person_id=chief, **span)
        with pytest.raises(Refused) as refused:
            commands.make_override(city, party_id=party, level=1, person_id=chief, **span)
    assert codes(refused) == {"duty.is_away"}


def test_other_parties_in_force_learn_who_answers_and_a_joining_one_does_not(world: World) -> None:
    chief, officer, _ = crew(world)
    party = world.parties["city"].id
    with pytest.raises(NotFound):
        queries.who_answers(world.actor("county"), party)
    add_rotation(world, [officer])
    assert [each.person_id for each in queries.who_answers(world.actor("county"), party)] == [
        officer
    ]
    with pytest.raises(NotFound):
        queries.who_answers(world.actor("town"), party)


def test_the_coordinator_sees_first_who_has_nobody_tonight(world: World) -> None:
    _, officer, _ = crew(world)
    county = world.actor("county").person_id
    with on(2026, 1, 5, 16):
        add_rotation(world, [officer], begins_at=time(8), ends_at=time(17))
        add_rotation(world, [county], party="county")
        nights = queries.tonight(world.actor(None, "coordinator"))
    assert [(each.party_id, each.has_nobody) for each in nights] == [
        (world.parties["school"].id, True),
        (world.parties["city"].id, True),
        (world.parties["county"].id, False),
    ]
    with pytest.raises(NotFound):
        queries.tonight(world.actor("city"))


def test_rotas_of_many_parties_cost_as_many_queries_as_one(
    world: World, django_assert_num_queries
) -> None:
    for party in ("city", "county", "school"):
        add_rotation(world, crew(world, party), party=party)
    ids = [each.id for each in world.parties.values()]
    with django_assert_num_queries(8):
        queries.steps_of(world.network.id, ids, clock.now())
    with django_assert_num_queries(8):
        queries.steps_of(world.network.id, ids[:1], clock.now())
