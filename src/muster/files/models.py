"""Uploaded evidence: what it is, who may read it, what the scanner said."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.sharing import SharingLabel, narrowest

LABELS = [(label.value, label.value) for label in SharingLabel]


class ScanState(models.TextChoices):
    NOT_CONFIGURED = "not_configured"
    CLEAN = "clean"
    INFECTED = "infected"
    PENDING = "pending"


class StoredFile(models.Model):
    """One file. Content lies under its digest in the data folder; `audience` lists party ids.

    `own_label` is how far its party lets it travel; `bound_label` that of the incident for which it
    became evidence, which it never outruns. Either may be empty.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.UUIDField(db_index=True)
    party_id = models.UUIDField(null=True)
    audience = models.JSONField(default=list)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan_state = models.CharField(max_length=20, choices=ScanState.choices)
    own_label = models.CharField(max_length=20, choices=LABELS, blank=True)
    bound_label = models.CharField(max_length=20, choices=LABELS, blank=True)
    uploaded_by_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    @property
    def sharing_label(self) -> str:
        """The narrower of both labels; of a file that has none, the one that incidents begin with."""
        labels = [label for label in (self.own_label, self.bound_label) if label]
        return narrowest(labels or [SharingLabel.AMBER]).value
