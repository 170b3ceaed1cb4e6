"""Joinings that are over, notices in inboxes, messages with their answers: kept, then disposed of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import serializers

from muster.files.models import StoredFile
from muster.joining import commands as joining
from muster.joining import queries as joinings
from muster.joining.models import Accession, ExitNotice, Signature, StepTaken
from muster.journal import clock, sealer, verification
from muster.members.models import Person
from muster.messaging import commands as messaging
from muster.messaging.models import Inbound, Message
from muster.notifications import commands as notifications
from muster.notifications.models import Notice
from muster.records import commands, queries
from muster.rules.actor import Actor, system_actor
from tests.apps.joining.papers import NOW, Papers, terms
from tests.apps.records.test_keeping import refused

LATER = NOW + timedelta(days=10 * 366)
pytestmark = pytest.mark.django_db


def dispose(first: Actor, kind: str) -> str:
    """Two coordinators dispose of what is due of one kind; the fates of it."""
    commands.set_retention(first, kind=kind, years=6, source="Schedule 12")
    other = Person.objects.create(email=f"{uuid4()}@network.example", name="Second coordinator")
    second = replace(first, person_id=other.id, name=other.name)
    (made,) = [each for each in commands.propose_disposals(first) if each.kind == kind]
    commands.approve_disposal(first, disposal_id=made.id)
    commands.carry_out_disposal(second, disposal_id=made.id)
    return " ".join(sorted({item.fate for item in queries.items_of(first, made.id)}))


def left(*models: type) -> str:
    return "\n".join(serializers.serialize("json", each._base_manager.all()) for each in models)


@pytest.fixture
def papers() -> Papers:
    """A party that joined, gave notice and left."""
    with time_machine.travel(NOW, tick=False) as moment:
        made = Papers(terms())
        made.join()
        joining.give_exit_notice(made.director, reason="Onyx lamp")
        moment.move_to(NOW + timedelta(days=400))
        joining.keep_days(made.system)
    return made


def test_a_joining_that_is_over_loses_names_and_papers_and_the_register_stays(
    papers: Papers,
) -> None:
    coordinator = replace(papers.coordinator, stepped_up=True)
    with time_machine.travel(LATER, tick=False):
        sealer.seal_all()
        before = joinings.register_at(coordinator, NOW.date() + timedelta(days=30))
        secrets = ("Onyx lamp", "A. Attorney", papers.director.name)
        tables = (Accession, StepTaken, Signature, ExitNotice)
        assert all(each in left(*tables) for each in secrets)

        assert dispose(coordinator, "joinings") == "disposed"

        assert not [each for each in secrets if each in left(*tables)]
        kept = Accession.objects.get()
        assert (kept.state, kept.version_id) == ("ended", papers.version.id)
        assert StepTaken.objects.filter(number="2026-14").exists()
        signed = StoredFile.objects.filter(id__in=Signature.objects.values("file_id"))
        assert signed and all(each.erased_at for each in signed)
        after = joinings.register_at(coordinator, NOW.date() + timedelta(days=30))
        assert after == before
        sealer.seal_all()
        assert verification.verify().ok


def test_a_hold_on_the_party_keeps_its_papers(papers: Papers) -> None:
    coordinator = replace(papers.coordinator, stepped_up=True)
    ids = [Accession.objects.get().id]
    with time_machine.travel(LATER, tick=False):
        commands.place_hold(
            coordinator, subject_kind="party", subject_id=papers.newcomer.id, reason="Case 7"
        )
        refused("record.under_hold", joining.dispose_joinings, papers.system, joining_ids=ids)
    refused("permission.denied", joining.dispose_joinings, coordinator, joining_ids=ids)


def test_papers_that_still_bind_are_never_due(papers: Papers) -> None:
    Accession.objects.update(state="in_force", ended_at=None)
    ExitNotice.objects.all().delete()
    assert joinings.joinings_to_dispose(papers.network.id, LATER, 10) == []


def test_old_notices_go_and_young_ones_stay(coordinator: Actor) -> None:
    muster = system_actor(coordinator.network_id)
    at = clock.now()
    for title, age in (("Opal lamp", 7 * 366), ("Today", 0)):
        Notice.objects.create(
            network_id=coordinator.network_id,
            person_id=coordinator.person_id,
            kind="calls",
            title=title,
            subject_kind="party",
            subject_id=uuid4(),
            url="/",
            created_at=at - timedelta(days=age),
        )
    ids = list(Notice.objects.values_list("id", flat=True))
    refused("permission.denied", notifications.dispose_notices, coordinator, notice_ids=ids)

    assert dispose(coordinator, "notices") == "disposed"

    assert list(Notice.objects.values_list("title", flat=True)) == ["Today"]
    hold = Notice.objects.get()
    Notice.objects.update(subject_id=_held_party(coordinator))
    refused("record.under_hold", notifications.dispose_notices, muster, notice_ids=[hold.id])


def _held_party(coordinator: Actor):
    from muster.members.models import Party

    party = Party.objects.first()
    assert party is not None
    commands.place_hold(coordinator, subject_kind="party", subject_id=party.id, reason="Case 7")
    return party.id


def test_a_message_loses_its_short_form_and_who_answered(coordinator: Actor) -> None:
    muster = system_actor(coordinator.network_id)
    message = Message.objects.create(
        network_id=coordinator.network_id,
        channel="text",
        address="+18015550100",
        subject="Onyx lamp",
        body="Opal lamp",
        short="Beryl lamp",
        answer_url="https://muster.example/a/secret",
        reply_code="ABCD",
        unique_key="one",
        state="sent",
        created_at=clock.now(),
        provider_reference="carrier-77",
    )
    Inbound.objects.create(
        carrier="stand-in",
        carrier_id="1",
        channel="text",
        sender_digest="f" * 64,
        message_id=message.id,
        received_at=clock.now(),
    )
    messaging.dispose_messages(muster, message_ids=[message.id])
    said = left(Message, Inbound)
    for secret in ("lamp", "+1801", "secret", "ABCD", "carrier-77", "f" * 64):
        assert secret not in said
