"""Whose signature counts after a request was changed, and who is told that it is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muster.aid import commands, queries
from muster.aid.models import AidRequest
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.rules.refusal import Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_second_sign_off import takes_two
from tests.apps.aid.world import World


@pytest.fixture
def changed(world: World) -> AidRequest:
    """Filed by the city's duty officer, signed by its clerk, changed by its representative."""
    takes_two(world, "requester")
    filer, clerk = world.actor("city", "duty_officer"), world.actor("city", "clerk")
    asked = commands.ask_for_help(
        filer, kind="outage", work_packages=[(world.work_packages["reimage"].id, 40)]
    )
    commands.sign_off_aid_request(clerk, aid_request_id=asked.id)
    world.actor("city", "finance")
    drain()
    Notice.objects.all().delete()
    commands.amend_aid_request(world.actor("city"), aid_request_id=asked.id, note="Room 12")
    return AidRequest.objects.get()


def test_who_lost_the_demanded_role_does_not_sign_anew(world: World, changed: AidRequest) -> None:
    former_clerk = replace(world.actor("city", "clerk"), roles=frozenset({"duty_officer"}))
    waiting = queries.sign_off_of(former_clerk, changed)
    assert waiting is not None and not waiting.may_sign
    with pytest.raises(Refused) as refused:
        commands.sign_off_aid_request(former_clerk, aid_request_id=changed.id)
    assert codes(refused) == {"sign_off.wrong_role"}
    commands.amend_aid_request(former_clerk, aid_request_id=changed.id, note="Room 13")
    assert queries.signatures_missing(changed) == 2, "nor by changing it"


def test_who_filed_it_signs_anew_whatever_the_role(world: World, changed: AidRequest) -> None:
    filer = world.actor("city", "duty_officer")
    commands.sign_off_aid_request(filer, aid_request_id=changed.id)
    assert queries.signatures_missing(changed) == 0


def test_who_filed_it_is_told_that_the_signature_is_missing(
    world: World, changed: AidRequest
) -> None:
    drain()
    told = Notice.objects.filter(title__startswith="Sign the request")
    signers = {world.actor("city", role).person_id for role in ("duty_officer", "clerk")}
    assert set(told.values_list("person_id", flat=True)) == signers


def test_who_filed_it_and_left_is_not_told(world: World, changed: AidRequest) -> None:
    from muster.members.models import PartyRoleGrant

    filer = world.actor("city", "duty_officer")
    PartyRoleGrant.objects.filter(person_id=filer.person_id).delete()
    drain()
    assert not Notice.objects.filter(person_id=filer.person_id).exists()
