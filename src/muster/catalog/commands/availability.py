"""Setting a resource aside and bringing it back, from a phone if need be."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from muster.catalog.commands.resources import own_resource
from muster.catalog.events import ResourceAvailableAgain, ResourceSetUnavailable
from muster.catalog.models import Resource, Unavailability
from muster.catalog.queries.resources import settable_ids
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

MOST_STRETCHES = 200


@command("resource.set_availability")
def set_unavailable(
    actor: Actor,
    *,
    resource_id: UUID,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
    unavailability_id: UUID | None = None,
) -> Unavailability:
    """Set a resource of one's own party aside: from now or a moment on, until a moment or further notice.

    What missions hold already is not touched; new offers of it are.
    Refuses: `resource.retired`, `time.order`, `resource.not_yours`, `resource.too_many_stretches`,
    `id.taken`.
    Records: ResourceSetUnavailable. Clause: response.
    """
    row = own_resource(actor, resource_id)
    _may_set(actor, row)
    at = clock.now()
    starts_at = starts_at or at
    if row.retired_at is not None:
        raise Refused(Refusal("resource.retired"))
    known = row.unavailabilities.filter(id=unavailability_id).first()
    if known is not None:
        return known
    if unavailability_id and Unavailability.objects.filter(id=unavailability_id).exists():
        raise Refused(Refusal("id.taken"))
    if ends_at is not None and (ends_at <= starts_at or ends_at <= at):
        raise Refused(Refusal("time.order", field="ends_at"))
    if row.unavailabilities.count() >= MOST_STRETCHES:
        raise Refused(Refusal("resource.too_many_stretches"))
    stretch = Unavailability.objects.create(
        id=unavailability_id or new_id(),
        resource=row,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
    )
    record(
        ResourceSetUnavailable(row.id, row.party_id, row.name, starts_at, ends_at),
        actor=actor,
        subjects=[("resource", row.id)],
        audience=[row.party_id],
        at=at,
    )
    return stretch


@command("resource.set_availability")
def clear_unavailability(
    actor: Actor, *, resource_id: UUID, unavailability_id: UUID | None = None
) -> Resource:
    """Bring a resource back: end what holds it aside now, or drop one stretch.

    A stretch that has begun ends now and stays on record; one to come is dropped.
    Refuses: `resource.not_yours`. Records: ResourceAvailableAgain. Clause: response.
    """
    row = own_resource(actor, resource_id)
    _may_set(actor, row)
    at = clock.now()
    stretches = row.unavailabilities.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    if unavailability_id is not None:
        stretches = stretches.filter(id=unavailability_id)
        if not stretches.exists():
            raise NotFound("unavailability")
    else:
        stretches = stretches.filter(starts_at__lte=at)
    dropped, _ = stretches.filter(starts_at__gte=at).delete()
    ended = stretches.update(ends_at=at)
    if dropped or ended:
        record(
            ResourceAvailableAgain(row.id, row.party_id, row.name),
            actor=actor,
            subjects=[("resource", row.id)],
            audience=[row.party_id],
            at=at,
        )
    return row


def _may_set(actor: Actor, row: Resource) -> None:
    """Responders say when they themselves are away; officers say it of everything."""
    settable = settable_ids(actor)
    if settable is not None and row.id not in settable:
        raise Refused(Refusal("resource.not_yours"))
