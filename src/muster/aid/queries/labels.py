"""How far many things of this room may travel, with as many queries as there are kinds of them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.aid.queries.visibility import (
    visible_aid_requests,
    visible_incidents,
    visible_missions,
    visible_offers,
)
from muster.rules.actor import Actor


def labels_of(
    actor: Actor,
    *,
    incidents: Collection[UUID] = (),
    aid_requests: Collection[UUID] = (),
    offers: Collection[UUID] = (),
    missions: Collection[UUID] = (),
) -> dict[UUID, str]:
    """The sharing label of the incident behind each of these that the actor may see; the rest are
    left out."""
    found: dict[UUID, str] = {}
    if incidents:
        of_incidents = visible_incidents(actor).filter(id__in=incidents)
        found |= dict(of_incidents.values_list("id", "sharing_label"))
    if aid_requests:
        of_requests = visible_aid_requests(actor).filter(id__in=aid_requests)
        found |= dict(of_requests.values_list("id", "incident__sharing_label"))
    if offers:
        of_offers = visible_offers(actor).filter(id__in=offers)
        found |= dict(of_offers.values_list("id", "aid_request__incident__sharing_label"))
    if missions:
        of_missions = visible_missions(actor).filter(id__in=missions)
        found |= dict(of_missions.values_list("id", "aid_request__incident__sharing_label"))
    return found
