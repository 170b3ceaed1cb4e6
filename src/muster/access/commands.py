"""Giving access, letting it last longer, and confirming that it is gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.access import events, queries
from muster.access.models import AccessGrant
from muster.files import queries as files
from muster.files.commands import dispose_files, show_to, store_file
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.access import Escort, Wanted, refusals_for_end, refusals_for_grant
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if
from muster.rules.retention import DISPOSED

Upload = tuple[str, bytes]


@command("access_grant.make")
def grant_access(
    actor: Actor,
    *,
    mission_id: UUID,
    system: str,
    ends_at: datetime,
    helper_name: str = "",
    mission_item_id: UUID | None = None,
    place: str = "",
    account: str = "",
    escort: str = Escort.CLEARED,
    escorted_by: str = "",
    starts_at: datetime | None = None,
    proof: str = "",
    proof_file: Upload | None = None,
    proof_file_id: UUID | None = None,
    access_grant_id: UUID | None = None,
) -> AccessGrant:
    """Let one helper of a mission use a system of the host, under a named account, until a moment.

    *Refuses* `access_grant.not_host`, `access_grant.mission_over`, `access_grant.helper_unknown`,
    `access_grant.no_helper`, `access_grant.no_system`, `access_grant.escort_unknown`,
    `access_grant.escort_not_named`, `access_grant.no_proof`, `access_grant.ends_before_it_starts`,
    `access_grant.outlives_the_mission`, `access_grant.file_unknown`, `id.taken`.
    *Records* AccessGranted. *Clause*: data_access.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    _need_host(actor, mission)
    if earlier := queries.known_grant(actor, access_grant_id, mission_id):
        return earlier
    if mission.state in queries.OVER:
        raise Refused(Refusal("access_grant.mission_over", "data_access"))
    at = clock.now()
    name, person_id = _helper(actor, mission_id, mission_item_id, helper_name)
    starts_at = starts_at or at
    has_file = bool(proof_file or proof_file_id)
    wanted = Wanted(name, system, proof, has_file, escort, escorted_by, starts_at, ends_at)
    refuse_if(refusals_for_grant(wanted, mission.ends_at))
    grant = AccessGrant.objects.create(
        id=access_grant_id or new_id(),
        network_id=mission.network_id,
        mission=mission,
        person_id=person_id,
        helper_name=name,
        system=system.strip()[:200],
        place=place.strip()[:200],
        account=account.strip()[:120],
        escort=escort,
        escorted_by=escorted_by.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        granted_at=at,
        granted_by_id=actor.person_id,
        granted_by_name=actor.name[:200],
        grant_proof=proof.strip()[:500],
        grant_file_id=_proof(actor, mission, proof_file, proof_file_id),
    )
    _record(events.AccessGranted(**_about(grant, mission), ends_at=ends_at), actor, grant, mission)
    return grant


@command("access_grant.make")
def extend_access(actor: Actor, *, access_grant_id: UUID, ends_at: datetime) -> AccessGrant:
    """Let access last longer, at most as long as the mission; an expired grant holds again.

    *Refuses* `access_grant.not_host`, `access_grant.removed`, `access_grant.mission_over`,
    `access_grant.not_later`, `access_grant.outlives_the_mission`.
    *Records* AccessExtended. *Clause*: data_access.
    """
    grant = _own_open_grant(actor, access_grant_id)
    if grant.mission.state in queries.OVER:
        raise Refused(Refusal("access_grant.mission_over", "data_access"))
    if ends_at <= max(grant.ends_at, clock.now()):
        values = {"ends_at": grant.ends_at}
        raise Refused(Refusal("access_grant.not_later", "data_access", "ends_at", values))
    refuse_if(refusals_for_end(ends_at, grant.mission.ends_at))
    grant.ends_at, grant.reminded_at, grant.expired_at = ends_at, None, None
    grant.save(update_fields=["ends_at", "reminded_at", "expired_at"])
    happened = events.AccessExtended(**_about(grant, grant.mission), ends_at=ends_at)
    _record(happened, actor, grant, grant.mission)
    return grant


@command("access_grant.remove")
def remove_access(
    actor: Actor,
    *,
    access_grant_id: UUID,
    proof: str = "",
    proof_file: Upload | None = None,
    proof_file_id: UUID | None = None,
) -> AccessGrant:
    """Confirm that access is gone, with a sentence or a file that proves it.

    *Refuses* `access_grant.not_host`, `access_grant.removed`, `access_grant.no_proof`,
    `access_grant.file_unknown`. *Records* AccessRemoved. *Clause*: data_access.
    """
    grant = _own_open_grant(actor, access_grant_id)
    if not (proof.strip() or proof_file or proof_file_id):
        raise Refused(Refusal("access_grant.no_proof", "data_access", "proof"))
    at = clock.now()
    grant.removed_at = at
    grant.removed_by_id, grant.removed_by_name = actor.person_id, actor.name[:200]
    grant.removal_proof = proof.strip()[:500]
    grant.removal_file_id = _proof(actor, grant.mission, proof_file, proof_file_id)
    grant.save(
        update_fields=[
            "removed_at",
            "removed_by_id",
            "removed_by_name",
            "removal_proof",
            "removal_file_id",
        ]
    )
    happened = events.AccessRemoved(**_about(grant, grant.mission), removed_at=at)
    _record(happened, actor, grant, grant.mission)
    return grant


@command("access_grant.keep")
def note_end(actor: Actor, *, access_grant_id: UUID) -> AccessGrant:
    """Say once that a grant ends soon, and once that its hours are over.

    *Refuses* nothing. *Records* AccessEndsSoon, AccessExpired. *Clause*: data_access.
    """
    grant = queries.get_grant(actor, access_grant_id, lock=True)
    at = clock.now()
    if grant.removed_at is not None:
        return grant
    about = _about(grant, grant.mission)
    if at >= grant.ends_at and grant.expired_at is None:
        grant.expired_at = at
        happened: Any = events.AccessExpired(**about, ends_at=grant.ends_at)
    elif at < grant.ends_at and grant.reminded_at is None:
        grant.reminded_at = at
        happened = events.AccessEndsSoon(**about, ends_at=grant.ends_at)
    else:
        return grant
    grant.save(update_fields=["expired_at", "reminded_at"])
    _record(happened, actor, grant, grant.mission)
    return grant


@command("record.dispose")
def dispose_grants(actor: Actor, *, mission_ids: Collection[UUID]) -> int:
    """Take names, accounts, places and proofs out of the grants of missions; hours stay.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    refuse_held(actor.network_id, mission_ids)
    rows = AccessGrant.objects.filter(network_id=actor.network_id, mission_id__in=list(mission_ids))
    evidence = [
        each
        for pair in rows.values_list("grant_file_id", "removal_file_id")
        for each in pair
        if each
    ]
    dispose_files(actor, file_ids=evidence)
    rows.filter(removed_at__isnull=False).update(removed_by_name=DISPOSED)
    return rows.update(
        person=None,
        helper_name=DISPOSED,
        system=DISPOSED,
        place="",
        account="",
        escorted_by="",
        granted_by_name=DISPOSED,
        grant_proof="",
        removal_proof="",
    )


def _need_host(actor: Actor, mission: Any) -> None:
    """Only the party that is helped opens its doors, and closes them."""
    if not (actor.is_system or actor.party_id == mission.requesting_party_id):
        raise Refused(Refusal("access_grant.not_host", "data_access"))


def _own_open_grant(actor: Actor, access_grant_id: UUID) -> AccessGrant:
    grant = queries.get_grant(actor, access_grant_id)
    mission = queries.get_mission_of_side(actor, grant.mission_id, lock=True)
    grant = queries.get_grant(actor, access_grant_id, lock=True)
    _need_host(actor, mission)
    if grant.removed_at is not None:
        values = {"at": grant.removed_at}
        raise Refused(Refusal("access_grant.removed", "data_access", values=values))
    return grant


def _helper(
    actor: Actor, mission_id: UUID, mission_item_id: UUID | None, helper_name: str
) -> tuple[str, UUID | None]:
    """The name, and the account that goes with a promised person."""
    if mission_item_id is None:
        return helper_name.strip()[:200], None
    for item_id, label, person_id in queries.helpers_of(actor, mission_id):
        if item_id == mission_item_id:
            return helper_name.strip()[:200] or label, person_id
    raise Refused(Refusal("access_grant.helper_unknown", "data_access", "mission_item_id"))


def _proof(actor: Actor, mission: Any, upload: Upload | None, file_id: UUID | None) -> UUID | None:
    """The file that proves it, kept for both sides under the incident's label."""
    sides = (mission.requesting_party_id, mission.responding_party_id)
    label = mission.aid_request.incident.sharing_label
    if upload is not None:
        name, content = upload
        return store_file(actor, name=name, content=content, audience=sides, bound_label=label).id
    if file_id is None:
        return None
    try:
        files.get_file(actor, file_id)
        return show_to(actor, file_id=file_id, parties=sides, bound_label=label).id
    except NotFound as missing:
        refusal = Refusal("access_grant.file_unknown", "data_access", "proof_file_id")
        raise Refused(refusal) from missing


def _about(grant: AccessGrant, mission: Any) -> dict[str, Any]:
    return {
        "access_grant_id": grant.id,
        "mission_id": mission.id,
        "requesting_party_id": mission.requesting_party_id,
        "responding_party_id": mission.responding_party_id,
        "helper_name": grant.helper_name,
        "system": grant.system,
    }


def _record(happened: object, actor: Actor, grant: AccessGrant, mission: Any) -> None:
    record(
        happened,
        actor=actor,
        subjects=[
            ("access_grant", grant.id),
            ("mission", mission.id),
            ("aid_request", mission.aid_request_id),
            ("incident", mission.aid_request.incident_id),
        ],
        audience=[mission.requesting_party_id, mission.responding_party_id],
        exercise_id=mission.exercise_id,
    )
