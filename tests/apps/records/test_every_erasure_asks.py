"""Every command that takes words out asks what a legal hold keeps; and takes out what it should."""

from __future__ import annotations

from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession

from muster.files.commands import dispose_files, store_file
from muster.journal import clock
from muster.members.commands import dispose_sign_ins
from muster.messaging.commands import dispose_messages
from muster.messaging.models import Message
from muster.records import commands
from muster.records.kinds import aid_requests as kind
from muster.response import commands as response
from muster.response.models import PrecedencePlace
from muster.rules.actor import Actor, system_actor
from muster.rules.retention import DISPOSED
from tests.apps.aid.steps import ask
from tests.apps.aid.world import World
from tests.apps.records.test_keeping import refused

pytestmark = pytest.mark.django_db


def hold(world: World, kind_of: str, subject_id: UUID) -> Actor:
    """A coordinator places a hold; Muster itself, which disposes, is handed back."""
    coordinator = world.actor(None, "coordinator")
    commands.place_hold(coordinator, subject_kind=kind_of, subject_id=subject_id, reason="Case 7")
    return system_actor(world.network.id)


def test_a_message_about_something_held_keeps_its_words(world: World) -> None:
    muster = hold(world, "party", world.parties["city"].id)
    common = {"network_id": world.network.id, "channel": "text", "address": "+18015550100"}
    held, free = (
        Message.objects.create(
            subject="Onyx lamp",
            about_id=world.parties[party].id,
            unique_key=party,
            state="sent",
            created_at=clock.now(),
            **common,
        )
        for party in ("city", "county")
    )
    refused("record.under_hold", dispose_messages, muster, message_ids=[free.id, held.id])
    assert set(Message.objects.values_list("subject", flat=True)) == {"Onyx lamp"}
    assert dispose_messages(muster, message_ids=[free.id]) == 1


def test_the_sessions_of_a_held_partys_people_stay(world: World) -> None:
    people = [world.actor(party).person_id for party in ("city", "county")]
    muster = hold(world, "party", world.parties["city"].id)
    held, free = (
        UserSession.objects.create(
            user_id=person_id, ip="192.0.2.1", session_key=str(person_id), data={}
        ).pk
        for person_id in people
    )
    refused("record.under_hold", dispose_sign_ins, muster, session_ids=[held])
    assert dispose_sign_ins(muster, session_ids=[free]) == 1
    assert UserSession.objects.get().pk == held


def test_a_held_partys_file_stays(world: World) -> None:
    held, free = (
        store_file(world.actor(party), name="a.txt", content=party.encode()).id
        for party in ("city", "county")
    )
    muster = hold(world, "party", world.parties["city"].id)
    refused("record.under_hold", dispose_files, muster, file_ids=[free, held])
    assert dispose_files(muster, file_ids=[free]) == 1


def test_a_place_given_by_hand_loses_reason_and_name_with_its_request(world: World) -> None:
    """Nobody commands the incident: there is no operation that could take them along."""
    coordinator = world.actor(None, "coordinator")
    first, second = ask(world), ask(world, party="county")
    for asked in (first, second):
        response.place_request(
            coordinator, aid_request_id=asked.id, place=1, reason="The jail is on paper"
        )
    muster = hold(world, "incident", second.incident_id)
    kind.dispose(muster, [str(first.id)])
    gone = PrecedencePlace.objects.get(aid_request_id=first.id)
    assert (gone.reason, gone.given_by_name, gone.place) == (DISPOSED, "", 1)
    refused("record.under_hold", response.dispose_places, muster, aid_request_ids=[second.id])
    assert PrecedencePlace.objects.get(aid_request_id=second.id).reason == "The jail is on paper"
