"""Two people of the claimant at the same instant: one claim, and nothing charged twice."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from muster.claims import commands, queries
from muster.claims.models import Claim
from muster.rules.refusal import Refused
from tests.apps.claims.steps import add_receipt, mission_home, submitted
from tests.apps.claims.test_supplementary_claims import allow_a_second, late_hours
from tests.race import race

if TYPE_CHECKING:
    from muster.aid.models import Mission
    from muster.rules.actor import Actor
    from tests.apps.aid.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The same, with its rows committed for every connection."""
    from tests.apps.aid.world import build

    return build()


@pytest.fixture
def mission(world: World) -> Mission:
    """Claimed once, with eight hours and a receipt found afterwards: 550.00 are left."""
    made = mission_home(world)
    allow_a_second(made)
    submitted(world, made)
    late_hours(world, made)
    add_receipt(world, made, 50_00)
    return made


def test_two_people_file_a_supplementary_claim_at_once(world: World, mission: Mission) -> None:
    def file(actor: Actor) -> Claim:
        draft = commands.draft_claim(actor, mission_id=mission.id)
        return commands.submit_claim(actor, claim_id=draft.id)

    finance = world.actor("county", "finance")
    director = world.actor("county", "authorized_representative", "finance")
    results = race(lambda: file(finance), lambda: file(director))

    assert sum(isinstance(each, Claim) for each in results) == 1, results
    (refused,) = [each for each in results if isinstance(each, Refused)]
    assert refused.refusals[0].code in {"claim.wrong_state", "claim.nothing_left"}
    claims = queries.claims_of_mission(finance, mission.id)
    assert [(each.ordinal, each.state, each.total_cents) for each in claims] == [
        (1, "submitted", 2_000_00),
        (2, "submitted", 550_00),
    ]
    first, second = (
        {name for line in claim.settlement["lines"] for name in line["evidence"]}
        for claim in claims
    )
    assert second and not first & second, "each entry and receipt stands in one claim alone"


def test_what_is_being_submitted_is_not_drafted_anew(world: World, mission: Mission) -> None:
    finance = world.actor("county", "finance")
    draft = commands.draft_claim(finance, mission_id=mission.id)
    drafted: list[object] = []

    def draft_again() -> Claim:
        return commands.draft_claim(finance, mission_id=mission.id)

    other = threading.Thread(target=lambda: drafted.extend(race(draft_again)))
    with transaction.atomic():
        commands.submit_claim(finance, claim_id=draft.id)
        other.start()
        time.sleep(0.5)
    other.join(60)

    (found,) = drafted
    assert isinstance(found, Refused) and found.refusals[0].code == "claim.nothing_left", found
    assert Claim.objects.get(pk=draft.pk).drafted_at == draft.drafted_at
