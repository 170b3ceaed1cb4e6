"""Reading the inbox: a person's own notices, in the post acted from, and what is mailed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.notifications.kinds import KINDS, Kind
from muster.notifications.models import Notice, Preference
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

NEWEST_FIRST = ("-id",)


@dataclass(frozen=True)
class Choice:
    """A kind of notice, and whether the person has it mailed."""

    kind: Kind
    by_email: bool


def _own(actor: Actor) -> QuerySet[Notice]:
    """The person's notices for the present post: its party, the office held, the own account."""
    if actor.person_id is None:
        return Notice.objects.none()
    return _of(actor.person_id, actor.network_id, actor.party_id)


def _of(person_id: UUID, network_id: UUID | None, party_id: UUID | None) -> QuerySet[Notice]:
    here = Q(network_id=network_id) & (Q(party_id__isnull=True) | Q(party_id=party_id))
    return Notice.objects.filter(here | Q(network_id__isnull=True), person_id=person_id)


def inbox(
    actor: Actor,
    *,
    unread: bool = False,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Notice]:
    """The person's notices, newest first."""
    rows = _own(actor)
    if unread:
        rows = rows.filter(read_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    return page_of(rows, NEWEST_FIRST, cursor, limit)


def get_notice(actor: Actor, notice_id: UUID, *, lock: bool = False) -> Notice:
    """One of the person's notices, for whichever post. Raises `NotFound`."""
    rows = Notice.objects.filter(person_id=actor.person_id, id=notice_id)
    found = (rows.select_for_update() if lock else rows).first() if actor.person_id else None
    if found is None:
        raise NotFound("notice")
    return found


def own_unread(actor: Actor) -> QuerySet[Notice]:
    """The unread notices for this post, for commands."""
    return _own(actor).filter(read_at=None)


def unread_count(actor: Actor) -> int:
    """How many notices for this post are unread; one query for every page's badge."""
    if actor.person_id is None:
        return 0
    values = {"network_id": actor.network_id, "party_id": actor.party_id}
    return _unread.first(person_id=actor.person_id, **values) or 0


@kept
def _unread(
    *, person_id: UUID, network_id: UUID | None, party_id: UUID | None
) -> QuerySet[Notice, int]:
    rows = _of(person_id, network_id, party_id).filter(read_at__isnull=True).order_by()
    return rows.values(one=Value(1)).annotate(many=Count("id")).values_list("many", flat=True)


def unread_elsewhere(actor: Actor) -> list[tuple[str, int]]:
    """Other posts of the person with unread notices: the party's name and how many."""
    if actor.person_id is None:
        return []
    rows = Notice.objects.filter(
        person_id=actor.person_id, read_at=None, party_id__isnull=False
    ).exclude(network_id=actor.network_id, party_id=actor.party_id)
    counted = list(rows.order_by().values_list("party_id").annotate(count=Count("id"))[:20])
    names = members.party_names(party_id for party_id, _ in counted)
    return [(names.get(party_id, "another post"), count) for party_id, count in counted]


def preferences(actor: Actor) -> list[Choice]:
    """What the person has mailed, by kind."""
    chosen = dict(
        Preference.objects.filter(person_id=actor.person_id).values_list("kind", "by_email")
    )
    return [
        Choice(kind, kind.is_fixed or chosen.get(kind.key, kind.by_email))
        for kind in KINDS.values()
    ]


def notices_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Notice]:
    """Notices of a network from before a moment. For the records room."""
    rows = Notice.objects.filter(network_id=network_id, created_at__lt=before)
    return list(rows.order_by("created_at", "id")[:limit])
