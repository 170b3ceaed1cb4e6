"""Who and what is out: deployments, time, expenses, hand-overs, the activity log, extensions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from muster.journal.ids import new_id
from muster.rules import lifecycle


def states(enum: Any) -> list[tuple[str, str]]:
    return [(state.value, state.value.replace("_", " ")) for state in enum]


class Deployment(models.Model):
    """One promised person or lot of things on its way out and home again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="deployments")
    mission_item = models.ForeignKey("aid.MissionItem", on_delete=models.PROTECT)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT)
    responder = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    quantity_returned = models.PositiveIntegerField(default=0)
    quantity_lost = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=states(lifecycle.DeploymentState))
    departed_at = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    checked_in_place = models.CharField(max_length=200, blank=True)
    escorted_by = models.CharField(max_length=200, blank=True)
    # Of things: the age of one at the hand-over, where somebody stated it, and how a loss is settled.
    age_months = models.PositiveIntegerField(null=True)
    insurance_cents = models.BigIntegerField(null=True)
    is_loss_donated = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    end_note = models.CharField(max_length=500, blank=True)
    # What rate tables and the terms call this worker or thing; empty: as its resource type.
    rate_key = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["network", "state"], name="deployment_by_state")]


class TimeEntry(models.Model):
    """Time of one responder on one mission. Corrected by voiding and writing anew."""

    class Kind(models.TextChoices):
        REGULAR = "regular"
        OVERTIME = "overtime"
        TRAVEL = "travel"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT)
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, related_name="time_entries"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rate_ten_thousandths = models.BigIntegerField()
    task = models.CharField(max_length=500)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["mission", "starts_at"], name="time_by_mission")]

    @property
    def hours(self) -> Decimal:
        """How long it was, for people to read; settlements reckon exactly."""
        return Decimal(int((self.ends_at - self.starts_at).total_seconds())) / 3600


class Expense(models.Model):
    class Category(models.TextChoices):
        TRAVEL = "travel"
        LODGING = "lodging"
        MEALS = "meals"
        SUPPLIES = "supplies"
        REPAIR = "repair"
        MILEAGE = "mileage"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT)
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, related_name="expenses"
    )
    category = models.CharField(max_length=20, choices=Category.choices)
    incurred_on = models.DateField()
    description = models.CharField(max_length=300)
    amount_cents = models.BigIntegerField()
    miles = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    vendor = models.CharField(max_length=200, blank=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    is_donated = models.BooleanField(default=False)
    receipt_file_id = models.UUIDField(null=True)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)


class Stay(models.Model):
    """One day of one person away from home: the night, the meals, and what the host provided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="stays")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="stays")
    on = models.DateField()
    place_key = models.CharField(max_length=120, blank=True)
    has_night = models.BooleanField()
    lodging_cents = models.BigIntegerField(null=True)
    meals_cents = models.BigIntegerField(null=True)
    lodging_provided = models.BooleanField(default=False)
    meals_provided = models.BooleanField(default=False)
    is_donated = models.BooleanField(default=False)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "on"],
                condition=models.Q(voided_at__isnull=True),
                name="one_stay_a_day",
            )
        ]


class Continuation(models.Model):
    """The requesting party's written answer whether help goes on beyond the free time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey(
        "aid.Mission", on_delete=models.PROTECT, related_name="continuations"
    )
    goes_on = models.BooleanField()
    wording = models.CharField(max_length=1000, blank=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200)
    answered_at = models.DateTimeField()


class FreeHelpNotice(models.Model):
    """That both sides were told how the free help stands; each state is told once."""

    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT)
    state = models.CharField(max_length=20)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "state"], name="free_help_told_once")
        ]


class HandOver(models.Model):
    """Things passing from one hand to another: out to the requester or back to the lender."""

    class Direction(models.TextChoices):
        OUT = "out"
        BACK = "back"
        LOST = "lost"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="hand_overs")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    quantity = models.PositiveIntegerField()
    condition = models.CharField(max_length=30)
    condition_note = models.CharField(max_length=500, blank=True)
    received_by = models.CharField(max_length=200)
    serial_numbers = models.JSONField(default=list)
    photo_file_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    entered_by_id = models.UUIDField(null=True)


class ThingUse(models.Model):
    """Use of things as it was stated: hours of each, miles of all together, what was supplied for it.

    With a hand-over it tells of the pieces that came back with it, else of the whole lot.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="uses")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="uses")
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, null=True)
    on = models.DateField()
    quantity = models.PositiveIntegerField(default=1)
    hours = models.DecimalField(max_digits=9, decimal_places=2)
    miles = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    supplied_cents = models.BigIntegerField(default=0)
    is_donated = models.BooleanField(default=False)
    remark = models.CharField(max_length=300, blank=True)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)


class SupplyLot(models.Model):
    """Things given to be used up, and how many came back clean or were replaced in kind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="supply_lots")
    description = models.CharField(max_length=300)
    given_on = models.DateField()
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    quantity_returned = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    quantity_replaced = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    cost_cents = models.BigIntegerField(null=True)
    replacement_cents = models.BigIntegerField(null=True)
    is_donated = models.BooleanField(default=False)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("quantity_returned") + models.F("quantity_replaced")
                ),
                name="no_more_supplies_back_than_given",
            )
        ]


class OutsideOrder(models.Model):
    """An entry that one side says the signed mission order does not name, until the host takes it in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey(
        "aid.Mission", on_delete=models.PROTECT, related_name="outside_order"
    )
    entry_id = models.UUIDField()
    label = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    said_by_party_id = models.UUIDField(null=True)
    said_by_name = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "entry_id"],
                condition=models.Q(taken_in_at__isnull=True),
                name="outside_the_order_once",
            )
        ]


class ClearanceAcceptance(models.Model):
    """The host's word that another agency's record of one person counts with it.

    It is for the named person, or for the listed resource where nobody is named, and for the record
    of that day; it counts on each mission by which that person helps this host.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    host = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="+")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    helper_name = models.CharField(max_length=200)
    clearance = models.ForeignKey("catalog.Clearance", on_delete=models.PROTECT)
    record_of = models.DateField(null=True)
    accepted_on = models.DateField()
    holds_until = models.DateField(null=True)
    basis = models.CharField(max_length=500)
    accepted_at = models.DateTimeField()
    accepted_by_id = models.UUIDField(null=True)
    accepted_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["host", "resource"],
                name="acceptance_that_counts",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class SignedStatement(models.Model):
    """A statement that somebody signed, on a phone or on paper, with the text as it stood.

    Without a host it counts with every party of the network; without a person it counts for the
    listed resource, where nobody is named.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="+")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("members.Party", on_delete=models.PROTECT, null=True)
    resource = models.ForeignKey("catalog.Resource", on_delete=models.PROTECT, null=True)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    signer_name = models.CharField(max_length=200)
    clearance = models.ForeignKey("catalog.Clearance", on_delete=models.PROTECT)
    text = models.TextField()
    text_version = models.PositiveIntegerField()
    signed_on = models.DateField()
    holds_until = models.DateField(null=True)
    on_paper = models.BooleanField(default=False)
    paper_note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_by_party_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["network", "person"],
                name="statement_that_counts",
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class Activity(models.Model):
    """One line of the activity log: ICS 214, block 7."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True)
    happened_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200)
    author_position = models.CharField(max_length=120, blank=True)
    home_agency = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()


class Recall(models.Model):
    """The lender wants its people and things back, from a moment, for a reason.

    What was said by voice is put in writing afterwards: `confirmed_at`, with what was written.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=500)
    noticed_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    called_by_id = models.UUIDField(null=True)
    by_voice = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_text = models.CharField(max_length=500, blank=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)


class PartyRecall(models.Model):
    """A party that was hit itself called everything home at once; `done` says what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    reason = models.CharField(max_length=500)
    by_voice = models.BooleanField(default=False)
    done = models.JSONField(default=dict)
    called_at = models.DateTimeField()
    called_by_id = models.UUIDField(null=True)
    called_by_name = models.CharField(max_length=200)


class Extension(models.Model):
    """A longer stay, asked by one side and agreed by the other."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mission = models.ForeignKey("aid.Mission", on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices)
    asked_by_party_id = models.UUIDField()
    asked_by_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answered_by_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
