"""The inbox: notices to persons, each pointing at the thing that it is about."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class Notice(models.Model):
    """One line in one person's inbox; `party_id` is the post that it is for, None for an office or
    the person's own account (then the network is None as well)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    party_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=1000, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    url = models.CharField(max_length=300)
    is_urgent = models.BooleanField(default=False)
    exercise_id = models.UUIDField(null=True)
    fact_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_id", "person_id", "kind"], name="one_notice_per_fact_and_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["person_id", "network_id", "read_at", "-created_at"], name="inbox"
            ),
            models.Index(fields=["person_id", "-id"], name="inbox_newest"),
        ]


class Preference(models.Model):
    """Whether a person also wants a kind of notice by e-mail."""

    person_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    by_email = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "kind"], name="one_preference_per_kind")
        ]
