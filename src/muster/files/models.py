"""Uploaded evidence: what it is, who may read it, what the scanner said."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class ScanState(models.TextChoices):
    NOT_CONFIGURED = "not_configured"
    CLEAN = "clean"
    INFECTED = "infected"
    PENDING = "pending"


class StoredFile(models.Model):
    """One file. Content lies under its digest in the data folder; `audience` lists party ids."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.UUIDField(db_index=True)
    party_id = models.UUIDField(null=True)
    audience = models.JSONField(default=list)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan_state = models.CharField(max_length=20, choices=ScanState.choices)
    uploaded_by_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
