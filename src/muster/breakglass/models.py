"""Sheets and their codes, wrong tries, vouching, and the times in which a party is under break-glass."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class Purpose(models.TextChoices):
    SIGN_IN = "sign_in"
    PAPER_REQUEST = "paper_request"


class Way(models.TextChoices):
    PRINTED = "printed", "printed sheet"
    TEXT = "text", "code to a phone"
    VOUCHED = "vouched", "vouched for by two"


class CodeSheet(models.Model):
    """A sheet of codes that a party printed; `sign` stands at the head of each of its codes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    sign = models.CharField(max_length=4, unique=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["network", "party", "-made_at"], name="sheet_by_party")]


class Code(models.Model):
    """One code, good once; only a keyed digest of it is kept. Without a sheet it is one person's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(CodeSheet, on_delete=models.PROTECT, null=True, related_name="codes")
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    number = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    used_by_id = models.UUIDField(null=True)
    used_by_name = models.CharField(max_length=200, blank=True)
    used_for = models.CharField(max_length=200, blank=True)
    # A session that the code opened ends here, at once, whatever its cookie says.
    session_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                condition=models.Q(sheet__isnull=False),
                name="code_number_once",
            )
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="code_by_person")]


class WrongTry(models.Model):
    """A code that opened nothing: counted by address, by sheet and in all. Kept a week."""

    at = models.DateTimeField(db_index=True)
    address_digest = models.CharField(max_length=64)
    sheet = models.ForeignKey(CodeSheet, on_delete=models.CASCADE, null=True)
    raised_alarm = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["address_digest", "-at"], name="wrong_try_by_address")]


class Vouching(models.Model):
    """Two people of other parties say, each by their own sign-in, that they spoke to a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT)
    first_person_id = models.UUIDField()
    first_person_name = models.CharField(max_length=200)
    first_party_id = models.UUIDField(null=True)
    first_called = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    second_person_id = models.UUIDField(null=True)
    second_person_name = models.CharField(max_length=200, blank=True)
    second_called = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)


class Period(models.Model):
    """A party is under break-glass: from the first such sign-in, or its fence, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    began_at = models.DateTimeField()
    began_by_name = models.CharField(max_length=200, blank=True)
    fenced_at = models.DateTimeField(null=True)
    fenced_by_id = models.UUIDField(null=True)
    fenced_by_name = models.CharField(max_length=200, blank=True)
    # Lifting takes two: one of the party, one of the network.
    party_agreed_id = models.UUIDField(null=True)
    party_agreed_name = models.CharField(max_length=200, blank=True)
    network_agreed_id = models.UUIDField(null=True)
    network_agreed_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "party"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_period",
            )
        ]
