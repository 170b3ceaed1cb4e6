"""The command of one incident: who leads, in which phase, by which plan; who works when."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import ObjectiveState, TaskState
from muster.rules.phases import PHASES, POSTS, Phase


class Operation(models.Model):
    """The response to one incident: one for each, as long as the incident lasts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    incident = models.OneToOneField("aid.Incident", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    phase = models.CharField(max_length=20, choices=PHASES, default=Phase.ANALYSIS.value)
    wave = models.PositiveSmallIntegerField(default=1)
    commander_id = models.UUIDField()
    commander_name = models.CharField(max_length=200)
    deputy_id = models.UUIDField(null=True)
    deputy_name = models.CharField(max_length=200, blank=True)
    report_every_hours = models.PositiveSmallIntegerField(default=12)
    report_due_at = models.DateTimeField(null=True)
    report_due_noted_at = models.DateTimeField(null=True)
    longest_shift_hours = models.PositiveSmallIntegerField(default=12)
    least_rest_hours = models.PositiveSmallIntegerField(default=8)
    most_days = models.PositiveSmallIntegerField(default=14)
    started_at = models.DateTimeField()


class Period(models.Model):
    """An operational period: the span that a set of objectives is for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="period_number_once")
        ]


class Objective(models.Model):
    """What is to be reached in a period."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in ObjectiveState]
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="objective_number_once")
        ]


class SituationReport(models.Model):
    """What stands, in two halves: one for all who may know of the incident, one for insiders."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    phase = models.CharField(max_length=20, choices=PHASES)
    public_text = models.TextField(max_length=4000)
    restricted_text = models.TextField(max_length=4000, blank=True)
    figures = models.JSONField(default=dict)
    written_by_id = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="report_number_once")
        ]


class Task(models.Model):
    """One thing to do, by somebody, perhaps by a moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="tasks")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    place = models.CharField(max_length=200, blank=True)
    worker_key = models.CharField(max_length=60, blank=True)
    worker_name = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in TaskState]
    )
    note = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="task_number_once")
        ]


class Shift(models.Model):
    """A planned span of one worker. `worker_key` tells workers apart: a person or a deployment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="shifts")
    worker_key = models.CharField(max_length=60)
    worker_name = models.CharField(max_length=200)
    party_id = models.UUIDField(null=True)
    duty = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by_id = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["operation", "starts_at"], name="shift_by_start")]


class CommandHandOver(models.Model):
    """A post offered to its next holder with a note; it passes when the next one takes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="hand_overs")
    post = models.CharField(max_length=20, choices=POSTS)
    from_name = models.CharField(max_length=200)
    to_id = models.UUIDField()
    to_name = models.CharField(max_length=200)
    note = models.TextField(max_length=4000)
    offered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "post"],
                condition=models.Q(ended_at__isnull=True),
                name="one_hand_over_at_once",
            )
        ]


class PrecedenceWeights(models.Model):
    """How much each factor counts in a network when requests compete; without a row the usual."""

    network = models.OneToOneField(
        "members.Network", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    weights = models.JSONField(default=dict)
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()


class PrecedencePlace(models.Model):
    """The place that the coordinator gave a request, against its score; one at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    aid_request = models.ForeignKey("aid.AidRequest", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["aid_request"],
                condition=models.Q(ended_at__isnull=True),
                name="one_place_at_a_time",
            )
        ]
