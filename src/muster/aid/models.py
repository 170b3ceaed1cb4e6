"""Incidents, aid requests with their lines, offers with theirs, missions, notes, agreed shares."""

from __future__ import annotations

from typing import Any

from django.db import models

from muster.journal.ids import new_id
from muster.rules import lifecycle
from muster.rules.sharing import SharingLabel


def states(enum: Any) -> list[tuple[str, str]]:
    return [(state.value, state.value.replace("_", " ")) for state in enum]


LABELS = [(label.value, label.value) for label in SharingLabel]


class Impact(models.TextChoices):
    NONE = "none"
    SUSPECTED = "suspected"
    PARTIAL = "partial"
    SEVERE = "severe"


class Incident(models.Model):
    """What happened at one party, as far as it wants to say."""

    class Kind(models.TextChoices):
        RANSOMWARE = "ransomware"
        INTRUSION = "intrusion"
        OUTAGE = "outage", "system failure or outage"
        DATA_LOSS = "data_loss"
        DENIAL_OF_SERVICE = "denial_of_service"
        DISASTER = "disaster", "natural disaster"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    confidentiality_impact = models.CharField(max_length=10, choices=Impact.choices)
    integrity_impact = models.CharField(max_length=10, choices=Impact.choices)
    availability_impact = models.CharField(max_length=10, choices=Impact.choices)
    began_at = models.DateTimeField()
    discovered_at = models.DateTimeField(null=True)
    emergency_declared_at = models.DateTimeField(null=True)
    declaration_reference = models.CharField(max_length=200, blank=True)
    sharing_label = models.CharField(
        max_length=20, choices=LABELS, default=SharingLabel.AMBER.value
    )
    summary = models.TextField(max_length=4000, blank=True)
    state = models.CharField(max_length=20, choices=states(lifecycle.IncidentState))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "reference"], name="incident_reference_once")
        ]


class AidRequest(models.Model):
    """The ask. Opening freezes the agreement version, both standings' basis and attestations."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="aid_requests")
    requesting_party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=states(lifecycle.AidRequestState))
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    reporting_contact = models.CharField(max_length=200, blank=True)
    reporting_phone = models.CharField(max_length=20, blank=True)
    needed_from = models.DateTimeField()
    needed_until = models.DateTimeField()
    note = models.TextField(max_length=4000, blank=True)
    amendments = models.PositiveIntegerField(default=0)
    agreement_version = models.ForeignKey(
        "agreements.AgreementVersion", on_delete=models.PROTECT, null=True
    )
    frozen = models.JSONField(default=dict)
    sign_off = models.JSONField(default=dict)  # what the terms demanded; empty where one suffices
    # Who said, and when, that the party's own means are used up or will be.
    own_means_said_by = models.CharField(max_length=200, blank=True)
    own_means_said_at = models.DateTimeField(null=True)
    created_by_id = models.UUIDField(null=True)
    filed_on_behalf = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "reference"], name="aid_request_reference_once"
            )
        ]
        indexes = [
            models.Index(fields=["network", "state", "-opened_at"], name="aid_request_by_state"),
            models.Index(
                fields=["network", "requesting_party", "-created_at"], name="aid_request_by_party"
            ),
        ]


class PhoneFiling(models.Model):
    """A request filed by phone for a party that could not: who called, who filed, what was read back.

    A spoken request until the party confirms it, by its own sign-in or by a code of its sheet.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "not confirmed yet"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    aid_request = models.OneToOneField(
        AidRequest, on_delete=models.PROTECT, primary_key=True, related_name="phone_filing"
    )
    caller_name = models.CharField(max_length=200)
    caller_phone = models.CharField(max_length=20)
    # Whether the number stands in the register. One that does not may be called back on a code alone.
    caller_phone_known = models.BooleanField()
    called_back_known = models.BooleanField(default=True)
    called_back_phone = models.CharField(max_length=20)
    called_back_label = models.CharField(max_length=200)
    read_back = models.TextField(max_length=4000)
    filed_by_id = models.UUIDField(null=True)
    filed_by_name = models.CharField(max_length=200)
    filed_by_party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_how = models.CharField(max_length=200, blank=True)


class AidRequestLine(models.Model):
    """One thing asked for: a resource type, how many, with which skill, where and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    work_package = models.ForeignKey("catalog.WorkPackage", on_delete=models.PROTECT, null=True)
    work_package_quantity = models.PositiveIntegerField(null=True)
    resource_type = models.ForeignKey("catalog.ResourceType", on_delete=models.PROTECT)
    skill = models.ForeignKey("catalog.Skill", on_delete=models.PROTECT, null=True)
    clearance = models.ForeignKey("catalog.Clearance", on_delete=models.PROTECT, null=True)
    description = models.CharField(max_length=500, blank=True)
    quantity = models.PositiveIntegerField()
    filled_quantity = models.PositiveIntegerField(default=0)
    is_on_site = models.BooleanField(default=True)
    hours = models.PositiveIntegerField(default=24)
    needed_from = models.DateTimeField()
    needed_until = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    reporting_contact = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=states(lifecycle.LineState))
    state_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["aid_request", "number"], name="line_number_once"),
            models.CheckConstraint(
                condition=models.Q(filled_quantity__lte=models.F("quantity")),
                name="line_not_overfilled",
            ),
        ]


class Offer(models.Model):
    """An answer to lines of an aid request; reserves nothing until it is accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="offers")
    responding_party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    reference = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=states(lifecycle.OfferState))
    arrives_at = models.DateTimeField()
    duration_hours = models.PositiveIntegerField()
    supervisor_name = models.CharField(max_length=200)
    supervisor_phone = models.CharField(max_length=20, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    estimated_cost_cents = models.BigIntegerField(default=0)
    estimate = models.JSONField(default=dict)
    sign_off = models.JSONField(default=dict)  # what the terms demanded; empty where one suffices
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "reference"], name="offer_reference_once")
        ]
        indexes = [
            models.Index(fields=["network", "state", "expires_at"], name="offer_by_state"),
            models.Index(fields=["responding_party", "-submitted_at"], name="offer_by_party"),
        ]


class OfferLine(models.Model):
    """So many of one resource, or one ready package, for one line and interval."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(AidRequestLine, on_delete=models.PROTECT, related_name="offer_lines")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True)
    package = models.ForeignKey("catalog.ReadyPackage", on_delete=models.PROTECT, null=True)
    label = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    accepted_quantity = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    estimated_cost_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resource__isnull=False, package__isnull=True)
                | models.Q(resource__isnull=True, package__isnull=False),
                name="offer_line_resource_or_package",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_quantity__lte=models.F("quantity")),
                name="offer_line_not_overaccepted",
            ),
        ]


class SignOff(models.Model):
    """One person's signature where the agreement takes several: under a request, or an offer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    aid_request = models.ForeignKey(
        AidRequest, on_delete=models.PROTECT, null=True, related_name="sign_offs"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="sign_offs")
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    """When what stood above it was changed, or asked again: from then on it counts no more."""

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(aid_request__isnull=False, offer__isnull=True)
                | models.Q(aid_request__isnull=True, offer__isnull=False),
                name="sign_off_of_request_or_offer",
            ),
            models.UniqueConstraint(
                fields=["aid_request", "person_id"],
                condition=models.Q(voided_at__isnull=True),
                name="one_standing_sign_off_per_person_and_request",
            ),
            models.UniqueConstraint(
                fields=["offer", "person_id"], name="one_sign_off_per_person_and_offer"
            ),
        ]


class HelpDeclined(models.Model):
    """A party's answer that it cannot help, with its reason: the record of unmet need."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="declines")
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aid_request", "party"], name="one_decline_per_party")
        ]


class Mission(models.Model):
    """The work agreed in writing: what an accepted offer became, in the same transaction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="missions")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="mission")
    requesting_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="missions_received"
    )
    responding_party = models.ForeignKey(
        "members.Party", on_delete=models.PROTECT, related_name="missions_given"
    )
    reference = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=states(lifecycle.MissionState))
    agreement_version = models.ForeignKey("agreements.AgreementVersion", on_delete=models.PROTECT)
    frozen = models.JSONField(default=dict)
    place = models.CharField(max_length=200, blank=True)
    reporting_contact = models.CharField(max_length=200, blank=True)
    reporting_phone = models.CharField(max_length=20, blank=True)
    supervisor_name = models.CharField(max_length=200)
    supervisor_phone = models.CharField(max_length=20, blank=True)
    access_note = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    authorized_at = models.DateTimeField()
    authorized_by_id = models.UUIDField(null=True)
    authorized_by_name = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    demobilized_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "reference"], name="mission_reference_once")
        ]
        indexes = [
            models.Index(fields=["network", "state", "-authorized_at"], name="mission_by_state")
        ]


class MissionItem(models.Model):
    """One promised resource of a mission, with the rate as it stood when the offer was accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="items")
    offer_line = models.ForeignKey(OfferLine, on_delete=models.PROTECT)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rate_ten_thousandths = models.BigIntegerField(default=0)
    overtime_rate_ten_thousandths = models.BigIntegerField(default=0)
    rate_basis = models.CharField(max_length=10)
    package_price_cents = models.BigIntegerField(null=True)


class CostShare(models.Model):
    """What is paid after the free hours: proposed by one side in writing, agreed by the other."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        AGREED = "agreed"
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="cost_shares")
    share_basis_points = models.PositiveIntegerField()
    wording = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=State.choices)
    proposed_by_party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    proposed_by_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    agreed_by_id = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)

    @property
    def percent(self) -> str:
        """The share as it is spoken of: 50, 33.33."""
        return f"{self.share_basis_points / 100:.2f}".rstrip("0").rstrip(".")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission"],
                condition=models.Q(state="agreed"),
                name="one_agreed_share_per_mission",
            )
        ]


class Note(models.Model):
    """A written word on an aid request or a mission, for the parties named in its audience.

    Without a sharing label of its own it travels as far as its incident does, and never further.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200)
    audience = models.JSONField(null=True)
    sharing_label = models.CharField(max_length=20, choices=LABELS, blank=True)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
