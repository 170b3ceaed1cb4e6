"""The packet: everything about a claim in one archive, for its two parties and auditors; and doubts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest

from muster.agreements.models import AgreementVersion
from muster.aid.models import Mission
from muster.claims import commands, queries
from muster.claims.reasons import reason_sentences
from muster.deployments.models import Activity, Expense, TimeEntry
from muster.files.models import StoredFile
from muster.files.queries import path_of
from muster.journal import clock
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.claims.steps import add_receipt, agree, drafted


def put_receipt(world: World, expense: Expense, content: bytes) -> str:
    """A receipt's file as an upload leaves it; answers its digest."""
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.create(
        network_id=world.network.id,
        party_id=world.parties["county"].id,
        audience=[str(world.parties["county"].id)],
        name="../a receipt.pdf",
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=digest,
        scan_state="clean",
        uploaded_at=clock.now(),
    )
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    Expense.objects.filter(pk=expense.pk).update(receipt_file_id=stored.id)
    return digest


def test_the_packet_holds_the_proof_and_the_receipts(world: World, mission: Mission) -> None:
    digest = put_receipt(world, add_receipt(world, mission, 19_99), b"paid in cash")
    Activity.objects.create(
        network=world.network,
        mission=mission,
        happened_at=clock.now(),
        text="Forty PCs re-imaged",
        author_name="Technician A",
        entered_at=clock.now(),
    )
    claim = drafted(world, mission)
    county, city = world.actor("county"), browser(world, "city", "finance")
    assert city.get(f"/claims/{claim.id}/packet.zip").status_code == 404  # a draft
    commands.submit_claim(county, claim_id=claim.id)
    commands.approve_claim(world.actor("city", "finance"), claim_id=claim.id)
    paid = commands.record_payment(
        world.actor("city", "finance"),
        claim_id=claim.id,
        amount_cents=500_00,
        payment_reference="CHECK-77",
        paid_on=clock.now().date() - timedelta(days=1),
    )
    commands.confirm_payment(county, payment_id=paid.id)
    commands.waive_part(county, claim_id=claim.id, amount_cents=100_00, reason="Neighbours")

    assert "packet.zip" in page(city, f"/claims/{claim.id}/")
    got = city.get(f"/claims/{claim.id}/packet.zip")
    archive = zipfile.ZipFile(io.BytesIO(got.getvalue()))
    assert sorted(archive.namelist()) == [
        "hours.csv",
        "lines.csv",
        "packet.json",
        "packet.pdf",
        "receipts/001-..-a-receipt.pdf",
    ]
    assert archive.read("receipts/001-..-a-receipt.pdf") == b"paid in cash"
    assert archive.read("packet.pdf").startswith(b"%PDF-")
    told = json.loads(archive.read("packet.json"))
    paper = told["paper"]
    assert told["agreement"]["terms_sha256"] == world.version.terms_sha256
    assert told["receipts"][0]["sha256"] == digest
    assert paper["activities"][0][2] == "Forty PCs re-imaged"
    assert paper["payments"][0][0] == "CHECK-77"
    assert paper["corrections"][0][1] == "Neighbours"
    assert len(paper["hours"]) == len(told["time_entries"]) == 8
    assert any(mission.reference in row for row in paper["mission_facts"])
    rows = list(csv.DictReader(io.StringIO(archive.read("lines.csv").decode("utf-8-sig"))))
    assert "1. Hours recorded: 28 h" in rows[1]["working"] or "28 h" in rows[0]["working"]

    auditor = browser(world, None, "auditor")
    assert auditor.get(f"/api/v1/claims/{claim.id}/packet.zip").status_code == 200
    for stranger in (browser(world, "school", "finance"), browser(world, None, "coordinator")):
        assert stranger.get(f"/claims/{claim.id}/packet.zip").status_code == 404
        assert stranger.get(f"/api/v1/claims/{claim.id}/packet.zip").status_code == 404


def put_checks(mission: Mission, check: str) -> None:
    """The mission's terms with one value for each check of a claim."""
    version = AgreementVersion.objects.get(pk=mission.agreement_version_id)
    names = ("late_claim", "overlapping_hours", "duplicate_receipt", "long_day")
    values = "".join(f'{name} = "{check}"\n' for name in names)
    version.terms_text = version.terms_text.replace(
        "[terms.payment]", f"[terms.checks]\n{values}\n[terms.payment]", 1
    )
    version.terms_sha256 = hashlib.sha256(version.terms_text.encode()).hexdigest()
    version.save()


def spoil(world: World, mission: Mission) -> None:
    """A receipt twice, two entries for the same time, and a claim a year late."""
    for _ in range(2):
        bill = add_receipt(world, mission, 10_00)
        Expense.objects.filter(pk=bill.pk).update(receipt_number="R-7", vendor="Shop")
    entry = TimeEntry.objects.filter(mission=mission).order_by("starts_at").first()
    assert entry is not None
    entry.pk, entry.starts_at = None, entry.starts_at + timedelta(hours=1)
    entry._state.adding = True
    entry.save()
    Mission.objects.filter(pk=mission.pk).update(demobilized_at=clock.now() - timedelta(days=400))


@pytest.mark.parametrize("check", ["warn", "refuse"])
def test_doubts_are_flagged_or_refused_as_the_terms_say(
    world: World, mission: Mission, check: str
) -> None:
    put_checks(mission, check)
    spoil(world, mission)
    agree(world, mission)
    finance = world.actor("county", "finance")
    claim = commands.draft_claim(finance, mission_id=mission.id)
    said = " ".join(reason_sentences(queries.doubts_of(queries.get_claim(finance, claim.id))))
    for words in ("Receipt R-7 of Shop", "claim the same time", "The claim was due by"):
        assert words in said
        assert words in page(browser(world, "county", "finance"), f"/claims/{claim.id}/")
    if check == "warn":
        assert commands.submit_claim(finance, claim_id=claim.id).submitted_at
        return
    with pytest.raises(Refused) as refused:
        commands.submit_claim(finance, claim_id=claim.id)
    assert {each.code for each in refused.value.refusals} == {"claim.faults", "claim.too_late"}


def test_a_second_claim_of_a_mission_is_refused(world: World, mission: Mission) -> None:
    agree(world, mission)
    finance = world.actor("county", "finance")
    claim = commands.draft_claim(finance, mission_id=mission.id)
    commands.submit_claim(finance, claim_id=claim.id)
    with pytest.raises(Refused) as refused:
        commands.draft_claim(finance, mission_id=mission.id)
    assert [each.code for each in refused.value.refusals] == ["claim.second_claim"]
