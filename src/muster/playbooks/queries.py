"""Reading playbooks. Every read starts from `visible_versions`, which applies sharing and labels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.playbooks.models import Playbook, PlaybookVersion
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.retention import DISPOSED, Due
from muster.rules.sharing import SharingLabel

BEYOND_THE_BOUND = (SharingLabel.GREEN, SharingLabel.CLEAR)
"""Labels under which what is shared may be read by members that are not bound (yet, or any more)."""
MOST_VERSIONS, MOST_WORDS = 100, 8
OURS, NETWORKS = "ours", "network"


def visible_versions(actor: Actor) -> QuerySet[PlaybookVersion]:
    """The versions that the actor may read: all of the own party's; of others those that were
    shared, for as long as the version in use is shared too."""
    rows = PlaybookVersion.objects.filter(playbook__network_id=actor.network_id)
    if actor.is_system:
        return rows
    may_read_amber = actor.is_network_officer or members.is_bound(actor)
    readable = _readable(actor.party_id, may_read_amber)
    in_use = PlaybookVersion.objects.filter(playbook=OuterRef("playbook"), is_current=True)
    return rows.filter(readable).filter(Exists(in_use.filter(readable)))


def _readable(party_id: UUID | None, may_read_amber: bool) -> Q:
    """What a party may read; None for whoever acts for none."""
    shared = Q(is_shared=True)
    if not may_read_amber:
        shared &= Q(sharing_label__in=BEYOND_THE_BOUND)
    return shared | Q(playbook__party_id=party_id) if party_id else shared


def playbooks(
    actor: Actor,
    *,
    search: str = "",
    kind: str = "",
    whose: str = "",
    withdrawn: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PlaybookVersion]:
    """The versions in use by title; each of the searched words stands in title, use or steps.

    `whose`: `ours`, `network`, or anybody's. `withdrawn`: those that are no longer to be followed.
    """
    rows = _in_use(actor, withdrawn=withdrawn)
    for word in search[:120].split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(when_to_use__icontains=word) | Q(steps__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind[:30])
    if whose == OURS:
        rows = rows.filter(playbook__party_id=actor.party_id, playbook__party_id__isnull=False)
    elif whose == NETWORKS:
        rows = rows.filter(playbook__party_id__isnull=True)
    return page_of(rows, ("title", "id"), cursor, limit)


def _in_use(actor: Actor, *, withdrawn: bool = False) -> QuerySet[PlaybookVersion]:
    rows = visible_versions(actor).filter(
        is_current=True, playbook__withdrawn_at__isnull=not withdrawn
    )
    return rows.select_related("playbook__party")


def at_hand(actor: Actor, *, kind: str = "", limit: int = 50) -> list[PlaybookVersion]:
    """What somebody reaches for at night: own ones first, then the network's, then those of others."""
    rows = _in_use(actor)
    if kind:
        rows = rows.filter(kind=kind)
    return _nearest(rows, actor.party_id, limit)


def of_party(actor: Actor, party_id: UUID, *, limit: int = 50) -> list[PlaybookVersion]:
    """What a party may take along, as far as the actor may read it: its own first."""
    standing = members.get_membership(actor, party_id).standing
    readable = _readable(party_id, standing in members.BOUND)
    return _nearest(_in_use(actor).filter(readable), party_id, limit)


def _nearest(
    rows: QuerySet[PlaybookVersion], party_id: UUID | None, limit: int
) -> list[PlaybookVersion]:
    own = [When(playbook__party_id=party_id, then=Value(0))] if party_id else []
    distance = Case(*own, When(playbook__party_id__isnull=True, then=Value(1)), default=Value(2))
    return list(rows.order_by(distance, "title", "id")[:limit])


def get_playbook(actor: Actor, playbook_id: UUID) -> PlaybookVersion:
    """The version in use of a playbook, also of a withdrawn one. Raises `NotFound`."""
    rows = visible_versions(actor).select_related("playbook__party", "playbook__network")
    return _found(rows.filter(playbook_id=playbook_id, is_current=True))


def get_version(actor: Actor, playbook_id: UUID, number: int) -> PlaybookVersion:
    """One version. Raises `NotFound`."""
    rows = visible_versions(actor).select_related("playbook__party", "playbook__network")
    return _found(rows.filter(playbook_id=playbook_id, number=number))


def _found(rows: QuerySet[PlaybookVersion]) -> PlaybookVersion:
    found = rows.first()
    if found is None:
        raise NotFound("playbook")
    return found


def versions_of(actor: Actor, playbook_id: UUID) -> list[PlaybookVersion]:
    """The versions that the actor may read, the newest first. Raises `NotFound`."""
    rows = visible_versions(actor).filter(playbook_id=playbook_id).order_by("-number")
    found = list(rows[:MOST_VERSIONS])
    if not found:
        raise NotFound("playbook")
    return found


def is_own(actor: Actor, playbook: Playbook) -> bool:
    """Whether it is the actor's to write: the own party's, or the network's for its coordinator."""
    if actor.is_system:
        return True
    if playbook.party_id is None:
        return actor.is_coordinator
    return playbook.party_id == actor.party_id


def known_playbook(actor: Actor, playbook_id: UUID | None) -> Playbook | None:
    """What stands under a client-made id, in whichever network."""
    return Playbook.objects.filter(pk=playbook_id).first() if playbook_id else None


def to_review(actor: Actor, on: date, limit: int = 6) -> list[PlaybookVersion]:
    """The actor's own playbooks whose day of review has come, the longest overdue first."""
    own = Q(playbook__party_id=actor.party_id) if actor.party_id else Q(pk__in=())
    if actor.is_coordinator:
        own |= Q(playbook__party_id__isnull=True)
    rows = _in_use(actor).filter(own, review_by__lte=on)
    return list(rows.order_by("review_by", "id")[:limit])


def own_versions(actor: Actor) -> Iterable[PlaybookVersion]:
    """Every version of the own party's playbooks, withdrawn ones too, to be taken along."""
    if actor.party_id is None:
        return []
    rows = visible_versions(actor).filter(playbook__party_id=actor.party_id)
    return rows.order_by("playbook_id", "number").iterator(200)


def own_playbooks(actor: Actor) -> Iterable[Playbook]:
    """The own party's playbooks, withdrawn ones too, to be taken along."""
    if actor.party_id is None:
        return []
    rows = Playbook.objects.filter(network_id=actor.network_id, party_id=actor.party_id)
    return rows.order_by("id").iterator(200)


def playbooks_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Playbooks that were withdrawn before a moment. For the records room."""
    rows = PlaybookVersion.objects.filter(
        playbook__network_id=network_id, is_current=True, playbook__withdrawn_at__lt=before
    ).exclude(title=DISPOSED)
    found = rows.select_related("playbook").order_by("playbook__withdrawn_at", "id")[:limit]
    return [
        Due(
            str(row.playbook_id),
            row.title,
            row.playbook.withdrawn_at,
            frozenset({row.playbook_id, row.playbook.party_id} - {None}),
        )
        for row in found
    ]
