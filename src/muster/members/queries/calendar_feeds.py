"""Reading links for calendar programs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from muster.members import digests
from muster.members.models import CalendarFeed
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


def own_feeds(actor: Actor) -> QuerySet[CalendarFeed]:
    """The person's links in this network, ended ones too."""
    return CalendarFeed.objects.filter(network_id=actor.network_id, person_id=actor.person_id)


def calendar_feeds(actor: Actor) -> list[CalendarFeed]:
    """The person's own live links in this network, the newest first."""
    rows = own_feeds(actor).filter(revoked_at__isnull=True).select_related("party")
    return list(rows.order_by("-made_at", "-id")[:50])


def get_calendar_feed(actor: Actor, feed_id: UUID, *, lock: bool = False) -> CalendarFeed:
    """One own link. Raises `NotFound`."""
    rows = own_feeds(actor).filter(pk=feed_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound("calendar_feed")
    return found


def feed_of_secret(secret: str) -> CalendarFeed:
    """The live link that holds a secret. Raises `NotFound`, alike for unknown and revoked ones."""
    found = (
        CalendarFeed.objects.filter(
            secret_digest=digests.digest(secret), revoked_at__isnull=True, person__is_active=True
        )
        .select_related("person", "party", "network")
        .first()
    )
    if found is None:
        raise NotFound("calendar_feed")
    return found
