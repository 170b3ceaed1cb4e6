"""After-action reviews and their findings."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import FindingState


class Review(models.Model):
    """The look back at one incident. Its chronology is read from the facts, not typed again."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    incident = models.OneToOneField("aid.Incident", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    reference = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    overview = models.TextField(max_length=8000, blank=True)
    went_well = models.TextField(max_length=8000, blank=True)
    went_badly = models.TextField(max_length=8000, blank=True)
    opened_by_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Finding(models.Model):
    """One lesson with an owner and a due date; done only with its proof."""

    class Kind(models.TextChoices):
        STRENGTH = "strength"
        IMPROVEMENT = "improvement"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(max_length=2000)
    recommendation = models.TextField(max_length=2000, blank=True)
    owner_party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in FindingState]
    )
    proof = models.TextField(max_length=2000, blank=True)
    proof_file_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="finding_number_once")
        ]
