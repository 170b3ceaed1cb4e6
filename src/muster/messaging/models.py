"""Messages that leave the house, and every attempt to deliver them."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown", "outcome unknown"
    DEAD = "dead"


class Message(models.Model):
    """What is to be said, once, to one person over one channel: a delivery row of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network_id = models.UUIDField(null=True, db_index=True)
    person_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_urgent = models.BooleanField(default=False)
    exercise_id = models.UUIDField(null=True)
    fact_id = models.BigIntegerField(null=True)
    unique_key = models.CharField(max_length=160, unique=True)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="message_by_state"),
            models.Index(fields=["network_id", "state", "-id"], name="message_by_network"),
        ]


class Outcome(models.TextChoices):
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Attempt(models.Model):
    """One try: begun and committed before the channel is touched, ended with what it answered."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempt_rows")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    marked_duplicate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="attempt_number_once")
        ]
