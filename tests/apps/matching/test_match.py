"""Who could fill a line: ranked with reasons, left out with reasons, and nothing given away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from muster.catalog.models import ResourceSkill, Unavailability
from muster.matching.queries import LineToMatch, match_line, match_rows
from muster.matching.words import words_of
from muster.rules.matching import LeftOutCode, Reason
from tests.apps.aid.world import NOW, World


def line(world: World, type_key: str = "laptop", **values: Any) -> LineToMatch:
    given = {
        "requesting_party_id": world.parties["city"].id,
        "resource_type_id": world.types[type_key].id,
        "kind": world.types[type_key].kind,
        "quantity": 4,
        "needed_from": NOW,
        "needed_until": NOW + timedelta(days=3),
        "place": (40.2, -111.6),
        **values,
    }
    return LineToMatch(**given)


def test_candidates_come_best_first_and_the_ranking_is_stable(world: World) -> None:
    actor = world.actor("city")

    first, second = (match_line(actor, line(world)) for _ in range(2))

    assert [each.candidate_id for each in first.chosen] == [
        each.candidate_id for each in second.chosen
    ]
    scores = [each.score for each in first.chosen]
    assert scores == sorted(scores, reverse=True)
    assert world.resources["laptops"].id in {each.candidate_id for each in first.chosen}


def test_those_left_out_have_every_reason(world: World) -> None:
    world.resource("own", "city", "laptop", quantity=9)
    world.resource("joining", "town", "laptop", quantity=9)
    kept = world.resource("kept", "school", "laptop", quantity=2, reserve=2)
    away = world.resource("away", "school", "laptop", quantity=9)
    Unavailability.objects.create(resource=away, starts_at=NOW - timedelta(days=1))

    found = match_line(world.actor("city"), line(world))

    reasons = {
        each.candidate_id: {reason.code for reason in each.reasons} for each in found.left_out
    }
    assert reasons[world.resources["own"].id] == {LeftOutCode.OWN_PARTY}
    assert reasons[world.resources["joining"].id] == {LeftOutCode.NOT_IN_FORCE}
    assert reasons[kept.id] == {LeftOutCode.BELOW_RESERVE}
    assert LeftOutCode.NOT_AVAILABLE in reasons[away.id]


def test_a_skill_asked_for_is_needed(world: World) -> None:
    ResourceSkill.objects.create(resource=world.resources["second"], skill=world.skill)
    wanted = line(world, "technician", quantity=1, skill_id=world.skill.id)

    found = match_rows(world.actor("city"), wanted)

    assert [row.name for row in found.chosen if row.kind == "resource"] == ["second of county"]
    assert "has the skill asked for" in found.chosen[0].words
    left_out = {row.name: row.words for row in found.left_out}
    assert left_out["technician of county"] == ["lacks the skill asked for"]


def test_a_party_learns_what_of_its_own_fits(world: World) -> None:
    found = match_rows(world.actor("school"), line(world), party_id=world.parties["school"].id)

    assert {row.party_id for row in found.chosen} == {world.parties["school"].id}


def test_what_a_lender_keeps_back_is_never_named() -> None:
    words = words_of(Reason(LeftOutCode.BELOW_RESERVE, {"free": 3, "reserve": 7}))

    assert not any(sign.isdigit() for sign in words)


def test_every_reason_has_words() -> None:
    assert all(words_of(Reason(code, {})) for code in LeftOutCode)


def test_the_number_of_queries_does_not_grow_with_the_catalogue(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        world.resource(f"more {number}", "school", "laptop", quantity=2)
    actor = world.actor("city")

    with django_assert_max_num_queries(30):
        match_rows(actor, line(world))
