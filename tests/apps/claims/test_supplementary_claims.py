"""A second claim for a mission: refused, or for what the first does not hold; never twice for anything."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from muster.agreements.models import AgreementVersion
from muster.claims import commands, queries
from muster.claims.models import Claim
from muster.deployments.models import Deployment, Expense, TimeEntry
from muster.journal import clock
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.claims.steps import add_receipt, submitted

if TYPE_CHECKING:
    from muster.aid.models import Mission
    from tests.apps.aid.world import World


def allow_a_second(mission: Mission) -> None:
    version = AgreementVersion.objects.get(pk=mission.agreement_version_id)
    text = version.terms_text.replace(
        "[terms.expenses]", '[terms.checks]\nsecond_claim = "warn"\n\n[terms.expenses]'
    )
    assert text != version.terms_text
    version.terms_text, version.terms_sha256 = text, hashlib.sha256(text.encode()).hexdigest()
    version.save()


def late_hours(world: World, mission: Mission, hours: int = 8) -> TimeEntry:
    """Hours of technician A that were written down after the first claim, on the first morning."""
    row = Deployment.objects.filter(mission=mission, kind="person").order_by("label").first()
    assert row is not None and row.checked_in_at is not None
    starts_at = row.checked_in_at + timedelta(hours=1)
    return TimeEntry.objects.create(
        network=world.network,
        mission=mission,
        deployment=row,
        kind="regular",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        rate_ten_thousandths=625_000,
        task="Found in the log",
        entered_at=clock.now(),
    )


def codes(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_a_second_claim_is_refused_where_the_terms_refuse_it(
    world: World, mission: Mission
) -> None:
    submitted(world, mission)
    add_receipt(world, mission, 50_00)
    with pytest.raises(Refused) as refused:
        commands.draft_claim(world.actor("county", "finance"), mission_id=mission.id)
    assert codes(refused) == ["claim.second_claim"]


def test_a_supplementary_claim_holds_only_what_the_first_does_not(
    world: World, mission: Mission
) -> None:
    allow_a_second(mission)
    add_receipt(world, mission, 30_00, "Tape")
    first = submitted(world, mission)
    # 72 hours, 40 of them free: 32 x 62.50 = 2,000.00, and the tape.
    assert first.total_cents == 2_030_00
    finance = world.actor("county", "finance")
    with pytest.raises(Refused) as refused:
        commands.draft_claim(finance, mission_id=mission.id)
    assert codes(refused) == ["claim.nothing_left"]

    late_hours(world, mission)
    add_receipt(world, mission, 50_00)
    html = page(browser(world, "county", "finance"), f"/missions/{mission.id}/")
    assert "Compute a supplementary claim" in html
    second = commands.draft_claim(finance, mission_id=mission.id)
    # The free hours are gone with the first claim: 8 x 62.50 = 500.00, and the cables 50.00.
    assert (second.ordinal, second.total_cents) == (2, 550_00)
    assert "Tape" not in [line.description for line in second.lines.all()]
    html = page(browser(world, "county", "finance"), f"/claims/{second.id}/")
    assert f"The mission has a claim already: {first.reference}." in html
    assert "Supplementary: claim 2" in html
    # Computed anew it stays the same claim, and it may be submitted.
    assert commands.draft_claim(finance, mission_id=mission.id).id == second.id
    commands.submit_claim(finance, claim_id=second.id)
    with pytest.raises(Refused) as refused:
        commands.draft_claim(finance, mission_id=mission.id)
    assert codes(refused) == ["claim.nothing_left"]
    both = queries.claims_of_mission(finance, mission.id)
    assert sum(claim.total_cents for claim in both) == 2_580_00


def test_both_claims_together_never_exceed_one_claim_of_everything(
    world: World, mission: Mission
) -> None:
    """Late hours at twice the rate, on the first morning: in one claim they would have been free."""
    allow_a_second(mission)
    submitted(world, mission)
    entry = late_hours(world, mission)
    TimeEntry.objects.filter(pk=entry.pk).update(rate_ten_thousandths=1_250_000)
    second = commands.draft_claim(world.actor("county", "finance"), mission_id=mission.id)
    # Of all 80 hours 40 are free, eight of them the dear ones: 40 x 62.50 = 2,500.00 in one claim,
    # with a cent of rounding, as three people share the last free hours; so that 500.01 are left
    # after the first 2,000.00, not 8 x 125.00.
    assert second.total_cents == 500_01
    html = page(browser(world, "county", "finance"), f"/claims/{second.id}/")
    assert "Less what one claim of everything would leave free" in html


def test_a_credit_note_is_not_charged_back_by_the_supplementary_claim(
    world: World, mission: Mission
) -> None:
    """The same late hours as above, after the first claim was corrected downwards by $500."""
    allow_a_second(mission)
    first = submitted(world, mission)
    finance = world.actor("county", "finance")
    commands.issue_credit_note(finance, claim_id=first.id, amount_cents=500_00, reason="Agreed")
    entry = late_hours(world, mission)
    TimeEntry.objects.filter(pk=entry.pk).update(rate_ten_thousandths=1_250_000)
    second = commands.draft_claim(finance, mission_id=mission.id)
    # 500.01, as without the credit note: with 2,000.00 - 500.00 that is 500.00 less than one claim.
    assert second.total_cents == 500_01


def test_what_was_struck_out_and_credited_takes_nothing_from_the_supplementary_claim(
    world: World, mission: Mission
) -> None:
    allow_a_second(mission)
    wrong = add_receipt(world, mission, 500_00, "Not ours")
    first = submitted(world, mission)
    assert first.total_cents == 2_500_00
    Expense.objects.filter(pk=wrong.pk).update(voided_at=clock.now())
    finance = world.actor("county", "finance")
    add_receipt(world, mission, 300_00)
    # 2,300.00 are on record and 2,500.00 were charged: until that is mended nothing is left.
    assert commands.draft_claim(finance, mission_id=mission.id).total_cents == 0
    commands.issue_credit_note(finance, claim_id=first.id, amount_cents=600_00, reason="Not ours")
    second = commands.draft_claim(finance, mission_id=mission.id)
    # The cables whole; the other 100.00 of the credit note are given back, and stay so.
    assert second.total_cents == 300_00


def test_a_withdrawn_first_claim_is_claimed_anew_but_never_the_second_one_twice(
    world: World, mission: Mission
) -> None:
    allow_a_second(mission)
    first = submitted(world, mission)
    finance = world.actor("county", "finance")
    late_hours(world, mission)
    second = commands.draft_claim(finance, mission_id=mission.id)
    commands.submit_claim(finance, claim_id=second.id)
    commands.withdraw_claim(finance, claim_id=first.id, reason="A wrong invoice number")
    third = commands.draft_claim(finance, mission_id=mission.id)
    # The second gave nothing free, so that the forty hours are free here again.
    assert (third.ordinal, third.total_cents) == (3, 2_000_00)


def test_two_drafts_at_once_leave_one(world: World, mission: Mission) -> None:
    allow_a_second(mission)
    submitted(world, mission)
    add_receipt(world, mission, 50_00)
    draft = commands.draft_claim(world.actor("county", "finance"), mission_id=mission.id)
    for ordinal, state in ((draft.ordinal, "submitted"), (9, "draft")):
        copy = Claim.objects.get(pk=draft.pk)
        copy.pk, copy.reference = None, f"CL-X-{ordinal}"
        copy.id = Claim._meta.get_field("id").get_default()
        copy.ordinal, copy.state = ordinal, state
        copy._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
