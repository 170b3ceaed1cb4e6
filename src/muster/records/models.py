"""Retention choices, legal holds, disposals with their items."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import DisposalState


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
