"""The browsers that people enrolled to work without a network."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class Device(models.Model):
    """One browser of one person. Its private keys never leave it; these are the public halves.

    `public_key` proves that the device calls, whoever holds it; `request_key` signs requests, and
    opens on it by the owner's PIN alone. Empty: it was set up before there was one.
    `key_expires_at`: until when the device itself may open its queue; every contact while the
    owner is signed in moves it on. `wiped_at`: reported lost; `erased_at`: it has erased itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    label = models.CharField(max_length=60)
    public_key = models.CharField(max_length=200)
    request_key = models.CharField(max_length=200, blank=True)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    key_expires_at = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "enrolled_at"], name="device_of_person")]
