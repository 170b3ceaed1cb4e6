"""The browsers that people enrolled to work without a network."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class Device(models.Model):
    """One browser of one person. Its private key never leaves it; this is the public half.

    `key_expires_at`: until when the device itself may open its queue; every contact while the
    owner is signed in moves it on. `wiped_at`: reported lost; `erased_at`: it has erased itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    label = models.CharField(max_length=60)
    public_key = models.CharField(max_length=200)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    key_expires_at = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "enrolled_at"], name="device_of_person")]
