"""The host returns: what it did alone is found, told apart, shown and settled; never entered by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from muster.aid import commands as aid
from muster.aid.models import AidRequest, Note
from muster.backups import commands, navigation, queries
from muster.backups.models import HostFact, HostMatter, Reconciliation
from muster.journal import registry, sealer, verification
from muster.journal.models import ChainHead, Fact, Job
from muster.journal.record import record
from muster.journal.worker import drain
from muster.members.events import SignedIn
from muster.notifications.models import Notice
from muster.records import commands as records
from muster.rules.actor import Actor, system_actor
from muster.rules.reconciliation import LEAVES_NOTHING
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World, build
from tests.apps.backups.returning import Returning, returning

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Returning:
    return returning(world, tmp_path, settings, monkeypatch)


@pytest.fixture
def known(host: Returning) -> AidRequest:
    """A request of before the last backup."""
    aid_request = ask(host.world)
    write(host.world, aid_request, "Before the last backup.")
    sealer.seal_all()
    return aid_request


@pytest.fixture
def compared(host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """The host: an offer to the known request, a new request, a sign-in. The standby: a note on the
    known one, and a third request."""
    world = host.world
    other = host.late_backup(lambda: do_at_host(world, known))
    write(world, known, "Written at the standby.")
    ask(world, "school")
    host.reconcile(other, capsys)
    return list(HostMatter.objects.order_by("number"))


def do_at_host(world: World, known: AidRequest) -> None:
    offer(world, known)
    ask(world, "county")
    sign_in(world.actor("city"))


def sign_in(actor: Actor) -> None:
    assert actor.person_id
    happened = SignedIn(actor.person_id, ["password"])
    record(happened, actor=actor, subjects=[("person", actor.person_id)], audience=[])


def write(world: World, aid_request: AidRequest, text: str) -> Note:
    actor = world.actor("city")
    return aid.write_note(actor, subject_kind="aid_request", subject_id=aid_request.id, text=text)


def test_the_fork_is_found_and_each_fact_is_on_its_side(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    last = sealer.head()
    other = host.late_backup(lambda: offer(host.world, known))
    write(host.world, known, "Written at the standby.")

    said = host.reconcile(other, capsys)

    assert (said["fork"]["position"], said["fork"]["hash"]) == (last.position, last.hash)
    assert "OfferSubmitted" in [each["kind"] for each in said["host_only"]]
    assert [each["kind"] for each in said["here_only"]] == ["NoteWritten"]
    assert Reconciliation.objects.get().here_only == 1
    assert list(host.folder.glob(".*.plain")) == [], "the plain archive is gone"


def test_things_are_told_apart_and_nothing_of_the_host_is_entered(
    host: Returning, compared: list[HostMatter], known: AidRequest
) -> None:
    stands = {(each.subject_kind, each.standing, each.is_known_here) for each in compared}
    assert ("offer", "both", False) in stands, "its request got a note here"
    assert ("aid_request", "host_only", False) in stands
    (signed_in,) = [each for each in compared if each.subject_kind == "person"]
    assert not signed_in.waits
    assert AidRequest.objects.count() == 2, "the known one and the standby's own"


def test_the_coordinators_are_told(host: Returning, compared: list[HostMatter]) -> None:
    coordinator = host.world.actor(None, "coordinator")
    assert len(list(navigation.waiting_of_the_host(coordinator))) == 1
    assert list(navigation.waiting_of_the_host(host.world.actor("city"))) == []
    browser(host.world, None, "coordinator")
    fact = Fact.objects.get(kind="HostCompared")
    Job.objects.exclude(fact=fact).delete()
    drain()
    (notice,) = Notice.objects.filter(fact_id=fact.id)
    assert notice.title.startswith("The host returned. ")


def test_the_same_archive_again_changes_nothing_and_a_later_one_adds_what_is_new(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    early = Path()

    def work_on() -> None:
        nonlocal early
        write(host.world, known, "One.")
        sealer.seal_all()
        early = host.backup()
        write(host.world, known, "Two.")

    late = host.late_backup(work_on)
    assert host.reconcile(early, capsys)["noted"]
    rows = HostFact.objects.count(), HostMatter.objects.count(), Fact.objects.count()
    again = host.reconcile(early, capsys)
    assert again["noted"] == []
    assert again["host_only"], "it is still said"
    assert (HostFact.objects.count(), HostMatter.objects.count(), Fact.objects.count()) == rows

    assert host.reconcile(late, capsys)["noted"]
    assert (rows[0], HostFact.objects.count()) == (1, 2)
    assert Reconciliation.objects.count() == 2


def test_an_archive_that_holds_no_more_than_is_here_leaves_nothing_to_do(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    other = host.late_backup()
    write(host.world, known, "Written at the standby.")
    said = host.reconcile(other, capsys)
    assert (said["host_only"], said["noted"]) == ([], [])
    assert not Reconciliation.objects.exists()


def test_what_the_host_had_not_sealed_yet_counts_as_well(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    other = host.late_backup(lambda: write(host.world, known, "One."), seals=False)
    (fact,) = host.reconcile(other, capsys)["host_only"]
    assert (fact["kind"], fact["position"]) == ("NoteWritten", None)


def test_the_same_facts_sealed_in_another_order_are_on_both_sides(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last backup caught two facts before they had their place in the chain."""
    write(host.world, known, "One.")
    write(host.world, known, "Two.")
    first, second = Fact.objects.filter(position=None).order_by("id")

    def seal_the_second_first() -> None:
        Fact.objects.filter(id=first.id).delete()
        sealer.seal_all()
        first.save(force_insert=True)

    said = host.reconcile(host.late_backup(seal_the_second_first), capsys)
    assert (said["host_only"], said["here_only"]) == ([], [])


def alter(known: AidRequest) -> None:
    Fact.objects.filter(kind="AidRequestOpened").update(actor_name="Somebody else")


def take_away(known: AidRequest) -> None:
    Fact.objects.filter(kind="AidRequestOpened").delete()


def cut_off_the_end(known: AidRequest) -> None:
    """The whole chain is shorter and holds in itself; a signed checkpoint knows better."""
    last = Fact.objects.order_by("-position").first()
    assert last is not None
    before = Fact.objects.get(position=last.position - 1)
    last.delete()
    ChainHead.objects.update(position=before.position, hash=before.hash)


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        (alter, "was altered"),
        (take_away, "was deleted"),
        (cut_off_the_end, "the end was cut off"),
    ],
)
def test_a_host_whose_journal_was_touched_is_refused(
    host: Returning,
    known: AidRequest,
    capsys: pytest.CaptureFixture[str],
    tampering: Any,
    words: str,
) -> None:
    verification.make_checkpoint()
    other = host.late_backup(lambda: tampering(known))
    said = host.reconcile(other, capsys)
    assert "the journal in the archive does not hold" in said["error"]
    assert words in said["error"]
    assert not Reconciliation.objects.exists()


def test_an_archive_of_another_installation_is_refused(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    def be_another() -> None:
        Fact.objects.all().delete()
        ChainHead.objects.all().delete()
        sign_in(host.world.actor("city"))

    said = host.reconcile(host.late_backup(be_another), capsys)
    assert "of another installation" in said["error"]


def test_a_standby_whose_own_journal_does_not_hold_says_so(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    other = host.late_backup(lambda: ask(host.world, "county"))
    alter(known)
    assert "the journal here does not hold" in host.reconcile(other, capsys)["error"]


def test_a_file_that_is_no_archive_or_the_wrong_key_is_refused(
    host: Returning, known: AidRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "there is no file" in host.reconcile(host.folder / "none.age", capsys)["error"]
    assert "does not open" in host.reconcile(host.identity, capsys)["error"]


def test_the_coordinator_settles_each_with_what_it_became_or_why(
    host: Returning, compared: list[HostMatter]
) -> None:
    client = browser(host.world, None, "coordinator")
    waiting = [each for each in compared if each.waits]
    reconciliation = f"/backups/host/{compared[0].reconciliation_id}/"
    assert reconciliation in client.get("/backups/").content.decode()
    assert f"0 of {len(waiting)}" in client.get(reconciliation).content.decode()

    for number, matter in enumerate(waiting):
        address = f"/backups/host/matters/{matter.id}/"
        assert client.get(address).status_code == 200
        missing = client.post(f"{address}settle/", {"outcome": "entered_again"})
        assert "Say what it is here now" in missing.content.decode()
        typed = (
            {"outcome": "entered_again", "became": "AR-7"}
            if number == 0
            else {"outcome": "both_stand", "reason": "Two visits."}
        )
        assert client.post(f"{address}settle/", typed).status_code == 302

    page = client.get(reconciliation).content.decode()
    assert f"{len(waiting)} of {len(waiting)}" in page
    assert "Nothing waits" in page
    assert Fact.objects.filter(kind="HostMatterSettled").count() == len(waiting)
    assert list(navigation.waiting_of_the_host(host.world.actor(None, "coordinator"))) == []
    assert "AR-7" in client.get(f"{reconciliation}?state=settled").content.decode() or (
        "AR-7" in client.get(f"/backups/host/matters/{waiting[0].id}/").content.decode()
    )


def test_both_sides_stand_beside_each_other_with_the_page_that_is_here(
    host: Returning, compared: list[HostMatter], known: AidRequest
) -> None:
    client = browser(host.world, None, "coordinator")
    (matter,) = [each for each in compared if each.subject_kind == "offer"]
    page = client.get(f"/backups/host/matters/{matter.id}/").content.decode()
    at_host, here = page.split("Here since</h2>")
    assert "Changed here too" in at_host
    assert "Wrote a note." in here
    assert f"/requests/{known.id}/" in page or str(known.id) in page


def test_nobody_reads_more_of_the_hosts_facts_than_of_the_journals(
    host: Returning, compared: list[HostMatter]
) -> None:
    """An offer's words are for its two parties: an officer sees that it happened."""
    fact = HostFact.objects.get(kind="OfferSubmitted")
    assert fact.audience is not None
    coordinator = host.world.actor(None, "coordinator")
    thing = queries.get_host_thing(coordinator, fact.matter_id)
    assert [each.payload for each in thing.at_host if each.kind == "OfferSubmitted"] == [{}]
    page = browser(host.world, None, "coordinator").get(f"/backups/host/matters/{fact.matter_id}/")
    assert "Offer submitted." in page.content.decode()
    assert (
        fact.payload["reference"]
        not in page.content.decode().split("At the host")[1].split("Here since")[0]
    )


def test_a_settlement_is_known_as_far_as_what_it_settles(
    host: Returning, compared: list[HostMatter]
) -> None:
    (matter,) = [each for each in compared if each.subject_kind == "offer"]
    coordinator = host.world.actor(None, "coordinator")
    commands.settle_matter(
        coordinator, matter_id=matter.id, outcome="holds_no_more", reason="They came anyway."
    )
    fact = Fact.objects.get(kind="HostMatterSettled")
    parties = {str(host.world.parties[each].id) for each in ("city", "county")}
    assert set(fact.audience) == parties
    assert fact.payload["reason"] == "They came anyway."


def test_what_was_settled_can_wait_again_and_is_never_settled_over(
    host: Returning, compared: list[HostMatter]
) -> None:
    coordinator = host.world.actor(None, "coordinator")
    matter = next(each for each in compared if each.waits)
    settle = {"matter_id": matter.id, "outcome": "entered_again", "became": "AR-7"}
    refused("reconciliation.not_settled", commands.reopen_matter, coordinator, matter_id=matter.id)
    commands.settle_matter(coordinator, **settle)
    refused("reconciliation.settled", commands.settle_matter, coordinator, **settle)
    commands.reopen_matter(coordinator, matter_id=matter.id)
    assert queries.get_host_thing(coordinator, matter.id).state == "waiting"
    client = browser(host.world, None, "coordinator")
    commands.settle_matter(coordinator, **settle)
    assert client.post(f"/backups/host/matters/{matter.id}/reopen/").status_code == 302
    assert Fact.objects.filter(kind="HostMatterReopened").count() == 2


def test_where_there_is_nothing_to_enter_there_is_nothing_to_settle(
    host: Returning, compared: list[HostMatter]
) -> None:
    matter = next(each for each in compared if not each.waits)
    refused(
        "reconciliation.nothing_to_settle",
        commands.settle_matter,
        host.world.actor(None, "coordinator"),
        matter_id=matter.id,
        outcome="holds_no_more",
        reason="x",
    )


def test_the_api_lists_reads_and_settles(host: Returning, compared: list[HostMatter]) -> None:
    client = browser(host.world, None, "coordinator")
    (comparison,) = client.get("/api/v1/host-comparisons").json()
    path = f"/api/v1/host-comparisons/{comparison['id']}/matters"
    listed = client.get(f"{path}?limit=1").json()
    assert listed["next"]
    (first,) = listed["items"]
    assert len(client.get(f"{path}?state=all").json()["items"]) == len(compared)
    shown = client.get(f"/api/v1/host-matters/{first['id']}").json()
    assert shown["at_host"] == first["at_host"]
    assert {"here", "page"} <= shown.keys()
    given = {"outcome": "both_stand", "reason": "Two visits."}
    answer = send(client, f"/host-matters/{first['id']}/settle", given)
    assert (answer.status_code, answer.json()["state"]) == (200, "settled")
    assert send(client, f"/host-matters/{first['id']}/settle", given).status_code == 409
    answer = send(client, f"/host-matters/{first['id']}/reopen")
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    assert client.get("/api/v1/host-comparisons").json()[0]["waiting"] == comparison["waiting"]


def test_a_member_and_another_network_see_nothing_of_it(
    host: Returning, compared: list[HostMatter]
) -> None:
    reconciliation_id, matter_id = compared[0].reconciliation_id, compared[0].id
    paths = [
        f"/backups/host/{reconciliation_id}/",
        f"/backups/host/matters/{matter_id}/",
        f"/backups/host/matters/{matter_id}/settle/",
        f"/api/v1/host-comparisons/{reconciliation_id}/matters",
        f"/api/v1/host-matters/{matter_id}",
    ]
    assert statuses(browser(host.world, "city"), paths) == {403}
    elsewhere = build("elsewhere")
    assert statuses(browser(elsewhere, None, "coordinator"), paths) == {404}
    auditor = browser(host.world, None, "auditor")
    assert statuses(auditor, paths[:2]) == {200}
    assert statuses(auditor, paths[2:3]) == {403}


def statuses(client: Client, paths: list[str]) -> set[int]:
    return {client.get(path).status_code for path in paths}


@pytest.mark.parametrize(
    ("command", "values"),
    [
        (commands.note_comparison, {"parting": None, "host_url": "", "archive_made_at": None}),
        (commands.settle_matter, {"matter_id": UUID(int=1), "outcome": "both_stand"}),
        (commands.reopen_matter, {"matter_id": UUID(int=1)}),
        (commands.dispose_host_facts, {"matter_ids": []}),
    ],
)
def test_a_member_writes_nothing_of_it(world: World, command: Any, values: Any) -> None:
    refused("permission.denied", command, world.actor("city"), **values)


def test_a_matter_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        commands.reopen_matter(world.actor(None, "coordinator"), matter_id=UUID(int=1))


def test_words_go_with_their_time_and_stay_under_a_hold(
    host: Returning, compared: list[HostMatter], known: AidRequest
) -> None:
    muster = system_actor(host.world.network.id)
    (held,) = [each for each in compared if each.subject_kind == "offer"]
    ids = [each.id for each in compared]
    coordinator = host.world.actor(None, "coordinator")
    records.place_hold(
        coordinator, subject_kind="incident", subject_id=known.incident_id, reason="Case 7"
    )
    refused("record.under_hold", commands.dispose_host_facts, muster, matter_ids=ids)
    ids.remove(held.id)
    assert commands.dispose_host_facts(muster, matter_ids=ids) == len(ids)
    left = HostFact.objects.exclude(payload=None)
    assert set(left.values_list("matter_id", flat=True)) == {held.id}


def test_every_kind_that_leaves_nothing_is_a_kind_of_fact() -> None:
    assert LEAVES_NOTHING - registry.events().keys() == set()


def refused(code: str, command: Any, actor: Actor, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        command(actor, **values)
    assert code in [each.code for each in caught.value.refusals]
