"""What can be lent: five kinds of resource, ready packages, and what is reserved of them."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class ResourceKind(models.TextChoices):
    PERSON = "person", "people"
    EQUIPMENT = "equipment"
    LICENCE = "licence", "software licence"
    CAPACITY = "capacity", "backup or hosting capacity"
    FACILITY = "facility"


class RateBasis(models.TextChoices):
    """What one rate pays for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    EACH = "each"
    FREE = "free"


class Skill(models.Model):
    """A word of the network's skill vocabulary."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["network", "key"], name="skill_key_once")]


class Clearance(models.Model):
    """A kind of vetting that a host may ask for: fingerprints, background check, statement.

    `statement` is the text that a person signs, where it is one; its version counts the texts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    needs_host_acceptance = models.BooleanField(default=False)
    statement = models.TextField(blank=True, default="")
    statement_version = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="clearance_key_once")
        ]


class ResourceType(models.Model):
    """A kind of thing under the name that askers and lenders share: "Laptop", "AD engineer"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=ResourceKind.choices)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    unit = models.CharField(max_length=30, default="each")
    rate_basis = models.CharField(max_length=10, choices=RateBasis.choices, default=RateBasis.FREE)
    description = models.CharField(max_length=500, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="resource_type_key_once")
        ]


class Resource(models.Model):
    """One entry that a party lists. `quantity` is what it has, `reserve` what it will not lend.

    `rate_ten_thousandths` is in 1/10,000 of the network's currency unit per `rate_basis`.
    What a kind alone has stands in its details row. `search_text` is what a text search looks in,
    folded to one case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=ResourceKind.choices)
    resource_type = models.ForeignKey(ResourceType, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    reserve = models.PositiveIntegerField(default=0)
    rate_ten_thousandths = models.BigIntegerField(default=0)
    rate_basis = models.CharField(max_length=10, choices=RateBasis.choices, default=RateBasis.FREE)
    home_base = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    can_work_remotely = models.BooleanField(default=False)
    max_travel_km = models.PositiveIntegerField(null=True)
    skills = models.ManyToManyField(Skill, through="ResourceSkill")
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["network", "name", "id"],
                name="resource_by_name",
                condition=models.Q(retired_at__isnull=True),
            ),
            models.Index(
                fields=["network", "resource_type", "name", "id"],
                name="resource_by_type",
                condition=models.Q(retired_at__isnull=True),
            ),
            models.Index(
                fields=["network", "kind", "name", "id"],
                name="resource_by_kind",
                condition=models.Q(retired_at__isnull=True),
            ),
            models.Index(
                fields=["network", "-changed_at", "-id"],
                name="resource_by_change",
                condition=models.Q(retired_at__isnull=True),
            ),
            models.Index(fields=["network", "party", "name", "id"], name="resource_by_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reserve__lte=models.F("quantity")),
                name="reserve_within_quantity",
            )
        ]


class PersonDetails(models.Model):
    """What only a person has: an account to be told by, a position, an overtime rate."""

    resource = models.OneToOneField(
        Resource, on_delete=models.CASCADE, primary_key=True, related_name="person_details"
    )
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    position_title = models.CharField(max_length=120, blank=True)
    overtime_rate_ten_thousandths = models.BigIntegerField(default=0)
    phone = models.CharField(max_length=20, blank=True)


class EquipmentDetails(models.Model):
    """What only a thing has: serial numbers, its condition, what a lost one costs, how old it is."""

    resource = models.OneToOneField(
        Resource, on_delete=models.CASCADE, primary_key=True, related_name="equipment_details"
    )
    serial_numbers = models.JSONField(default=list)
    condition = models.CharField(max_length=30, default="good")
    replacement_cents = models.BigIntegerField(null=True)
    bought_on = models.DateField(null=True)


class LicenceDetails(models.Model):
    """Seats of software, and whether the publisher's terms allow lending them."""

    resource = models.OneToOneField(
        Resource, on_delete=models.CASCADE, primary_key=True, related_name="licence_details"
    )
    publisher = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=120, blank=True)
    lending_permitted = models.BooleanField(default=False)
    permission_evidence_file_id = models.UUIDField(null=True)
    permission_note = models.CharField(max_length=500, blank=True)
    expires_on = models.DateField(null=True)


class CapacityDetails(models.Model):
    """Room to back up to or to run in: what it is, and until when. How much is the quantity."""

    resource = models.OneToOneField(
        Resource, on_delete=models.CASCADE, primary_key=True, related_name="capacity_details"
    )
    what = models.CharField(max_length=200, blank=True)
    available_until = models.DateField(null=True)


class FacilityDetails(models.Model):
    """A place to work in. How many seats is the quantity."""

    resource = models.OneToOneField(
        Resource, on_delete=models.CASCADE, primary_key=True, related_name="facility_details"
    )
    power = models.CharField(max_length=200, blank=True)
    network_access = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)


class ResourceSkill(models.Model):
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="skill_rows")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "skill"], name="skill_once_per_resource")
        ]


class ResourceClearance(models.Model):
    """A vetting that a person holds, from its date until it runs out."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="clearance_rows")
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT)
    granted_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "clearance"], name="clearance_once_per_resource"
            )
        ]


class Unavailability(models.Model):
    """A stretch of time in which a resource cannot be lent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="unavailabilities"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]


class Reservation(models.Model):
    """What an accepted offer took out of a resource for an interval; ended when it comes home.

    An exercise plays with the catalogue as if nothing else were out: its reservations count only
    among themselves, and never against real help.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reservations")
    mission_id = models.UUIDField()
    quantity = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    exercise_id = models.UUIDField(null=True)
    reserved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="reserves_something"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="reserves_forwards"
            ),
        ]
        indexes = [
            models.Index(fields=["mission_id"], name="reservation_by_mission"),
            models.Index(
                fields=["resource", "starts_at", "ends_at"],
                name="reservation_live",
                condition=models.Q(released_at__isnull=True),
            ),
        ]


class ReadyPackage(models.Model):
    """A bundle of a party's resources, priced beforehand, that answers a request in one tap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000, blank=True)
    work_package = models.ForeignKey("WorkPackage", on_delete=models.PROTECT, null=True)
    price_cents = models.BigIntegerField()
    duration_hours = models.PositiveIntegerField()
    mobilization_hours = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["network", "name", "id"],
                name="package_by_name",
                condition=models.Q(retired_at__isnull=True),
            )
        ]


class ReadyPackageItem(models.Model):
    package = models.ForeignKey(ReadyPackage, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "resource"], name="resource_once_in_package")
        ]


class WorkPackage(models.Model):
    """A preset for asking: "re-image PCs", with the lines that so many of them need."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    unit_label = models.CharField(max_length=60)
    description = models.CharField(max_length=500, blank=True)
    default_quantity = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "label"]
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="work_package_key_once")
        ]


class WorkPackageLine(models.Model):
    """One line that a work package asks for: one of `resource_type` for every `units_per_one`.

    `hours` is the work expected of one person, or the hours for which a thing is needed.
    """

    work_package = models.ForeignKey(WorkPackage, on_delete=models.CASCADE, related_name="lines")
    resource_type = models.ForeignKey(ResourceType, on_delete=models.PROTECT)
    units_per_one = models.PositiveIntegerField(default=1)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True)
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, null=True)
    is_on_site = models.BooleanField(default=True)
    hours = models.PositiveIntegerField(default=24)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
