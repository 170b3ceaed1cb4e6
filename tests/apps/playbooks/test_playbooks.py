"""Writing, revising and withdrawing: by whom, refused why, and what stays on record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from muster.config.demo.playbooks import read
from muster.journal import clock
from muster.journal.models import Fact
from muster.playbooks import commands, queries
from muster.playbooks.models import PlaybookVersion
from muster.playbooks.navigation import reviews_due
from muster.playbooks.steps import steps_in
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.apps.playbooks.written import STEPS, revised, written
from tests.race import race


def test_steps_lose_the_numbers_that_they_were_typed_with() -> None:
    assert steps_in(STEPS) == ("Pull the cable.", "Do not switch it off.", "Call the county.")
    assert steps_in("911 is dialed first\n\n 12. Twelfth ") == ("911 is dialed first", "Twelfth")


@pytest.mark.parametrize("role", ["authorized_representative", "duty_officer", "clerk"])
def test_a_party_writes_its_own_and_it_is_on_record_without_its_text(
    world: World, role: str
) -> None:
    made = written(world.actor("city", role))
    assert (made.number, made.playbook.party_id) == (1, world.parties["city"].id)
    assert made.review_by - made.reviewed_on == timedelta(days=365)
    told = Fact.objects.get(kind="PlaybookWritten")
    assert told.audience == [str(world.parties["city"].id)]
    assert "Opal" not in str(told.payload)


@pytest.mark.parametrize("role", ["responder", "finance", "read_only"])
def test_other_roles_of_a_party_are_refused(world: World, role: str) -> None:
    made = written(world.actor("city"))
    actor = world.actor("city", role)
    said = {"title": "Other", "kind": "outage", "steps": "Call."}
    known = {"playbook_id": made.playbook_id}
    for call in (
        lambda: commands.write_playbook(actor, **said),
        lambda: commands.revise_playbook(actor, version=1, **known, **said),
        lambda: commands.withdraw_playbook(actor, **known, reason="Old"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == {"permission.denied"}


def test_a_clerk_revises_and_does_not_withdraw(world: World) -> None:
    clerk = world.actor("city", "clerk")
    made = revised(clerk, written(clerk), title="Opal hours")
    with pytest.raises(Refused) as refused:
        commands.withdraw_playbook(clerk, playbook_id=made.playbook_id, reason="Old")
    assert codes(refused) == {"permission.denied"}


def test_the_coordinator_writes_the_networks_and_nobody_else_does(world: World) -> None:
    made = written(world.actor(None, "coordinator"))
    assert made.playbook.party_id is None and made.is_shared
    assert Fact.objects.get(kind="PlaybookWritten").audience is None
    city = world.actor("city")
    for call in (lambda: written(city, for_network=True), lambda: revised(city, made, title="X")):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) & {"playbook.not_coordinator", "playbook.not_yours"}
    with pytest.raises(Refused) as refused:
        written(world.actor(None, "auditor"))
    assert codes(refused) == {"permission.denied"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": "  "}, "playbook.no_title"),
        ({"title": "x" * 121}, "field.too_long"),
        ({"when_to_use": "x" * 501}, "field.too_long"),
        ({"steps": " \n 1. \n"}, "playbook.no_steps"),
        ({"steps": "A step\n" * 41}, "playbook.too_many_steps"),
        ({"steps": "x" * 301}, "playbook.long_step"),
        ({"kind": "meteor"}, "playbook.unknown_kind"),
        ({"sharing_label": "TLP:RED"}, "playbook.bad_label"),
        ({"sharing_label": "secret"}, "playbook.bad_label"),
        ({"reviewed_on": clock.now().date() + timedelta(days=2)}, "playbook.bad_review"),
        ({"review_by": clock.now().date() - timedelta(days=2)}, "playbook.bad_review"),
    ],
)
def test_what_would_not_help_at_night_is_refused(world: World, wrong: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        written(world.actor("city"), **wrong)
    assert codes(refused) == {code}
    assert not PlaybookVersion.objects.exists()


def test_a_revision_is_a_new_version_and_the_earlier_one_stays_as_it_was(world: World) -> None:
    city = world.actor("city")
    first = written(city)
    second = revised(city, first, steps="Call first.", what_changed="Call before all else")
    assert queries.get_playbook(city, first.playbook_id).step_list == ("Call first.",)
    assert queries.get_version(city, first.playbook_id, 1).step_list == steps_in(STEPS)
    assert [each.number for each in queries.versions_of(city, first.playbook_id)] == [2, 1]
    assert Fact.objects.get(kind="PlaybookRevised").payload["version"] == second.number
    with pytest.raises(Refused) as refused:
        revised(city, second)
    assert codes(refused) == {"playbook.nothing_changed"}


def test_a_revision_of_an_older_version_is_refused_and_names_the_newer(world: World) -> None:
    city = world.actor("city")
    first = written(city)
    revised(city, first, title="Theirs")
    with pytest.raises(Refused) as refused:
        revised(city, first, title="Mine")
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.values["version"]) == ("playbook.changed", 2)
    assert queries.get_playbook(city, first.playbook_id).title == "Theirs"


@pytest.mark.django_db(transaction=True)
def test_of_two_revisions_at_once_one_is_refused(world: World) -> None:
    city = world.actor("city")
    first = written(city)
    came = race(*(lambda name=name: revised(city, first, title=name) for name in "AB"))
    assert sorted(type(each).__name__ for each in came) == ["PlaybookVersion", "Refused"]
    assert PlaybookVersion.objects.filter(is_current=True).count() == 1
    assert connection.vendor in ("sqlite", "postgresql")


def test_a_withdrawn_one_says_why_and_leaves_every_list(world: World) -> None:
    city, county = world.actor("city"), world.actor("county")
    made = written(city, is_shared=True)
    with pytest.raises(Refused) as refused:
        commands.withdraw_playbook(city, playbook_id=made.playbook_id, reason=" ")
    assert codes(refused) == {"playbook.no_reason"}
    commands.withdraw_playbook(city, playbook_id=made.playbook_id, reason="The firewall is new")
    assert queries.playbooks(county).items == queries.at_hand(county) == []
    assert queries.of_party(city, world.parties["city"].id) == []
    (gone,) = queries.playbooks(county, withdrawn=True).items
    assert gone.playbook.withdrawn_reason == "The firewall is new"
    for call in (
        lambda: revised(city, made, title="Again"),
        lambda: commands.withdraw_playbook(city, playbook_id=made.playbook_id, reason="Again"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == {"playbook.withdrawn"}


def test_nobody_touches_what_another_party_shares(world: World) -> None:
    made = written(world.actor("city"), is_shared=True)
    for actor in (world.actor("county"), world.actor(None, "coordinator")):
        for call in (
            lambda actor=actor: revised(actor, made, title="Taken"),
            lambda actor=actor: commands.withdraw_playbook(
                actor, playbook_id=made.playbook_id, reason="Taken"
            ),
        ):
            with pytest.raises(Refused) as refused:
                call()
            assert codes(refused) == {"playbook.not_yours"}


def test_the_same_submission_writes_once_and_a_taken_id_is_refused(world: World) -> None:
    own_id = uuid4()
    first = written(world.actor("city"), playbook_id=own_id)
    assert written(world.actor("city"), playbook_id=own_id).pk == first.pk
    with pytest.raises(Refused) as refused:
        written(world.actor("county"), playbook_id=own_id)
    assert codes(refused) == {"id.taken"}
    with pytest.raises(NotFound):
        revised(world.actor("county"), first, title="X")


def test_its_own_people_are_told_when_it_is_to_be_gone_through_again(world: World) -> None:
    day = clock.now().date()
    made = written(world.actor("city"), review_by=day + timedelta(days=10), is_shared=True)
    (todo,) = reviews_due(world.actor("city", "clerk"))
    assert str(made.playbook_id) in todo.url
    assert reviews_due(world.actor("city", "responder")) == reviews_due(world.actor("county")) == []
    written(world.actor(None, "coordinator"), review_by=day + timedelta(days=1))
    assert len(reviews_due(world.actor(None, "coordinator"))) == 1


def test_only_the_records_room_disposes_of_withdrawn_ones(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.dispose_playbooks(world.actor(None, "coordinator"), playbook_ids=[])
    assert codes(refused) == {"permission.denied"}


def test_the_demos_playbooks_are_within_the_bounds(world: World) -> None:
    for said in read("playbooks.toml")["playbook"]:
        made = written(
            world.actor(None, "coordinator"),
            title=said["title"],
            kind=said["kind"],
            steps="\n".join(said["steps"]),
            when_to_use=said["when_to_use"],
            sharing_label=said["sharing_label"],
        )
        assert len(made.step_list) == len(said["steps"])
