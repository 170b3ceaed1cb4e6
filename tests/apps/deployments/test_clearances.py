"""At the door: who lacks what the request asks for comes in with an escort of the host, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.aid.models import AidRequestLine
from muster.catalog.models import Clearance, ResourceClearance
from muster.deployments import commands
from muster.journal import clock
from muster.rules.refusal import Refused
from tests.apps.deployments.stage import Stage


@pytest.fixture
def asked(stage: Stage) -> Clearance:
    """The line asks for fingerprints."""
    wanted = Clearance.objects.create(
        network=stage.world.network, key="cjis_fingerprint", label="CJIS fingerprint check"
    )
    AidRequestLine.objects.filter(aid_request_id=stage.mission.aid_request_id).update(
        clearance=wanted
    )
    return wanted


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_the_uncleared_are_not_checked_in_until_the_host_names_an_escort(
    stage: Stage, asked: Clearance
) -> None:
    for somebody in (stage.duty, stage.host):
        with pytest.raises(Refused) as refused:
            commands.check_in(somebody, deployment_id=stage.person.id)
        assert codes(refused) == ["clearance.escort_needed"]
        assert refused.value.refusals[0].values["clearance"] == "CJIS fingerprint check"
    with pytest.raises(Refused):
        commands.check_in(stage.duty, deployment_id=stage.person.id, escorted_by="Nobody of theirs")
    row = commands.check_in(stage.host, deployment_id=stage.person.id, escorted_by="Sergeant Diaz")
    assert row.escorted_by == "Sergeant Diaz"


def test_the_cleared_come_in_alone_until_it_runs_out(stage: Stage, asked: Clearance) -> None:
    today = clock.now().date()
    held = ResourceClearance.objects.create(
        resource_id=stage.person.resource_id,
        clearance=asked,
        expires_on=today - timedelta(days=2),
    )
    with pytest.raises(Refused):
        commands.check_in(stage.duty, deployment_id=stage.person.id)
    held.expires_on = today + timedelta(days=2)
    held.save()
    row = commands.check_in(stage.duty, deployment_id=stage.person.id)
    assert (row.state, row.escorted_by) == ("checked_in", "")
