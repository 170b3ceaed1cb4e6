"""Places that backups go to, and each try to bring one there."""

from __future__ import annotations

from django.db import models


class Place(models.Model):
    """A destination under its label, which holds no password; rows of former settings stay."""

    label = models.CharField(max_length=300, unique=True)
    since = models.DateTimeField()
    next_try_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    alarmed_at = models.DateTimeField(null=True)


class ShipmentState(models.TextChoices):
    UNDER_WAY = "under_way"
    SHIPPED = "shipped"
    FAILED = "failed"
    REMOVED = "removed"


class Shipment(models.Model):
    """One try. `checked` says what was compared at the place: `sha256`, `size`, or nothing.

    A failed one may have left a part there: it is `removed` too once that is cleared away.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="shipments")
    name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=ShipmentState.choices, default=ShipmentState.UNDER_WAY
    )
    size_bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    checked = models.CharField(max_length=10, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "state", "made_at"], name="shipment_newest")]
