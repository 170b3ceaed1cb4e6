"""Grants of access, each with the proof that it was given and that it is gone."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from muster.journal.ids import new_id
from muster.rules.access import AccessState, Escort, Span, state_of


class AccessGrant(models.Model):
    """What one helper may use at the host, from when until when, and under which account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey(
        "aid.Mission", on_delete=models.PROTECT, related_name="access_grants"
    )
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    helper_name = models.CharField(max_length=200)
    system = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    account = models.CharField(max_length=120, blank=True)
    escort = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Escort])
    escorted_by = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_at = models.DateTimeField()
    granted_by_id = models.UUIDField(null=True)
    granted_by_name = models.CharField(max_length=200)
    grant_proof = models.CharField(max_length=500, blank=True)
    grant_file_id = models.UUIDField(null=True)
    reminded_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)
    removal_proof = models.CharField(max_length=500, blank=True)
    removal_file_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["ends_at"],
                name="access_by_end",
                condition=models.Q(removed_at__isnull=True),
            )
        ]

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at, self.removed_at)

    def state_at(self, at: datetime) -> AccessState:
        return state_of(self.span, at)
