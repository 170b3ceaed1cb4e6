"""Whatever is done to the journal behind Muster's back, verification names where first."""

import json
import stat
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db.models import JSONField, Value

from muster.journal import checkpoints, clock, commands, keys, sealer, verification
from muster.journal.models import ChainHead, Checkpoint, Fact
from muster.rules.actor import Actor, NetworkRole
from muster.rules.refusal import NotFound, Refused
from tests.apps.journal import labour

pytestmark = pytest.mark.django_db

COORDINATOR = Actor(
    network_id=labour.NETWORK,
    person_id=UUID(int=5),
    roles=frozenset({NetworkRole.COORDINATOR}),
    name="The coordinator",
    stepped_up=True,
)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.MUSTER_CHECKPOINT_DIR = tmp_path / "elsewhere"
    return tmp_path / "elsewhere"


@pytest.fixture
def journal(folder):
    labour.lay(10)
    sealer.seal_all()
    return list(Fact.objects.order_by("position"))


def found():
    report = verification.verify()
    return report.first_bad_position, report.damage


def test_an_untouched_journal_holds(journal):
    verification.make_checkpoint()
    report = verification.verify()
    assert report.ok
    assert (report.position, report.checkpoints, report.unsealed) == (10, 1, 0)
    assert "holds" in report.sentence


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "SomethingElse"),
        ("actor_name", "Somebody else"),
        ("actor_person_id", UUID(int=9)),
        ("via", "magic"),
        ("at", clock.now() - timedelta(days=1)),
        ("audience", ["nobody"]),
        ("subjects", []),
        ("exercise_id", UUID(int=1)),
        ("hash", "0" * 64),
    ],
)
def test_an_alteration_is_found_where_it_is(journal, column, value):
    Fact.objects.filter(position=4).update(**{column: value})
    assert found() == (4, "altered")


def test_an_altered_payload_is_found_where_it_is(journal):
    Fact.objects.filter(position=6).update(payload={"number": 99})
    assert found() == (6, "payload_altered")


def test_a_deletion_is_found_where_it_was(journal):
    Fact.objects.filter(position=3).delete()
    assert found() == (3, "deleted")


def test_an_insertion_is_found_even_when_the_rest_is_moved_up(journal):
    for fact in reversed(journal[5:]):
        Fact.objects.filter(id=fact.id).update(position=fact.position + 1)
    forged = journal[5]
    forged.id, forged.position, forged.hash = None, 6, "f" * 64
    forged.save(force_insert=True)
    assert found() == (6, "inserted")


def test_a_cut_end_is_found_by_the_head(journal):
    Fact.objects.filter(position__gt=7).delete()
    assert found() == (8, "truncated")


def test_a_cut_end_whose_head_was_moved_back_is_found_by_the_checkpoint(journal, folder):
    verification.make_checkpoint()
    [file] = folder.glob("checkpoint-*.json")
    Fact.objects.filter(position__gt=7).delete()
    ChainHead.objects.update(position=7, hash=journal[6].hash)
    assert found() == (8, "truncated")
    Checkpoint.objects.all().delete()
    assert verification.verify().ok, "nobody can know without a checkpoint kept elsewhere"
    report = verification.verify(file)
    assert (report.first_bad_position, report.damage) == (8, "truncated")


def test_a_journal_written_anew_is_found_by_a_checkpoint_kept_elsewhere(journal, folder):
    verification.make_checkpoint()
    [file] = folder.glob("checkpoint-*.json")
    Checkpoint.objects.all().delete()
    Fact.objects.filter(position=2).update(actor_name="Somebody else")
    Fact.objects.update(position=None, hash="")
    ChainHead.objects.all().delete()
    sealer.seal_all()
    assert verification.verify().ok
    assert not verification.verify(file).ok


def test_an_erased_payload_verifies_and_the_erasure_is_on_record(journal):
    commands.erase_payload(COORDINATOR, position=5, reason="Court order 12")
    sealer.seal_all()
    assert Fact.objects.get(position=5).payload is None
    report = verification.verify()
    assert report.ok
    last = Fact.objects.get(position=11)
    assert (last.kind, last.payload["reason"]) == ("PayloadErased", "Court order 12")


def test_an_erasure_that_nobody_recorded_is_found(journal):
    commands.erase_payload(COORDINATOR, position=3, reason="Court order 12")
    sealer.seal_all()
    Fact.objects.filter(position=7).update(payload=None)
    assert found() == (7, "payload_erased")
    Fact.objects.filter(position=5).update(payload=Value(None, JSONField()))
    assert found() == (5, "payload_erased")


def test_the_record_of_an_erasure_is_not_erased(journal):
    commands.erase_payload(COORDINATOR, position=3, reason="Court order 12")
    sealer.seal_all()
    with pytest.raises(Refused) as refused:
        commands.erase_payload(COORDINATOR, position=11, reason="Court order 13")
    assert refused.value.refusals[0].code == "journal.erasure_stays"
    Fact.objects.filter(position=11).update(payload=None)
    assert found() == (3, "payload_erased")


def test_a_payload_is_erased_once_with_a_reason_in_ones_own_network(journal):
    with pytest.raises(Refused, match="reason_missing"):
        commands.erase_payload(COORDINATOR, position=5, reason="  ")
    commands.erase_payload(COORDINATOR, position=5, reason="Court order 12")
    with pytest.raises(Refused, match="already_erased"):
        commands.erase_payload(COORDINATOR, position=5, reason="again")
    with pytest.raises(NotFound):
        commands.erase_payload(COORDINATOR.within(UUID(int=1)), position=6, reason="not mine")


def test_a_checkpoint_file_that_was_altered_is_not_believed(journal, folder):
    verification.make_checkpoint()
    [file] = folder.glob("checkpoint-*.json")
    content = json.loads(file.read_text())
    file.write_text(json.dumps(content | {"position": 9}))
    with pytest.raises(verification.BadCheckpoint, match="altered"):
        verification.verify(file)
    file.write_text("{}")
    with pytest.raises(verification.BadCheckpoint, match="not a checkpoint"):
        verification.verify(file)


def test_a_kept_checkpoint_with_a_made_up_signature_is_found(journal):
    verification.make_checkpoint()
    Checkpoint.objects.update(signature="AAAA")
    report = verification.verify()
    assert (report.ok, report.damage) == (False, "checkpoint")


def test_the_signing_key_is_for_its_owner_alone(journal):
    verification.make_checkpoint()
    path = keys.folder() / keys.PRIVATE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "BEGIN PUBLIC KEY" in verification.make_checkpoint()["public_key"]


def test_an_empty_journal_holds_and_has_nothing_to_sign(folder):
    assert verification.verify().ok
    with pytest.raises(Refused, match=r"journal\.empty"):
        verification.make_checkpoint()


def test_checkpoints_are_signed_by_themselves_as_facts_come(journal, folder):
    checkpoints.sign_when_due()
    assert Checkpoint.objects.count() == 1
    checkpoints.sign_when_due()
    labour.lay(1)
    sealer.seal_all()
    checkpoints.sign_when_due()
    assert Checkpoint.objects.count() == 1
    Checkpoint.objects.update(at=clock.now() - timedelta(hours=1))
    checkpoints.sign_when_due()
    assert Checkpoint.objects.count() == 2
    assert len(list(folder.glob("checkpoint-*.json"))) == 2
    assert folder == settings.MUSTER_CHECKPOINT_DIR
