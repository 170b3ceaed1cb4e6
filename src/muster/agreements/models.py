"""The agreement of a network: versions with their terms, who adopted which, attestations."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import VersionState


class AgreementVersion(models.Model):
    """One version of the agreement. `terms_text` is the terms file as it was read, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    label = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    terms_text = models.TextField()
    terms_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in VersionState],
        default=VersionState.DRAFT.value,
    )
    in_force_from = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "label"], name="version_label_once"),
            models.UniqueConstraint(
                fields=["network"],
                condition=models.Q(state="in_force"),
                name="one_version_in_force",
            ),
        ]


class Attestation(models.Model):
    """A party's dated word that it meets a baseline item of the terms, until it lapses."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    item_key = models.CharField(max_length=60)
    statement = models.CharField(max_length=1000, blank=True)
    evidence_file_id = models.UUIDField(null=True)
    attested_by_id = models.UUIDField(null=True)
    attested_by_name = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    lapse_noted_at = models.DateTimeField(null=True)
    lapsing_noted_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=20, blank=True)
    review_reason = models.CharField(max_length=300, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["network", "party", "item_key"], name="attestation_by_party"),
            models.Index(
                fields=["valid_until"],
                name="attestation_to_lapse",
                condition=models.Q(withdrawn_at__isnull=True, lapse_noted_at__isnull=True),
            ),
        ]
