"""Links for calendar programs: made, shown once, revoked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import digests, events, queries
from muster.members.calendars import calendar_kind
from muster.members.models import CalendarFeed
from muster.members.queries.calendar_feeds import own_feeds
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

MOST_FEEDS = 10


@dataclass(frozen=True)
class FeedMade:
    """The link's row and the secret in it, which is shown this once."""

    feed: CalendarFeed
    secret: str

    @property
    def id(self) -> UUID:
        return self.feed.id


@command("calendar_feed.make")
def make_calendar_feed(actor: Actor, *, kind: str = "deadlines") -> FeedMade:
    """Make a link under which a calendar program reads one calendar of the present post.

    Refuses `calendar_feed.unknown_kind`, `calendar_feed.too_many`. Records CalendarFeedMade.
    Clause: none.
    """
    known = calendar_kind(kind)
    if known is None or (known.needs_party and actor.party_id is None):
        raise Refused(Refusal("calendar_feed.unknown_kind", field="kind"))
    if own_feeds(actor).filter(revoked_at__isnull=True).count() >= MOST_FEEDS:
        raise Refused(Refusal("calendar_feed.too_many", values={"limit": MOST_FEEDS}))
    secret = digests.new_secret()
    feed = CalendarFeed.objects.create(
        network_id=actor.network_id,
        person_id=actor.person_id,
        kind=kind,
        party_id=actor.party_id,
        secret_digest=digests.digest(secret),
        made_at=clock.now(),
    )
    _record(actor, events.CalendarFeedMade(feed.id, feed.person_id))
    return FeedMade(feed, secret)


@command("calendar_feed.revoke")
def revoke_calendar_feed(actor: Actor, *, feed_id: UUID) -> CalendarFeed:
    """End a link; calendars that read it get nothing from now on. Ending it again changes nothing.

    Refuses nothing. Records CalendarFeedRevoked. Clause: none.
    """
    feed = queries.get_calendar_feed(actor, feed_id, lock=True)
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        _record(actor, events.CalendarFeedRevoked(feed.id, feed.person_id))
    return feed


def end_calendar_feeds(actor: Actor, person_ids: Collection[UUID]) -> None:
    """End the links of people whose accounts are shut, inside that command."""
    for feed in CalendarFeed.objects.select_for_update().filter(
        person_id__in=person_ids, revoked_at__isnull=True
    ):
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        _record(actor, events.CalendarFeedRevoked(feed.id, feed.person_id))


def _record(actor: Actor, happened: events.CalendarFeedMade | events.CalendarFeedRevoked) -> None:
    record(
        happened,
        actor=actor,
        subjects=[("person", happened.person_id)],
        audience=[actor.party_id] if actor.party_id else [],
    )
