"""Deadlines that run or ran, and what happened between people."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.happenings import Scope


class Happening(models.Model):
    """Something that no command of Muster does, written down with its proof: a breach reported."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    event = models.CharField(max_length=40)
    scope = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Scope])
    subject_id = models.UUIDField()
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    happened_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    evidence_file_id = models.UUIDField(null=True)
    noted_by_id = models.UUIDField(null=True)
    noted_by_name = models.CharField(max_length=200)
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["network", "scope", "subject_id"], name="happening_of")]


class Deadline(models.Model):
    """One started clock. `last_day` is the day that people name, `ends_at` the moment it is over.

    The clock itself is `clock_key` of `agreement_version`, whose text never changes; where another
    law than the agreement sets it, it is kept here in `stated`, and the version, where there is one,
    gives the days of rest alone. `other_party` may know of it too: the other side of a mission.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    agreement_version = models.ForeignKey(
        "agreements.AgreementVersion", on_delete=models.PROTECT, null=True
    )
    stated = models.JSONField(null=True)
    clock_key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    scope = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Scope])
    subject_id = models.UUIDField()
    subject_reference = models.CharField(max_length=200, blank=True)
    owner_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, null=True, related_name="deadlines_owned"
    )
    other_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, null=True, related_name="deadlines_known"
    )
    started_at = models.DateTimeField()
    last_day = models.DateField()
    ends_at = models.DateTimeField()
    warns_at = models.DateTimeField()
    stop_event = models.CharField(max_length=40, blank=True)
    stopped_at = models.DateTimeField(null=True)
    is_replaced = models.BooleanField(default=False)
    happening = models.ForeignKey(Happening, on_delete=models.PROTECT, null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject_id", "clock_key", "started_at"], name="deadline_once"
            )
        ]
        indexes = [
            models.Index(fields=["network", "owner_party", "ends_at"], name="deadline_of_owner"),
            models.Index(fields=["scope", "subject_id"], name="deadline_of_subject"),
            models.Index(
                fields=["network", "ends_at"],
                name="deadline_running",
                condition=models.Q(stopped_at__isnull=True),
            ),
        ]
