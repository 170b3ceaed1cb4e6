"""Rotas of parties: rotations, listed shifts, overrides, time off and hand-over notes."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.rotas import MINUTES_BETWEEN, LastResort, Order, ShiftUnit


class Rota(models.Model):
    """A party's plan of who is on duty, and how its people are asked.

    `revision` grows with every change, so that calendars know which of two readings is newer.
    Gaps that begin before `gaps_told_until` were told to the party already.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    zone = models.CharField(max_length=60)
    revision = models.PositiveIntegerField(default=0)
    minutes_between = models.PositiveSmallIntegerField(default=MINUTES_BETWEEN)
    order = models.CharField(
        max_length=20,
        choices=[(each.value, each.value) for each in Order],
        default=Order.ONE_BY_ONE.value,
    )
    asks_officers = models.BooleanField(default=True)
    last_resort = models.CharField(
        max_length=20,
        choices=[(each.value, each.value) for each in LastResort],
        default=LastResort.EVERYBODY.value,
    )
    gaps_told_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "party"], name="rota_once_per_party")
        ]


class Rotation(models.Model):
    """What fills a level: people in turn, or (`is_listed`) shifts of a calendar kept elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="rotations")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    hands_over_at = models.TimeField()
    length = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ShiftUnit])
    has_window = models.BooleanField(default=False)
    begins_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    weekdays = models.JSONField(default=list)
    first_turn = models.PositiveSmallIntegerField(default=0)
    is_listed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["level", "made_at", "id"]


class Turn(models.Model):
    """A person's place in a rotation; the same person may have several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="turns")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "place"], name="turn_place_once")
        ]


class ListedShift(models.Model):
    """One shift of a calendar kept elsewhere; `uid` and `occurrence` name it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="shifts")
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    since = models.DateTimeField()
    until = models.DateTimeField()
    uid = models.CharField(max_length=255)
    occurrence = models.CharField(max_length=40)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "uid", "occurrence"], name="listed_shift_once"
            )
        ]


class Override(models.Model):
    """A person takes a span of a level, whatever its rotation says. `uid`: of a calendar's event."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="overrides")
    level = models.PositiveSmallIntegerField()
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    uid = models.CharField(max_length=255, blank=True)
    occurrence = models.CharField(max_length=40, blank=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["rota", "until"], name="override_of_rota")]


class TimeOff(models.Model):
    """A person is away and so not on duty. Why is nobody's business."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="times_off")
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    since = models.DateTimeField()
    until = models.DateTimeField()
    uid = models.CharField(max_length=255, blank=True)
    occurrence = models.CharField(max_length=40, blank=True)
    noted_by_name = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["rota", "until"], name="time_off_of_rota")]


class HandoverNote(models.Model):
    """What whoever goes off duty tells whoever comes next."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=2000)
    written_by_id = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
