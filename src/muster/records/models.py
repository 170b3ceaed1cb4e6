"""Retention choices, legal holds, disposals; public-records requests, what was picked and redacted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import DisposalState, RecordsRequestState

ONE_MINUTE = timedelta(minutes=1)


class RetentionChoice(models.Model):
    """How long the network itself keeps a kind of record, where it says other than the agreement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    years = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300)
    set_by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "kind"], name="one_choice_per_kind")
        ]


class LegalHold(models.Model):
    """Nothing about the subject is disposed of while this stands."""

    class SubjectKind(models.TextChoices):
        INCIDENT = "incident"
        MISSION = "mission"
        CLAIM = "claim"
        PARTY = "party"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    subject_kind = models.CharField(max_length=20, choices=SubjectKind.choices)
    subject_id = models.UUIDField(db_index=True)
    label = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    placed_by_name = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    released_by_name = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=1000, blank=True)


class Disposal(models.Model):
    """Records of one kind whose time is over: proposed, approved by two people, carried out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in DisposalState]
    )
    years = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=400)
    cutoff = models.DateTimeField()
    proposed_at = models.DateTimeField()
    approved_by_id = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    done_count = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "kind"],
                condition=models.Q(state__in=("proposed", "approved")),
                name="one_open_disposal_per_kind",
            )
        ]


class DisposalItem(models.Model):
    """One record of a disposal: its reference and end, never what it said."""

    class Fate(models.TextChoices):
        WAITING = "waiting"
        DISPOSED = "disposed"
        HELD = "held", "kept by a legal hold"
        KEPT = "kept", "no longer due"

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    ended_at = models.DateTimeField()
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)


class RedactionReason(models.Model):
    """A ground for withholding that the network added, or words of its own for a known one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    citation = models.CharField(max_length=200)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="one_reason_per_key")
        ]


class RecordsRequest(models.Model):
    """Somebody of the public asks for records; `party` answers, or the network where it is empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    reference = models.CharField(max_length=30)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in RecordsRequestState]
    )
    asked_by = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    scope = models.TextField(max_length=4000)
    from_day = models.DateField(null=True)
    until_day = models.DateField(null=True)
    received_at = models.DateTimeField()
    business_days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    logged_by_name = models.CharField(max_length=200)
    outcome = models.TextField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True)
    exported_at = models.DateTimeField(null=True)

    @property
    def last_minute(self) -> datetime:
        """The last minute of the last day; `due_at` is the midnight after it."""
        return self.due_at - ONE_MINUTE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "reference"], name="records_request_reference_once"
            )
        ]


class PickedRecord(models.Model):
    """A record as it stood when it was picked: `fields` is a list of key, title and text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.PROTECT, related_name="picked"
    )
    kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    title = models.CharField(max_length=300)
    fields = models.JSONField(default=list)
    picked_by_name = models.CharField(max_length=200)
    picked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["records_request", "kind", "record_id"], name="picked_once"
            )
        ]


class Redaction(models.Model):
    """A passage of one field, or the whole of it, that is withheld for a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    picked = models.ForeignKey(PickedRecord, on_delete=models.CASCADE, related_name="redactions")
    field_key = models.CharField(max_length=60)
    passage = models.TextField(max_length=4000, blank=True)
    reason_key = models.CharField(max_length=40)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
