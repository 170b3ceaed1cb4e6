"""Call-outs, the parties of their audience, every person asked, and the links that answer."""

from __future__ import annotations

from django.db import models

from muster.journal.ids import new_id


class CallOut(models.Model):
    """Asking for one request. `next_due_at` is the moment for which the worker has a job."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.ForeignKey("members.Network", on_delete=models.PROTECT)
    exercise = models.ForeignKey("members.Exercise", on_delete=models.PROTECT, null=True)
    aid_request = models.ForeignKey("aid.AidRequest", on_delete=models.PROTECT)
    line_ids = models.JSONField(default=list)
    pace = models.CharField(max_length=10)
    first = models.PositiveSmallIntegerField()
    growth = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    wave = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField(null=True)
    next_wave_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    coordinator_called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)
    end_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["aid_request"],
                condition=models.Q(ended_at__isnull=True),
                name="one_call_out_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["aid_request", "-id"], name="call_out_of_request"),
            models.Index(
                fields=["next_due_at"],
                name="call_out_due",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]


class PartyState(models.TextChoices):
    WAITING = "waiting", "not asked yet"
    ASKING = "asking", "being asked"
    COMING = "coming"
    DECLINED = "declined", "cannot"
    SILENT = "silent", "no answer"
    NOBODY = "nobody", "nobody to ask"


class CalledParty(models.Model):
    """A party of the audience: why it is in it, and how far asking it has come.

    `lines` holds, for each line that it could fill, the line's number, the place in the match and
    the reasons in words. At `silent_at` the party counts as silent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call_out = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey("members.Party", on_delete=models.PROTECT)
    place = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PartyState.choices, default=PartyState.WAITING)
    wave = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_out", "party"], name="party_called_once")
        ]
        indexes = [
            models.Index(fields=["call_out", "state", "place"], name="called_party_by_state"),
            models.Index(
                fields=["call_out", "silent_at"],
                name="called_party_due",
                condition=models.Q(silent_at__isnull=False),
            ),
            models.Index(fields=["party", "state"], name="called_party_of_party"),
        ]


class OfferState(models.TextChoices):
    """What became of an answer that help is coming."""

    MAKING = "making", "the offer is being made"
    OFFERED = "offered"
    APPROVAL = "approval", "waits for an approver"
    STUCK = "stuck", "has to be offered by hand"


class Ask(models.Model):
    """One person to be asked, once for a party: at `due_at`, over which ways, and the answer.

    Rows of later steps wait with `asked_at` empty; once the party has answered their `due_at` is
    taken away, and they are never asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call_out = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="asks")
    called_party = models.ForeignKey(CalledParty, on_delete=models.PROTECT, related_name="asks")
    person_id = models.UUIDField()
    step = models.PositiveSmallIntegerField()
    reply_code = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ways_used = models.PositiveSmallIntegerField(default=0)
    next_way_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_coming = models.BooleanField(null=True)
    people = models.PositiveSmallIntegerField(null=True)
    hours = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    via = models.CharField(max_length=20, blank=True)
    offer_state = models.CharField(max_length=10, choices=OfferState.choices, blank=True)
    offer_id = models.UUIDField(null=True)
    stuck_because = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["called_party", "person_id"], name="person_asked_once")
        ]
        indexes = [
            models.Index(fields=["person_id", "-id"], name="ask_of_person"),
            models.Index(
                fields=["call_out", "due_at"],
                name="ask_due",
                condition=models.Q(asked_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(
                fields=["call_out", "next_way_at"],
                name="ask_way_due",
                condition=models.Q(next_way_at__isnull=False),
            ),
            models.Index(
                fields=["called_party"],
                name="ask_to_approve",
                condition=models.Q(offer_state="approval"),
            ),
        ]


class AnswerLink(models.Model):
    """A link that answers one question for one person over one way; only its digest is kept here."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=20)
    is_stoppable = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
