"""How requests that compete are ordered: the network's weights, and places given by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from muster.aid import queries as aid
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.journal.record import record
from muster.members import queries as members
from muster.response import events, queries
from muster.response.models import PrecedencePlace, PrecedenceWeights
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState
from muster.rules.precedence import MOST_PLACES, Factor, refusals_for_weights
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.retention import DISPOSED


@command("precedence.set")
def set_precedence_weights(actor: Actor, *, weights: Mapping[str, int]) -> PrecedenceWeights:
    """Say how much each factor counts, from 0 to 10; every factor is named.

    *Refuses* `precedence.bad_weight`, `precedence.no_weight`.
    *Records* PrecedenceWeightsSet. *Clause*: none; see `rules.precedence`.
    """
    refuse_if(refusals_for_weights(weights))
    network = members.get_network(actor, lock=True)
    chosen = {factor.value: weights[factor.value] for factor in Factor}
    at = clock.now()
    row, _ = PrecedenceWeights.objects.update_or_create(
        network_id=network.id,
        defaults={
            "weights": chosen,
            "changed_by_name": actor.name[:200],
            "changed_at": at,
        },
    )
    record(
        events.PrecedenceWeightsSet(network.id, **chosen),
        actor=actor,
        subjects=[("network", network.id)],
        audience=None,
        at=at,
    )
    return row


@command("precedence.place")
def place_request(
    actor: Actor, *, aid_request_id: UUID, place: int, reason: str
) -> PrecedencePlace:
    """Give an open request a place among those that compete, whatever its score, and say why.

    A place given before ends. *Refuses* `precedence.not_open`, `precedence.bad_place`,
    `precedence.no_reason`. *Records* RequestPlaced. *Clause*: none; see `rules.precedence`.
    """
    row = aid.get_aid_request(actor, aid_request_id, lock=True)
    problems = []
    if row.state != AidRequestState.OPEN:
        problems.append(Refusal("precedence.not_open"))
    if not 1 <= place <= MOST_PLACES:
        problems.append(
            Refusal("precedence.bad_place", field="place", values={"most": MOST_PLACES})
        )
    if not reason.strip():
        problems.append(Refusal("precedence.no_reason", field="reason"))
    refuse_if(problems)
    at = clock.now()
    PrecedencePlace.objects.filter(aid_request_id=row.id, ended_at__isnull=True).update(ended_at=at)
    given = PrecedencePlace.objects.create(
        network_id=row.network_id,
        aid_request_id=row.id,
        place=place,
        reason=reason.strip()[:500],
        given_by_name=actor.name[:200],
        given_at=at,
    )
    record(
        events.RequestPlaced(given.id, row.id, row.reference, place),
        actor=actor,
        subjects=[("aid_request", row.id)],
        audience=[row.requesting_party_id],
        exercise_id=row.exercise_id,
        at=at,
    )
    return given


@command("precedence.place")
def end_place(actor: Actor, *, aid_request_id: UUID) -> PrecedencePlace:
    """Let a request stand by its score again.

    *Refuses* `precedence.not_placed`. *Records* RequestPlaceEnded. *Clause*: none.
    """
    row = aid.get_aid_request(actor, aid_request_id, lock=True)
    given = queries.place_of(row.id)
    if given is None:
        raise Refused(Refusal("precedence.not_placed"))
    given.ended_at = clock.now()
    given.save(update_fields=["ended_at"])
    record(
        events.RequestPlaceEnded(given.id, row.id, row.reference),
        actor=actor,
        subjects=[("aid_request", row.id)],
        audience=[row.requesting_party_id],
        exercise_id=row.exercise_id,
        at=given.ended_at,
    )
    return given


@command("record.dispose")
def dispose_places(actor: Actor, *, aid_request_ids: Collection[UUID]) -> int:
    """Take reasons and names out of the places that requests were given by hand; what place, and
    when, stays. They go with their request, whether anybody commanded its incident or not.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*:
    retention.
    """
    refuse_held(actor.network_id, aid_request_ids)
    rows = PrecedencePlace.objects.filter(
        aid_request__network_id=actor.network_id, aid_request_id__in=aid_request_ids
    )
    return rows.update(reason=DISPOSED, given_by_name="")
