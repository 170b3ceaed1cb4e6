"""Facts, the jobs that they cause, and the receipts that make a repeated write harmless."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """One thing that happened. Written in the command's transaction; never changed after sealing.

    `audience` is None when the whole network may know, else a list of party ids. `position` and
    `hash` are given by the sealer, gap-free and in order. `payload` may be erased lawfully: its
    digest stays in the chain.
    """

    network_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_person_id = models.UUIDField(null=True)
    actor_party_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=20)
    subjects = models.JSONField(default=list)
    audience = models.JSONField(null=True)
    exercise_id = models.UUIDField(null=True)
    payload = models.JSONField(null=True)
    payload_sha256 = models.CharField(max_length=64)
    position = models.BigIntegerField(null=True, unique=True)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["network_id", "position"], name="fact_network_position"),
            models.Index(
                fields=["id"], name="fact_unsealed", condition=models.Q(position__isnull=True)
            ),
        ]


class FactSubject(models.Model):
    """What a fact is about: one row a thing, so that each thing's timeline is one look-up."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="subject_rows")
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "fact"], name="subject_timeline")]


class ChainHead(models.Model):
    """The last sealed position and its hash: one row, locked by whoever seals."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]


class Checkpoint(models.Model):
    """A signed statement of position and hash, meant to be kept elsewhere as well."""

    position = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.TextField()


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """Work to be done after the commit: leased, retried with back-off, fenced by its token."""

    name = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, null=True, related_name="jobs")
    network_id = models.UUIDField(null=True)
    unique_key = models.CharField(max_length=160, null=True, unique=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=8)
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "run_at", "id"],
                name="job_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["leased_until"], name="job_running", condition=models.Q(state="running")
            ),
            models.Index(fields=["state", "finished_at"], name="job_finished"),
        ]


class WorkerBeat(models.Model):
    """A worker's sign of life, for `/healthz` and the coordinator."""

    worker = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()


class Receipt(models.Model):
    """The first result of a write that a client may send again under the same key."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_receipt_per_key")]


class Counter(models.Model):
    """The last number given in a network under a name (`mission/2026`): references people can say."""

    network_id = models.UUIDField()
    name = models.CharField(max_length=60)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network_id", "name"], name="one_counter_per_name")
        ]
