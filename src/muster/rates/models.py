"""Tables of rates with their imports and rows, and declared fringe."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class RateTable(models.Model):
    """One table of a network: `gsa_per_diem`, `irs_mileage`, a rate card of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "key"], name="rate_table_once")]


class Rate(models.Model):
    """A rate of a key (place, category, kind of thing) and part, from its first to its last day."""

    table = models.ForeignKey(RateTable, on_delete=models.PROTECT, related_name="rates")
    key = models.CharField(max_length=120)
    part = models.CharField(max_length=20, blank=True)
    amount_ten_thousandths = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField()
    imported_by_id = models.UUIDField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key", "part", "valid_from"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_live_rate_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_ten_thousandths__gte=0), name="rate_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["table", "key", "part"], name="rate_by_key")]


class LoadDeclaration(models.Model):
    """Fringe and overhead as a party declares them, in per cent; what was declared before counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    fringe_percent = models.DecimalField(max_digits=6, decimal_places=3)
    overtime_fringe_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    overhead_percent = models.DecimalField(max_digits=6, decimal_places=3)
    note = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    declared_by_id = models.UUIDField(null=True)
    declared_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["network", "party", "-declared_at"], name="declaration_of_party")
        ]
