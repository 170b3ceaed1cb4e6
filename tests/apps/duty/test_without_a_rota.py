"""Without a rota a party's duty officers are asked first, then its representatives, one by one."""

from __future__ import annotations

from datetime import timedelta

from muster.duty import queries
from muster.journal import clock
from muster.members.models import Contact
from tests.apps.aid.world import World


def asked(world: World, party: str) -> list[tuple]:
    found = queries.steps(world.network.id, world.parties[party].id, clock.now())
    return [(step.person_ids, step.after) for step in found]


def test_duty_officers_are_asked_first_and_responders_not_at_all(world: World) -> None:
    chief = world.actor("city").person_id
    world.actor("city", "responder")
    officer = world.actor("city", "duty_officer").person_id

    assert asked(world, "city") == [
        ((officer,), timedelta(0)),
        ((chief,), timedelta(minutes=5)),
    ]
    now = queries.on_duty(world.network.id, world.parties["city"].id, clock.now())
    assert [(each.person_id, each.level, each.source) for each in now] == [
        (officer, 1, "contact_order"),
        (chief, 2, "contact_order"),
    ]


def test_within_a_role_the_contact_order_decides(world: World) -> None:
    first, second = (world.actor("city", role) for role in ("authorized_representative", "other"))
    grant = world.people["city", "other"].party_role_grants.get()
    grant.role = "authorized_representative"
    grant.save()
    for place, actor in enumerate((second, first), start=1):
        Contact.objects.create(
            network=world.network,
            party=world.parties["city"],
            kind="primary",
            name=actor.name.upper(),
            call_order=place,
        )

    assert [people for people, _ in asked(world, "city")] == [
        (second.person_id,),
        (first.person_id,),
    ]


def test_a_person_of_two_roles_is_asked_once(world: World) -> None:
    officer = world.actor("city", "duty_officer", "authorized_representative").person_id
    assert [people for people, _ in asked(world, "city")] == [(officer,)]


def test_whoever_left_is_not_asked(world: World) -> None:
    actor = world.actor("city")
    world.people["city", "authorized_representative"].party_role_grants.update(
        revoked_at=clock.now()
    )
    assert actor.person_id and asked(world, "city") == []


def test_many_parties_cost_as_many_queries_as_one(world: World, django_assert_num_queries) -> None:
    for party in ("city", "county", "school"):
        world.actor(party)
    ids = [each.id for each in world.parties.values()]
    with django_assert_num_queries(3):
        found = queries.steps_of(world.network.id, ids, clock.now())
    assert [len(found[each]) for each in ids] == [1, 1, 1, 0]
