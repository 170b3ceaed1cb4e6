"""A claim to the cent, from its draft to its payment, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from muster.aid.models import Mission
from muster.claims import commands, queries
from muster.claims.commands.computing import digest_of
from muster.claims.models import Claim
from muster.deployments.models import TimeEntry
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.world import World
from tests.apps.claims.steps import add_receipt, agree, approved, drafted, mission_home, submitted


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_worked_case_comes_to_two_thousand_dollars(world: World, mission: Mission) -> None:
    claim = drafted(world, mission)

    assert claim.total_cents == 200_000
    lines = queries.lines(world.actor("county", "finance"), claim.id)
    assert [(line.quantity, line.free_quantity, line.amount_cents) for line in lines] == [
        ("28", "14", 87_500),
        ("28", "14", 87_500),
        ("16", "12", 25_000),
    ]
    for line in lines:
        assert line.gross_cents == line.free_cents + line.borne_cents + line.amount_cents
        assert line.rate_ten_thousandths == 625_000
        assert line.clause
        assert line.evidence
        assert {"Free hours", "Rate", "Share", "Amount"} <= {s["label"] for s in line.working}
        assert [each["code"] for each in line.reasons] == ["free_allowance.applied"]


@pytest.mark.parametrize(("basis_points", "cents"), [(5_000, 100_000), (4_000, 80_000), (0, 0)])
def test_the_agreed_share_is_what_is_claimed(
    world: World, mission: Mission, basis_points: int, cents: int
) -> None:
    assert drafted(world, mission, basis_points).total_cents == cents


def test_without_an_agreed_share_nothing_is_claimable(world: World, mission: Mission) -> None:
    finance = world.actor("county", "finance")
    claim = commands.draft_claim(finance, mission_id=mission.id)
    assert claim.total_cents == 0
    assert claim.settlement["beyond"]["amount"] == "2000.00"

    with pytest.raises(Refused) as refused:
        commands.submit_claim(finance, claim_id=claim.id)

    assert codes(refused) == ["claim.share_not_agreed"]


def test_without_the_baseline_nothing_is_free(world: World) -> None:
    claim = drafted(world, mission_home(world, attested=False))
    assert claim.total_cents == 450_000


def test_a_draft_is_computed_anew_from_what_is_recorded_now(world: World, mission: Mission) -> None:
    claim = drafted(world, mission)
    finance = world.actor("county", "finance")
    add_receipt(world, mission, 1_999)

    with pytest.raises(Refused) as refused:
        commands.submit_claim(finance, claim_id=claim.id)
    assert codes(refused) == ["claim.record_changed"]

    again = commands.draft_claim(finance, mission_id=mission.id)
    assert (again.id, again.total_cents) == (claim.id, 201_999)
    assert len(queries.lines(finance, claim.id)) == 4


def test_a_submitted_claim_never_changes(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    finance = world.actor("county", "finance")
    before = Claim.objects.get(pk=claim.pk)
    kept = list(before.lines.values())
    TimeEntry.objects.filter(mission=mission).update(rate_ten_thousandths=1_000_000)

    for write in (
        lambda: commands.edit_claim(finance, claim_id=claim.id, note="Other"),
        lambda: commands.draft_claim(finance, mission_id=mission.id),
        lambda: commands.submit_claim(finance, claim_id=claim.id),
    ):
        with pytest.raises(Refused):
            write()
    commands.issue_credit_note(finance, claim_id=claim.id, amount_cents=100, reason="Typed twice")

    after = Claim.objects.get(pk=claim.pk)
    assert after.total_cents == before.total_cents == 200_000
    assert after.settlement == before.settlement
    assert digest_of(after.settlement) == after.settlement_sha256 == before.settlement_sha256
    assert list(after.lines.values()) == kept


def test_nobody_approves_what_they_submitted_even_with_a_post_at_both_parties(
    world: World, mission: Mission
) -> None:
    claim = submitted(world, mission)
    submitter = world.actor("county", "finance")
    now_at_the_city = replace(submitter, party_id=world.parties["city"].id)

    with pytest.raises(Refused) as refused:
        commands.approve_claim(now_at_the_city, claim_id=claim.id)

    assert codes(refused) == ["claim.same_person"]
    assert commands.approve_claim(world.actor("city", "finance"), claim_id=claim.id).approved_at


def test_a_question_waits_for_its_answer(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    city, county = world.actor("city", "finance"), world.actor("county", "finance")

    with pytest.raises(Refused) as refused:
        commands.question_claim(city, claim_id=claim.id, question="Why?", line_number=9)
    assert codes(refused) == ["claim.no_such_line"]
    asked = commands.question_claim(city, claim_id=claim.id, question="Why?", line_number=3)
    assert [each.id for each in queries.questions_to_answer(county)] == [asked.id]
    with pytest.raises(Refused):
        commands.approve_claim(city, claim_id=claim.id)
    with pytest.raises(Refused):
        commands.answer_question(city, question_id=asked.id, answer="Because")
    commands.answer_question(county, question_id=asked.id, answer="Night work")
    with pytest.raises(Refused) as refused:
        commands.answer_question(county, question_id=asked.id, answer="Again")

    assert codes(refused) == ["claim.answered_already"]
    assert queries.get_claim(city, claim.id).state == "submitted"


def test_it_is_paid_in_parts_and_each_part_confirmed(world: World, mission: Mission) -> None:
    claim = approved(world, mission)
    city, county = world.actor("city", "finance"), world.actor("county", "finance")
    today = clock.now().date() - timedelta(days=1)

    def pay(cents: int, **more):
        values = {"payment_reference": "Check 12", "paid_on": today, **more}
        return commands.record_payment(city, claim_id=claim.id, amount_cents=cents, **values)

    for cents, more, code in (
        (0, {}, "payment.no_amount"),
        (200_001, {}, "payment.more_than_owed"),
        (5, {"paid_on": today + timedelta(days=9)}, "payment.in_the_future"),
        (5, {"payment_reference": " "}, "payment.no_reference"),
    ):
        with pytest.raises(Refused) as refused:
            pay(cents, **more)
        assert codes(refused) == [code]

    first = pay(150_000)
    assert queries.get_claim(city, claim.id).state == "part_paid"
    assert [each.id for each in queries.payments_to_confirm(county)] == [first.id]
    commands.confirm_payment(county, payment_id=first.id)
    with pytest.raises(Refused):
        commands.confirm_payment(county, payment_id=first.id)
    pay(50_000)

    ended = queries.get_claim(city, claim.id)
    assert (ended.state, queries.balance_of(ended).owed_cents) == ("paid", 0)
    with pytest.raises(Refused):
        pay(1)


def test_a_part_is_waived_with_its_reason(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    county = world.actor("county")

    with pytest.raises(Refused) as refused:
        commands.waive_part(county, claim_id=claim.id, amount_cents=200_001, reason="Kindness")
    assert codes(refused) == ["waiver.more_than_owed"]
    commands.waive_part(county, claim_id=claim.id, amount_cents=50_000, reason="Kindness")
    assert queries.get_claim(county, claim.id).state == "submitted"
    commands.waive_part(county, claim_id=claim.id, amount_cents=150_000, reason="Kindness")

    assert queries.get_claim(county, claim.id).state == "waived"


def test_a_credit_note_corrects_and_never_exceeds(world: World, mission: Mission) -> None:
    claim = approved(world, mission)
    county = world.actor("county", "finance")

    for cents, line, code in (
        (0, None, "credit.no_amount"),
        (200_001, None, "credit.more_than_owed"),
        (87_501, 1, "credit.more_than_line"),
    ):
        with pytest.raises(Refused) as refused:
            commands.issue_credit_note(
                county, claim_id=claim.id, amount_cents=cents, reason="Wrong", line_number=line
            )
        assert codes(refused) == [code]
    note = commands.issue_credit_note(
        county, claim_id=claim.id, amount_cents=87_500, reason="Wrong", line_number=1
    )
    assert note.reference.startswith("CN-")
    found = queries.get_claim(county, claim.id)
    assert (found.state, queries.balance_of(found).owed_cents) == ("approved", 112_500)
    commands.issue_credit_note(county, claim_id=claim.id, amount_cents=112_500, reason="Wrong")
    assert queries.get_claim(county, claim.id).state == "credited"


def test_a_withdrawn_claim_makes_room_for_another(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    finance = world.actor("county", "finance")

    with pytest.raises(Refused) as refused:
        commands.withdraw_claim(finance, claim_id=claim.id, reason=" ")
    assert codes(refused) == ["claim.no_reason"]
    commands.withdraw_claim(finance, claim_id=claim.id, reason="To be computed anew")
    another = commands.draft_claim(finance, mission_id=mission.id)

    assert another.id != claim.id
    assert another.reference != claim.reference


def test_only_the_claimant_drafts_and_only_when_all_are_home(
    world: World, mission: Mission
) -> None:
    agree(world, mission)
    with pytest.raises(Refused) as refused:
        commands.draft_claim(world.actor("city", "finance"), mission_id=mission.id)
    assert codes(refused) == ["claim.not_claimant"]

    Mission.objects.filter(pk=mission.pk).update(state="active")
    finance = world.actor("county", "finance")
    claim = commands.draft_claim(finance, mission_id=mission.id)
    with pytest.raises(Refused) as refused:
        commands.submit_claim(finance, claim_id=claim.id)
    assert "claim.mission_not_over" in codes(refused)


def test_submitting_approving_and_waiving_ask_for_presence(world: World, mission: Mission) -> None:
    claim = drafted(world, mission)
    absent = replace(world.actor("county"), stepped_up=False)
    for write in (
        lambda: commands.submit_claim(absent, claim_id=claim.id),
        lambda: commands.approve_claim(absent, claim_id=claim.id),
        lambda: commands.waive_part(absent, claim_id=claim.id, amount_cents=1, reason="So"),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert codes(refused) == ["step_up.required"]


def test_a_draft_is_the_claimants_own_and_a_claim_is_for_its_two_parties(
    world: World, mission: Mission
) -> None:
    claim = drafted(world, mission)
    city, county = world.actor("city", "finance"), world.actor("county", "finance")
    outside = (world.actor("school", "finance"), world.actor(None, "coordinator"))
    for actor in (city, *outside):
        with pytest.raises(NotFound):
            queries.get_claim(actor, claim.id)
        assert not queries.claims(actor).items

    commands.submit_claim(county, claim_id=claim.id)

    assert queries.get_claim(city, claim.id).id == claim.id
    for actor in outside:
        with pytest.raises(NotFound):
            queries.get_claim(actor, claim.id)
    parties = {str(world.parties["city"].id), str(world.parties["county"].id)}
    for fact in Fact.objects.filter(kind__startswith="Claim"):
        expected = {str(county.party_id)} if fact.kind == "ClaimDrafted" else parties
        assert set(fact.audience) == expected
