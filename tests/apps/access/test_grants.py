"""The host lets a helper in, and the mission does not end before it is proved that the door is shut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from muster.access import commands, queries
from muster.access.models import AccessGrant
from muster.access.navigation import waiting_here
from muster.access.schedule import look_at_grants
from muster.deployments import commands as deployments
from muster.files.models import StoredFile
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.rules.access import AccessState
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from muster.rules.retention import DISPOSED
from tests.apps.aid.doors import browser
from tests.apps.deployments.stage import Stage

PROOF = "Sam Lee made the account and watched the first sign-in."
GONE = "Sam Lee deleted it; the log shows no session since."


def grant(stage: Stage, actor: Any = None, **given: Any) -> AccessGrant:
    values = {
        "helper_name": stage.person.label,
        "system": "Domain controllers",
        "account": "x-helper",
        "ends_at": clock.now() + timedelta(hours=6),
        "proof": PROOF,
        **given,
    }
    return commands.grant_access(actor or stage.host, mission_id=stage.mission.id, **values)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.refusals]


def facts(kind: str) -> int:
    return Fact.objects.filter(kind=kind).count()


def everyone_home(stage: Stage) -> None:
    """The technician checks in and goes home; the laptops never came."""
    deployments.check_in(stage.duty, deployment_id=stage.person.id)
    for row in stage.rows():
        if row.kind != "person":
            deployments.release_deployment(stage.duty, deployment_id=row.id, reason="Not needed.")
    deployments.demobilize(stage.duty, deployment_id=stage.person.id)
    stage.mission.refresh_from_db()


def test_a_grant_is_on_record_with_who_gave_it_and_how(stage: Stage) -> None:
    made = grant(stage)
    (shown,) = queries.grants_of(stage.duty, stage.mission.id)
    assert (shown.system, shown.account, shown.grant_proof) == (
        "Domain controllers",
        "x-helper",
        PROOF,
    )
    assert shown.granted_by_name == stage.host.name
    assert made.state_at(clock.now()) == AccessState.LIVE
    assert facts("AccessGranted") == 1


def test_only_the_host_gives_access_and_takes_it_back(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        grant(stage, stage.duty)
    assert codes(refused) == ["access_grant.not_host"]
    made = grant(stage)
    for wrong in (
        lambda: commands.remove_access(stage.duty, access_grant_id=made.id, proof=GONE),
        lambda: commands.extend_access(
            stage.duty, access_grant_id=made.id, ends_at=made.ends_at + timedelta(minutes=5)
        ),
    ):
        with pytest.raises(Refused) as refused:
            wrong()
        assert codes(refused) == ["access_grant.not_host"]


def test_third_parties_and_officers_know_nothing_of_it(stage: Stage) -> None:
    made = grant(stage)
    for other in (stage.stranger, stage.auditor):
        with pytest.raises(NotFound):
            queries.get_grant(other, made.id)
        with pytest.raises(NotFound):
            queries.grants_of(other, stage.mission.id)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"helper_name": " "}, "access_grant.no_helper"),
        ({"system": " "}, "access_grant.no_system"),
        ({"proof": " "}, "access_grant.no_proof"),
        ({"escort": "alone"}, "access_grant.escort_unknown"),
        ({"escort": "escorted"}, "access_grant.escort_not_named"),
        ({"mission_item_id": uuid4()}, "access_grant.helper_unknown"),
        ({"proof_file_id": uuid4()}, "access_grant.file_unknown"),
        (
            {"starts_at": clock.now() + timedelta(days=1)},
            "access_grant.ends_before_it_starts",
        ),
        (
            {"ends_at": clock.now() + timedelta(days=700)},
            "access_grant.outlives_the_mission",
        ),
    ],
)
def test_what_is_missing_is_refused(stage: Stage, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        grant(stage, **given)
    assert code in codes(refused)
    assert not AccessGrant.objects.exists()


def test_the_same_submission_gives_access_once(stage: Stage) -> None:
    own_id = uuid4()
    assert grant(stage, access_grant_id=own_id).id == grant(stage, access_grant_id=own_id).id
    assert AccessGrant.objects.count() == 1


def test_a_file_proves_it_too_and_both_sides_open_it(stage: Stage) -> None:
    made = grant(stage, proof="", proof_file=("screen.txt", b"user x-helper enabled"))
    stored = StoredFile.objects.get(pk=made.grant_file_id)
    parties = {str(stage.mission.requesting_party_id), str(stage.mission.responding_party_id)}
    assert set(stored.audience) == parties
    assert stored.bound_label == "TLP:AMBER"


def test_access_is_gone_when_somebody_proves_it(stage: Stage) -> None:
    made = grant(stage)
    with pytest.raises(Refused) as refused:
        commands.remove_access(stage.host, access_grant_id=made.id)
    assert codes(refused) == ["access_grant.no_proof"]
    removed = commands.remove_access(stage.host, access_grant_id=made.id, proof=GONE)
    assert removed.state_at(clock.now()) == AccessState.REMOVED
    assert queries.open_grants(stage.duty, stage.mission.id) == []
    with pytest.raises(Refused) as refused:
        commands.remove_access(stage.host, access_grant_id=made.id, proof=GONE)
    assert codes(refused) == ["access_grant.removed"]


def test_access_is_extended_but_not_beyond_the_mission(stage: Stage) -> None:
    made = grant(stage, ends_at=clock.now() + timedelta(hours=1))
    later = made.ends_at + timedelta(hours=1)
    assert (
        commands.extend_access(stage.host, access_grant_id=made.id, ends_at=later).ends_at == later
    )
    with pytest.raises(Refused) as refused:
        commands.extend_access(stage.host, access_grant_id=made.id, ends_at=later)
    assert codes(refused) == ["access_grant.not_later"]
    beyond = stage.mission.ends_at + timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        commands.extend_access(stage.host, access_grant_id=made.id, ends_at=beyond)
    assert codes(refused) == ["access_grant.outlives_the_mission"]


def test_the_host_is_asked_in_time_and_an_expired_grant_still_stands(stage: Stage) -> None:
    made = grant(stage, ends_at=clock.now() + timedelta(hours=3))
    look_at_grants()
    assert facts("AccessEndsSoon") == 0
    with time_machine.travel(made.ends_at - timedelta(hours=1), tick=False):
        look_at_grants()
        look_at_grants()
    assert (facts("AccessEndsSoon"), facts("AccessExpired")) == (1, 0)
    with time_machine.travel(made.ends_at, tick=False):
        look_at_grants()
        look_at_grants()
        made.refresh_from_db()
        assert made.state_at(clock.now()) == AccessState.EXPIRED
        assert facts("AccessExpired") == 1
        assert queries.open_grants(stage.duty, stage.mission.id) == [made]
        (todo,) = waiting_here(stage.host)
    assert "Confirm that access" in todo.sentence
    assert todo.url == reverse("access:remove", args=[made.id])


def test_a_mission_is_not_demobilized_while_a_helper_could_still_get_in(stage: Stage) -> None:
    made = grant(stage)
    everyone_home(stage)
    assert stage.mission.state == "demobilizing"
    with pytest.raises(Refused) as refused:
        deployments.close_out_mission(stage.duty, mission_id=stage.mission.id)
    assert codes(refused) == ["mission.access_still_open"]
    assert "Domain controllers" in refused.value.refusals[0].values["grants"]

    commands.remove_access(stage.host, access_grant_id=made.id, proof=GONE)
    drain()
    stage.mission.refresh_from_db()
    assert stage.mission.state == "demobilized"
    deployments.close_out_mission(stage.duty, mission_id=stage.mission.id)


def test_without_access_given_nothing_holds_a_mission_up(stage: Stage) -> None:
    everyone_home(stage)
    assert stage.mission.state == "demobilized"


def test_removing_access_while_people_are_out_does_not_end_the_mission(stage: Stage) -> None:
    made = grant(stage)
    deployments.check_in(stage.duty, deployment_id=stage.person.id)
    commands.remove_access(stage.host, access_grant_id=made.id, proof=GONE)
    drain()
    stage.mission.refresh_from_db()
    assert stage.mission.state == "active"


def test_nothing_is_given_for_a_mission_that_is_over(stage: Stage) -> None:
    everyone_home(stage)
    deployments.close_out_mission(stage.duty, mission_id=stage.mission.id)
    with pytest.raises(Refused) as refused:
        grant(stage)
    assert codes(refused) == ["access_grant.mission_over"]


def test_both_sides_see_it_on_the_mission_and_the_host_acts_there(stage: Stage) -> None:
    made = grant(stage)
    url = reverse("aid:mission", args=[stage.mission.id])
    host, helpers = browser(stage.world, "city"), browser(stage.world, "county")
    for client in (host, helpers):
        assert "account x-helper" in client.get(url).content.decode()
    remove = reverse("access:remove", args=[made.id])
    assert remove in host.get(url).content.decode()
    assert remove not in helpers.get(url).content.decode()
    answer = host.post(remove, {"proof": GONE})
    assert answer.status_code == 302
    assert GONE in helpers.get(url).content.decode()


def test_the_page_gives_access(stage: Stage) -> None:
    url = reverse("access:grant", args=[stage.mission.id])
    client = browser(stage.world, "city")
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "proof_file"}
    item = queries.helpers_of(stage.host, stage.mission.id)[0]
    starts, ends = clock.now(), clock.now() + timedelta(hours=5)
    answer = client.post(
        url,
        {
            **typed,
            "mission_item_id": str(item[0]),
            "system": "Mail server",
            "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
            "ends_at": ends.strftime("%Y-%m-%dT%H:%M"),
            "escort": "cleared",
            "proof": PROOF,
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    made = AccessGrant.objects.get()
    assert (made.system, made.helper_name) == ("Mail server", item[1])


def test_a_helper_sees_the_own_access_on_the_phone(stage: Stage) -> None:
    deployments.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.helper.person_id
    )
    grant(stage, helper_name=stage.person.label, place="Basement")
    grant(stage, helper_name="Somebody else", system="Payroll")
    shown = browser(stage.world, "county", "responder").get("/my-deployment/").content.decode()
    assert "Domain controllers, Basement, account x-helper" in shown
    assert "Payroll" not in shown


def test_the_words_of_a_grant_go_when_their_time_is_over(stage: Stage) -> None:
    made = grant(stage)
    commands.remove_access(stage.host, access_grant_id=made.id, proof=GONE)
    system = system_actor(stage.world.network.id)
    commands.dispose_grants(system, mission_ids=[stage.mission.id])
    made.refresh_from_db()
    assert (made.helper_name, made.system, made.account) == (DISPOSED, DISPOSED, "")
    assert made.removal_proof == made.grant_proof == ""
    with pytest.raises(Refused):
        commands.dispose_grants(stage.host, mission_ids=[stage.mission.id])
    with pytest.raises(Refused):
        commands.note_end(stage.host, access_grant_id=made.id)
