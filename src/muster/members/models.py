"""Networks, parties, their people and what these may do; invitations, sessions' posts, tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from muster.journal.ids import new_id
from muster.rules.actor import NetworkRole, PartyRole
from muster.rules.lifecycle import InvitationState, StandingState


def choices(enum: Any) -> list[tuple[str, str]]:
    return [(item.value, item.value.replace("_", " ")) for item in enum]


class PartyKind(models.TextChoices):
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    SCHOOL_DISTRICT = "school_district"
    SPECIAL_DISTRICT = "special_district"
    EMERGENCY_COMMUNICATIONS = "emergency_communications", "911 center"
    FIRE_AUTHORITY = "fire_authority"
    STATE_AGENCY = "state_agency"
    OTHER = "other"


class Network(models.Model):
    """The parties under one agreement: the root that every other row belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="America/Denver")
    currency = models.CharField(max_length=3, default="USD")
    state_code = models.CharField(max_length=2, blank=True)
    is_sample = models.BooleanField(default=False)
    sample_note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()


class Exercise(models.Model):
    """A drill's envelope: what carries it is never counted among real operations."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Party(models.Model):
    """A signatory agency. It may belong to several networks, each by a membership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PartyKind.choices)
    county = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True)
    state_code = models.CharField(max_length=2, blank=True)
    population = models.PositiveIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    website = models.CharField(max_length=200, blank=True)
    is_fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class Membership(models.Model):
    """A party in a network, and its standing there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(
        max_length=20, choices=choices(StandingState), default=StandingState.INVITED.value
    )
    standing_since = models.DateTimeField()
    standing_reason = models.CharField(max_length=300, blank=True)
    # When the party was first bound; suspension and notice leave it, leaving the agreement ends it.
    bound_since = models.DateTimeField(null=True)
    signature_confirmed = models.BooleanField(default=False)
    source_note = models.CharField(max_length=300, blank=True)
    is_host = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "party"], name="party_once_per_network")
        ]


class Contact(models.Model):
    """Somebody or some number to call at a party, in call order."""

    class Kind(models.TextChoices):
        ALWAYS = "always", "24/7 number"
        PRIMARY = "primary"
        ALTERNATE = "alternate"
        AFTER_HOURS = "after_hours"
        FINANCE = "finance"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    position_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    call_order = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["call_order", "id"]


class PersonQuerySet(BaseUserManager["Person"]):
    """What the sign-in library needs to make and find accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A human who signs in. Serves any number of parties through role grants."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True)
    # A new stamp whenever a role, a party's or a network's name changes: what processes remember
    # of a person's posts is kept under it, so that a revocation counts at the next request.
    posts_stamp = models.UUIDField(default=new_id, editable=False)
    # Part of every session's hash: a new stamp ends all sessions, wherever they are stored.
    sessions_stamp = models.UUIDField(default=new_id, editable=False)
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonQuerySet()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "muster.members.models.Person.session"
        value = f"{self.password}:{self.sessions_stamp}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class PartyRoleGrant(models.Model):
    """A role that a person holds for a party in a network, from its grant to its revocation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="role_grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="party_role_grants")
    role = models.CharField(max_length=40, choices=choices(PartyRole))
    granted_at = models.DateTimeField()
    granted_by_id = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "party", "person", "role"],
                condition=models.Q(revoked_at__isnull=True),
                name="party_role_held_once",
            )
        ]


class NetworkRoleGrant(models.Model):
    """A role that a person holds for a whole network."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="network_role_grants")
    role = models.CharField(max_length=40, choices=choices(NetworkRole))
    granted_at = models.DateTimeField()
    granted_by_id = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "person", "role"],
                condition=models.Q(revoked_at__isnull=True),
                name="network_role_held_once",
            )
        ]


class Invitation(models.Model):
    """A link that lets one person join with given roles. Only a digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    party_roles = models.JSONField(default=list)
    network_roles = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=20, choices=choices(InvitationState), default=InvitationState.SENT.value
    )
    invited_by_id = models.UUIDField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    accepted_at = models.DateTimeField(null=True)


class Recovery(models.Model):
    """A way back into an account, opened by two officers; digests only, used once.

    The link of the first opens nothing: it needs the code that the second speaks to the person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recoveries")
    issued_by_id = models.UUIDField(null=True)
    issued_by_name = models.CharField(max_length=200, default="")
    issued_for_party_id = models.UUIDField(null=True)
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, default="")
    removes_factors = models.BooleanField(default=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """A personal token for the API, bound to one post; looked up by digest, shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    carries_authority = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class CalendarFeed(models.Model):
    """A person's link for a calendar program, for one post; only a digest of its secret is kept.

    `kind` is one of those that rooms register in `members.calendars`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=20, default="deadlines")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["network", "person"], name="calendar_feed_of_person")]
