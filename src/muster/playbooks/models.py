"""Playbooks and their versions."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.playbooks.steps import steps_in
from muster.rules.sharing import SharingLabel

LABELS = [(label.value, label.value) for label in SharingLabel]


class Playbook(models.Model):
    """Whose it is, and whether it is still in use; without a party it is the network's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["network", "party"], name="playbook_of_party")]


class PlaybookVersion(models.Model):
    """What a playbook said from a moment on. Never changed: the next version takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    when_to_use = models.CharField(max_length=500, blank=True)
    steps = models.TextField(max_length=13_000)
    is_shared = models.BooleanField(default=False)
    sharing_label = models.CharField(
        max_length=20, choices=LABELS, default=SharingLabel.AMBER.value
    )
    reviewed_on = models.DateField()
    review_by = models.DateField()
    what_changed = models.CharField(max_length=300, blank=True)
    written_by_id = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["playbook", "number"], name="playbook_version_once"),
            models.UniqueConstraint(
                fields=["playbook"],
                condition=models.Q(is_current=True),
                name="one_current_version_of_a_playbook",
            ),
        ]

    @property
    def step_list(self) -> tuple[str, ...]:
        """The steps in order, without numbers."""
        return steps_in(self.steps)
