"""A network under another agreement: the same mission on record, drafted and submitted under each."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

import muster.agreements
from muster.agreements.models import AgreementVersion
from muster.claims import commands, queries
from muster.deployments.models import Continuation
from muster.rates.commands import import_rates
from muster.rates.models import LoadDeclaration
from tests.apps.claims.steps import agree

if TYPE_CHECKING:
    from muster.aid.models import Mission
    from tests.apps.aid.world import World

LIBRARY = Path(muster.agreements.__file__).parent / "library"


def switch(mission: Mission, key: str) -> None:
    """The mission's version holds the terms of another agreement."""
    text = (LIBRARY / f"{key}.toml").read_text()
    AgreementVersion.objects.filter(pk=mission.agreement_version_id).update(
        terms_text=text, terms_sha256=hashlib.sha256(text.encode()).hexdigest()
    )


def declare(world: World, mission: Mission, percent: str) -> None:
    """The county had declared its fringe before anybody left."""
    LoadDeclaration.objects.create(
        network=world.network,
        party_id=mission.responding_party_id,
        declared_at=timezone.now() - timedelta(days=30),
        fringe_percent=Decimal(percent),
        overhead_percent=Decimal(0),
    )


def confirm(mission: Mission) -> None:
    """The city wrote in time that help goes on."""
    assert mission.arrived_at is not None
    Continuation.objects.create(
        mission=mission,
        goes_on=True,
        answered_by_name="A. Person",
        answered_at=mission.arrived_at + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("utah_it_maa", "2000.00"),  # 72 h, 40 free: 32 x 62.50
        ("ohio_warn", "5850.00"),  # 72 x 62.50 x 1.30
        ("north_carolina", "5850.00"),
        ("florida_2023", "4500.00"),  # 72 x 62.50
        # Twelve hours from the arrival at midnight; work began at 15:00.
        ("texas_general", "4500.00"),
    ],
)
def test_the_same_mission_is_claimed_under_each_agreement(
    world: World, mission: Mission, key: str, amount: str
) -> None:
    if key == "utah_it_maa":
        agree(world, mission)
    switch(mission, key)
    declare(world, mission, "30")
    confirm(mission)
    finance = world.actor("county", "finance")
    found = queries.preview(finance, mission.id).settlement
    assert f"{found.total.amount:f}" == amount
    assert found.refusals == ()
    claim = commands.draft_claim(finance, mission_id=mission.id)
    assert f"{Decimal(claim.total_cents) / 100:.2f}" == amount
    labour = claim.lines.filter(kind="labour")
    assert all(line.working for line in labour)
    assert (key in ("ohio_warn", "north_carolina")) == any(
        step["rule"] == "labour.fringe.declared" for line in labour for step in line.working
    )


def test_a_rate_card_of_the_network_caps_the_hours(world: World, mission: Mission) -> None:
    switch(mission, "texas_general")
    confirm(mission)
    finance = world.actor("county", "finance")
    warned = queries.preview(finance, mission.id).settlement.warnings
    assert "rate.no_table" in [each.code for each in warned]
    card = "key,part,amount,valid_from,valid_until,source\n*,hour,50.00,2020-01-01,,Schedule\n"
    import_rates(
        world.actor(None, "coordinator"),
        kind="rates",
        text=card,
        table_key="fema_labour",
        title="FEMA labour",
    )
    settlement = queries.preview(finance, mission.id).settlement
    assert f"{settlement.total.amount:f}" == "3600.00"  # 72 x 50.00
    caps = [step for line in settlement.lines for step in line.working if step.label == "Rate cap"]
    assert {step.inputs["table"] for step in caps} == {"fema_labour"}


def test_pay_waits_for_the_declaration_where_the_agreement_says_so(
    world: World, mission: Mission
) -> None:
    switch(mission, "jessamine_ky")
    finance = world.actor("county", "finance")
    assert queries.preview(finance, mission.id).settlement.total.cents == 0
    incident = mission.aid_request.incident
    incident.emergency_declared_at = mission.arrived_at
    incident.save(update_fields=["emergency_declared_at"])
    # Twelve hours after the arrival at midnight are over when work begins at 15:00.
    settlement = queries.preview(finance, mission.id).settlement
    assert f"{settlement.total.amount:f}" == "4500.00"
