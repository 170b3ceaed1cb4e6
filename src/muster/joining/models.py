"""The papers by which parties are bound: joinings, their steps and signatures, exits, opt-outs."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id
from muster.rules.lifecycle import JoiningState


def words(enum: type) -> list[tuple[str, str]]:
    return [(each.value, each.value.replace("_", " ")) for each in enum]  # type: ignore[attr-defined]


class AgreementText(models.Model):
    """The exact document of a version that parties sign: uploaded, or made from its terms."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    version = models.OneToOneField("agreements.AgreementVersion", on_delete=models.PROTECT)
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    page_count = models.PositiveIntegerField()
    is_made_from_terms = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    kept_by_name = models.CharField(max_length=200, blank=True)


class Accession(models.Model):
    """The papers of one party for one version; for a bilateral agreement of two parties."""

    class Purpose(models.TextChoices):
        JOIN = "join"
        ADOPT = "adopt"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    other_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.ForeignKey("agreements.AgreementVersion", on_delete=models.PROTECT)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    state = models.CharField(
        max_length=20, choices=words(JoiningState), default=JoiningState.OPEN.value
    )
    is_invited = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField()
    begun_by_id = models.UUIDField(null=True)
    begun_by_name = models.CharField(max_length=200, blank=True)
    effective_on = models.DateField(null=True)
    in_force_at = models.DateTimeField(null=True)
    renewed_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "party", "version"],
                condition=models.Q(
                    state__in=["open", "complete", "in_force"], other_party__isnull=True
                ),
                name="one_live_joining_per_version",
            ),
            models.UniqueConstraint(
                fields=["network", "party", "other_party", "version"],
                condition=models.Q(
                    state__in=["open", "complete", "in_force"], other_party__isnull=False
                ),
                name="one_live_joining_per_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state", "begun_at"], name="joining_by_state"),
            models.Index(fields=["network", "party"], name="joining_by_party"),
        ]


class StepTaken(models.Model):
    """One step that is done: who reviewed, which resolution, under which number it was filed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accession = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="steps")
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=30)
    done_on = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    governing_body = models.CharField(max_length=200, blank=True)
    takes_effect_on = models.DateField(null=True)
    file_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accession", "party", "step"], name="step_taken_once")
        ]


class Signature(models.Model):
    """One signature of a party: made here and sealed, or made elsewhere and uploaded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    accession = models.ForeignKey(Accession, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    signer_name = models.CharField(max_length=200)
    person_id = models.UUIDField(null=True)
    signed_on = models.DateField()
    recorded_at = models.DateTimeField()
    is_made_elsewhere = models.BooleanField(default=False)
    method = models.CharField(max_length=40, blank=True)
    statement = models.CharField(max_length=1000, blank=True)
    document_sha256 = models.CharField(max_length=64)
    file_id = models.UUIDField()
    file_sha256 = models.CharField(max_length=64)
    certificate_sha256 = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=dict)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["accession", "party", "place"], name="signature_place_once"
            )
        ]


class ExitNotice(models.Model):
    """A party's notice that it leaves: bound until its last day, and debts survive it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    file_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "party"],
                condition=models.Q(taken_back_at__isnull=True, ended_at__isnull=True),
                name="one_running_exit_notice",
            )
        ]


class OptOut(models.Model):
    """A resolution by which a party stays out of an agreement that binds it otherwise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=100)
    governing_body = models.CharField(max_length=200, blank=True)
    resolved_on = models.DateField()
    file_id = models.UUIDField(null=True)
    filed_at = models.DateTimeField()
    filed_by_name = models.CharField(max_length=200, blank=True)
    revoked_on = models.DateField(null=True)
    revoked_number = models.CharField(max_length=100, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "party"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_opt_out_in_force",
            )
        ]
