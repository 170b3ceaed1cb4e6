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
    WITHHELD = "withheld"
    HELD = "held"


class ContactPoint(models.Model):
    """A way in which a person wants to be reached, in the person's own order.

    The address (a number, a mailbox, a push subscription, a chat's URL) is sealed with the secret
    key; its digest finds the sender of a reply. Only what was verified by a code is written to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=20)
    sealed_address = models.TextField()
    address_digest = models.CharField(max_length=64, db_index=True)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=1)
    is_personal = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "channel", "address_digest"],
                condition=models.Q(removed_at__isnull=True),
                name="way_to_reach_listed_once",
            )
        ]


class QuietHours(models.Model):
    """When a person is left in peace, in the person's own zone; emergencies as the person chose."""

    person_id = models.UUIDField(primary_key=True)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    zone = models.CharField(max_length=60)
    emergencies_break_through = models.BooleanField(default=True)
    changed_at = models.DateTimeField()


class MailStop(models.Model):
    """A person whose mailbox may be in a stranger's hands: nothing is mailed there until allowed."""

    network_id = models.UUIDField(null=True)
    person_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=300)
    stopped_at = models.DateTimeField()
    stopped_by_id = models.UUIDField(null=True)
    allowed_at = models.DateTimeField(null=True)
    allowed_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_id", "person_id"],
                condition=models.Q(allowed_at__isnull=True),
                name="mail_stopped_once",
            )
        ]


class Message(models.Model):
    """What is to be said, once, to one person over one channel: a delivery row of its own.

    A message to one of the person's own ways holds its id and no address. `worker` and
    `leased_until` say who has it in hand while it is being sent.
    """

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
    contact_point_id = models.UUIDField(null=True)
    short = models.CharField(max_length=320, blank=True)
    answer_url = models.CharField(max_length=300, blank=True)
    reply_code = models.CharField(max_length=16, blank=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    provider_reference = models.CharField(max_length=120, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="message_by_state"),
            models.Index(fields=["network_id", "state", "-id"], name="message_by_network"),
            models.Index(fields=["about_id"], name="message_about"),
            models.Index(
                fields=["reply_code"],
                name="message_reply_code",
                condition=~models.Q(reply_code=""),
            ),
            models.Index(
                fields=["-is_urgent", "next_attempt_at", "id"],
                name="message_due",
                condition=models.Q(state__in=["waiting", "unknown"]),
            ),
            models.Index(
                fields=["leased_until"],
                name="message_in_hand",
                condition=models.Q(state="sending"),
            ),
        ]


class Outcome(models.TextChoices):
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Attempt(models.Model):
    """One try: begun and committed before the channel is touched, ended with what it answered.

    `reference` is the carrier's own id of it, of a call also as its first key brought it.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempt_rows")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    marked_duplicate = models.BooleanField(default=False)
    reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="attempt_number_once")
        ]


class Inbound(models.Model):
    """One answer that came in, once per carrier and the carrier's own id; refused ones as well.

    `alarmed_step` is the step at which this one alarmed the coordinators; 0 where it did not.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    carrier = models.CharField(max_length=40)
    carrier_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    sender_digest = models.CharField(max_length=64)
    message_id = models.UUIDField(null=True)
    network_id = models.UUIDField(null=True)
    refused_because = models.CharField(max_length=40, blank=True)
    alarmed_step = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "carrier_id"], name="inbound_once")
        ]
        indexes = [models.Index(fields=["received_at"], name="inbound_by_time")]
