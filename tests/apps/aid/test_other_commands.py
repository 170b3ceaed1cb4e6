"""Commands whose refusals are not walked elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.aid import commands, queries, schedule
from muster.aid.models import Offer
from muster.catalog.models import Reservation
from muster.journal import clock
from muster.journal.ids import new_id
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.steps import ask, line_of, offer
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World


def test_an_incident_with_open_requests_stays_open(world: World) -> None:
    incident = ask(world).incident

    with pytest.raises(Refused) as refused:
        commands.close_incident(world.actor("city"), incident_id=incident.id)

    assert codes(refused) == {"incident.has_open_requests"}


def test_an_incident_is_closed_and_taken_up_again(world: World) -> None:
    city = world.actor("city")
    incident = commands.open_incident(city, kind="outage", title="Core switch")
    commands.amend_incident(city, incident_id=incident.id, summary="Two racks are wet")

    assert commands.close_incident(city, incident_id=incident.id).state == "closed"
    with pytest.raises(Refused) as refused:
        commands.amend_incident(city, incident_id=incident.id, title="Later")
    assert codes(refused) == {"incident.wrong_state"}
    assert commands.reopen_incident(city, incident_id=incident.id).state == "reopened"


def test_others_cannot_change_an_incident(world: World) -> None:
    incident = ask(world).incident

    for change in (commands.amend_incident, commands.close_incident, commands.reopen_incident):
        with pytest.raises(Refused) as refused:
            change(world.actor("county"), incident_id=incident.id)
        assert codes(refused) == {"incident.not_yours"}


def test_others_cannot_change_a_request(world: World) -> None:
    aid_request = ask(world)
    line = line_of(world, aid_request, "laptop")
    county = world.actor("county")
    one = {"aid_request_id": aid_request.id}
    package = world.work_packages["reimage"].id
    asked = commands.LineAsked(resource_type_id=world.types["laptop"].id, quantity=1)

    for call in (
        lambda: commands.open_aid_request(county, **one),
        lambda: commands.amend_aid_request(county, **one, title="x"),
        lambda: commands.close_aid_request(county, **one, reason="x"),
        lambda: commands.cancel_aid_request(county, **one, reason="x"),
        lambda: commands.reopen_aid_request(county, **one),
        lambda: commands.add_line(county, **one, line=asked),
        lambda: commands.add_work_package(county, **one, work_package_id=package, quantity=1),
        lambda: commands.change_line(county, **one, line_id=line.id, changes={"quantity": 1}),
        lambda: commands.cancel_line(county, **one, line_id=line.id),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == {"aid_request.not_yours"}


def test_a_draft_of_another_partys_incident_is_refused(world: World) -> None:
    incident = ask(world).incident

    with pytest.raises(Refused) as refused:
        commands.draft_aid_request(world.actor("county"), incident_id=incident.id)

    assert codes(refused) == {"party.not_acted_for"}


def test_lines_follow_when_the_request_is_moved(world: World) -> None:
    aid_request = ask(world)
    later = aid_request.needed_from + timedelta(hours=6)

    commands.amend_aid_request(
        world.actor("city"), aid_request_id=aid_request.id, needed_from=later
    )

    assert {line.needed_from for line in queries.lines_of(aid_request.id)} == {later}


def test_declining_to_help_needs_a_reason_and_another_party(world: World) -> None:
    aid_request = ask(world)

    with pytest.raises(Refused) as refused:
        commands.decline_to_help(world.actor("county"), aid_request_id=aid_request.id, reason="  ")
    assert codes(refused) == {"reason.required"}
    with pytest.raises(Refused) as refused:
        commands.decline_to_help(world.actor("city"), aid_request_id=aid_request.id, reason="x")
    assert codes(refused) == {"offer.own_request"}


def test_an_offer_ends_by_itself_when_nobody_answers(world: World, monkeypatch) -> None:
    made = offer(world, ask(world))
    schedule.expire_offers()
    assert Offer.objects.get().state == "submitted"

    monkeypatch.setattr(clock, "now", lambda: made.expires_at + timedelta(minutes=1))
    schedule.expire_offers()
    schedule.expire_offers()

    assert Offer.objects.get().state == "expired"
    with pytest.raises(Refused):
        commands.expire_offer(world.actor("county"), offer_id=made.id, at=clock.now())


def test_an_answered_offer_does_not_expire(world: World) -> None:
    made = offer(world, ask(world))
    commands.accept_offer(world.actor("city"), offer_id=made.id)

    late = made.expires_at + timedelta(days=1)
    assert not commands.expire_offer(system_actor(world.network.id), offer_id=made.id, at=late)


def test_only_the_own_offer_is_withdrawn_and_only_ones_own_are_declined(world: World) -> None:
    made = offer(world, ask(world))

    with pytest.raises(Refused) as refused:
        commands.withdraw_offer(world.actor("city"), offer_id=made.id)
    assert codes(refused) == {"offer.not_yours"}
    with pytest.raises(Refused) as refused:
        commands.decline_offer(world.actor("county"), offer_id=made.id, reason="x")
    assert codes(refused) == {"offer.not_to_you"}


def test_an_offer_for_a_closed_request_is_refused(world: World) -> None:
    aid_request = ask(world)
    commands.close_aid_request(world.actor("city"), aid_request_id=aid_request.id, reason="Done")

    with pytest.raises(Refused) as refused:
        offer(world, aid_request)

    assert "aid_request.closed" in codes(refused)


def test_closing_declines_the_offers_that_wait(world: World) -> None:
    aid_request = ask(world)
    made = offer(world, aid_request)

    commands.close_aid_request(world.actor("city"), aid_request_id=aid_request.id, reason="Done")

    made.refresh_from_db()
    assert made.state == "declined"
    assert "Done" in made.decision_reason


def test_a_share_is_within_bounds_worded_and_never_agreed_by_its_proposer(world: World) -> None:
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    county = world.actor("county")

    for points, wording, code in (
        (10_001, "x", "share.out_of_range"),
        (-1, "x", "share.out_of_range"),
        (5000, " ", "share.no_wording"),
    ):
        with pytest.raises(Refused) as refused:
            commands.propose_share(
                county, mission_id=mission.id, share_basis_points=points, wording=wording
            )
        assert codes(refused) == {code}
    first = commands.propose_share(
        county, mission_id=mission.id, share_basis_points=10_000, wording="All"
    )
    second = commands.propose_share(
        county, mission_id=mission.id, share_basis_points=5_000, wording="Half"
    )
    with pytest.raises(Refused) as refused:
        commands.agree_share(county, cost_share_id=second.id)
    assert codes(refused) == {"share.own_proposal"}
    with pytest.raises(Refused) as refused:
        commands.agree_share(world.actor("city"), cost_share_id=first.id)
    assert codes(refused) == {"share.not_proposed"}
    with pytest.raises(NotFound):
        commands.agree_share(world.actor("school"), cost_share_id=second.id)
    commands.agree_share(world.actor("city"), cost_share_id=second.id)
    assert queries.agreed_share(county, mission.id).share_basis_points == 5_000


def test_a_mission_that_began_cannot_be_stood_down(world: World) -> None:
    from django.db import transaction

    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    with transaction.atomic():
        commands.start_mission(world.actor("county"), mission_id=mission.id, at=clock.now())

    with pytest.raises(Refused) as refused:
        commands.stand_down_mission(world.actor("city"), mission_id=mission.id, reason="Late")

    assert codes(refused) == {"mission.wrong_state"}


def test_a_mission_walks_from_arrival_to_its_end(world: World) -> None:
    from django.db import transaction

    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    county, at = world.actor("county"), clock.now()
    until = mission.ends_at + timedelta(days=1)
    with transaction.atomic():
        commands.start_mission(county, mission_id=mission.id, at=at)
        commands.start_mission(county, mission_id=mission.id, at=at)
        commands.extend_mission(county, mission_id=mission.id, until=until)
        commands.begin_demobilization(county, mission_id=mission.id, at=at)
        commands.finish_demobilization(county, mission_id=mission.id, at=at)
        closed = commands.close_mission(county, mission_id=mission.id, at=at)

    assert (closed.state, closed.ends_at, closed.arrived_at) == ("closed", until, at)
    assert Reservation.objects.filter(mission_id=mission.id).count() == 2


def test_a_note_needs_words_and_a_thing_that_is_seen(world: World) -> None:
    aid_request = ask(world)

    with pytest.raises(Refused) as refused:
        commands.write_note(
            world.actor("county"),
            subject_kind="aid_request",
            subject_id=aid_request.id,
            text="  ",
        )
    assert codes(refused) == {"note.empty"}
    for kind in ("aid_request", "mission", "party"):
        with pytest.raises(NotFound):
            commands.write_note(
                world.actor("county"), subject_kind=kind, subject_id=new_id(), text="x"
            )
