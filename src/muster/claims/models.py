"""Claims with their lines and workings, questions, payments, waivers and credit notes."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import ClaimState


class Claim(models.Model):
    """One reimbursement package for one mission. Immutable once submitted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="claims")
    claimant_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="claims_made"
    )
    owing_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="claims_owed"
    )
    reference = models.CharField(max_length=30)
    # Of the mission's claims: 1 is the first, each later one charges what those before it do not.
    ordinal = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in ClaimState]
    )
    currency = models.CharField(max_length=3)
    invoice_number = models.CharField(max_length=60, blank=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    account_code = models.CharField(max_length=60, blank=True)
    payer_account_code = models.CharField(max_length=60, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    total_cents = models.BigIntegerField(default=0)
    credited_cents = models.BigIntegerField(default=0)
    waived_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    settlement = models.JSONField(default=dict)
    settlement_sha256 = models.CharField(max_length=64, blank=True)
    drafted_by_id = models.UUIDField(null=True)
    drafted_at = models.DateTimeField()
    submitted_by_id = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by_id = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "reference"], name="claim_reference_once"),
            models.UniqueConstraint(
                fields=["mission", "ordinal"],
                condition=~models.Q(state="withdrawn"),
                name="one_live_claim_per_ordinal",
            ),
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(state="draft"),
                name="one_draft_per_mission",
            ),
        ]


class ClaimLine(models.Model):
    """One line: what was done, what was free and why, what is asked; `working` shows each step."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    description = models.CharField(max_length=300)
    quantity = models.CharField(max_length=30)
    unit = models.CharField(max_length=20)
    rate_ten_thousandths = models.BigIntegerField(null=True)
    gross_cents = models.BigIntegerField()
    free_quantity = models.CharField(max_length=30, default="0")
    free_cents = models.BigIntegerField(default=0)
    borne_cents = models.BigIntegerField(default=0)
    amount_cents = models.BigIntegerField()
    clause = models.CharField(max_length=200)
    working = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="claim_line_number_once"),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gte=0), name="claim_line_not_negative"
            ),
        ]


class ClaimQuestion(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="questions")
    line_number = models.PositiveSmallIntegerField(null=True)
    question = models.TextField(max_length=2000)
    asked_by_id = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)


class Payment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.BigIntegerField()
    payment_reference = models.CharField(max_length=100)
    paid_on = models.DateField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    received_by_id = models.UUIDField(null=True)
    received_at = models.DateTimeField(null=True)


class Waiver(models.Model):
    """What the claimant gives up, in part or whole, with its reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="waivers")
    amount_cents = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()


class CreditNote(models.Model):
    """A correction of a submitted claim: the claim itself stays as it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="credit_notes")
    reference = models.CharField(max_length=30)
    line_number = models.PositiveSmallIntegerField(null=True)
    amount_cents = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField()
