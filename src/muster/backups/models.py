"""Places that backups go to, each try to bring one there, and what a returned host had alone."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.reconciliation import Outcome, Standing


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


class Reconciliation(models.Model):
    """One comparison of the returned host's journal with the journal here.

    `fork_position` is the last fact that both have; `here_only` counts the facts that only this
    side has since: they stand.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    network_id = models.UUIDField(db_index=True)
    host_url = models.CharField(max_length=300, blank=True)
    archive_made_at = models.DateTimeField()
    compared_at = models.DateTimeField()
    fork_position = models.BigIntegerField()
    fork_at = models.DateTimeField()
    here_only = models.PositiveIntegerField(default=0)


class HostMatter(models.Model):
    """One thing that something happened to at the host alone; `number` orders them.

    `waits` is False where nothing of it is to be entered again. `outcome` is empty until a
    coordinator settles it; `became` names what it is here now.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.CASCADE, related_name="matters"
    )
    network_id = models.UUIDField()
    number = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    is_known_here = models.BooleanField()
    standing = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Standing]
    )
    waits = models.BooleanField()
    outcome = models.CharField(
        max_length=15, blank=True, choices=[(each.value, each.value) for each in Outcome]
    )
    became = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "number"], name="one_matter_a_number")
        ]


class HostFact(models.Model):
    """A fact that only the host has, as it had it; `fingerprint` keeps it from being noted twice."""

    matter = models.ForeignKey(HostMatter, on_delete=models.CASCADE, related_name="facts")
    network_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_party_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=20)
    subjects = models.JSONField(default=list)
    audience = models.JSONField(null=True)
    exercise_id = models.UUIDField(null=True)
    payload = models.JSONField(null=True)
    position = models.BigIntegerField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_id", "fingerprint"], name="a_host_fact_is_noted_once"
            )
        ]
