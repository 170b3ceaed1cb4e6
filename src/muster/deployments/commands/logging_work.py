"""What was worked and done: hours, and the activity log."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.sides import (
    happened_at,
    head,
    need_own_or_all,
    need_person,
    note,
)
from muster.deployments.models import Activity, Deployment, TimeEntry
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.eligibility import TimeFacts, refusals_for_time
from muster.rules.lifecycle import MissionState
from muster.rules.refusal import Refusal, Refused


@command("deployment.log_time")
def log_time(
    actor: Actor,
    *,
    deployment_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    kind: str = "regular",
    task: str = "",
    time_entry_id: UUID | None = None,
) -> TimeEntry:
    """Write down time that a helper worked or travelled, at the rate promised for the mission.

    The same `time_entry_id` gives the first result.
    Refuses: id.taken, deployment.not_yours, deployment.of_someone_else, deployment.not_a_person,
    mission.books_closed, time.ends_before_it_starts, time.more_than_a_day, time.in_the_future,
    time.before_the_mission, time.not_checked_in, time.before_check_in, time.after_going_home,
    time.overlaps, time.kind_unknown.
    Records: TimeLogged.
    Clause: labour, free_allowance.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_all(actor, row)
    need_person(row)
    if earlier := queries.known_time_entry(actor, time_entry_id, row.id):
        return earlier
    refusals = _refusals_for(row, kind, starts_at, ends_at)
    if refusals:
        raise Refused(refusals)
    item = row.mission_item
    entry = TimeEntry.objects.create(
        id=time_entry_id or new_id(),
        network_id=row.network_id,
        mission_id=row.mission_id,
        deployment=row,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        # Priced by the day or longer: the days are charged, not the hours.
        rate_ten_thousandths=item.rate_ten_thousandths if item.rate_basis == "hour" else 0,
        task=task.strip()[:500],
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    happened = events.TimeLogged(
        time_entry_id=entry.id,
        **head(row),
        time_kind=kind,
        minutes=round((ends_at - starts_at).total_seconds() / 60),
        starts_at=starts_at,
    )
    note(happened, actor, row.mission, row.id)
    return entry


@command("deployment.correct")
def void_time(actor: Actor, *, time_entry_id: UUID, reason: str) -> TimeEntry:
    """Strike a time entry out, with the reason; it stays readable and counts no more.

    Refuses: deployment.not_yours, deployment.of_someone_else, time.already_void,
    mission.books_closed, reason.required.
    Records: TimeVoided.
    Clause: labour, billing.
    """
    entry = queries.get_time_entry(actor, time_entry_id, lock=True)
    row = entry.deployment
    need_own_or_all(actor, row, "finance")
    if entry.voided_at is not None:
        raise Refused(Refusal("time.already_void"))
    need_open_books(row.mission)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    entry.voided_at, entry.void_reason = clock.now(), reason.strip()[:300]
    entry.save(update_fields=["voided_at", "void_reason"])
    happened = events.TimeVoided(entry.id, row.id, row.mission_id, row.label, entry.void_reason)
    note(happened, actor, row.mission, row.id)
    return entry


@command("deployment.log_activity")
def log_activity(
    actor: Actor,
    *,
    mission_id: UUID,
    text: str,
    happened_at_moment: datetime | None = None,
    deployment_id: UUID | None = None,
    position: str = "",
) -> Activity:
    """Note what was done, with who says so: a line of the activity log (ICS 214).

    Refuses: activity.empty, mission.books_closed, deployment.of_someone_else,
    deployment.in_the_future, deployment.before_the_mission.
    Records: ActivityLogged.
    Clause: billing.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_open_books(mission)
    if not text.strip():
        raise Refused(Refusal("activity.empty", field="text"))
    if deployment_id is not None:
        row = queries.get_deployment(actor, deployment_id)
        if row.mission_id != mission.id:
            raise Refused(Refusal("deployment.of_someone_else", field="deployment_id"))
        if actor.party_id == mission.responding_party_id:
            need_own_or_all(actor, row)
    at = clock.now()
    agency = members.party_names([actor.party_id]) if actor.party_id else {}
    activity = Activity.objects.create(
        network_id=mission.network_id,
        mission=mission,
        deployment_id=deployment_id,
        happened_at=happened_at(happened_at_moment, mission, "happened_at"),
        text=text.strip()[:1000],
        author_id=actor.person_id,
        author_name=actor.name[:200],
        author_position=position.strip()[:120],
        home_agency=agency.get(actor.party_id, "")[:200],
        entered_at=at,
    )
    happened = events.ActivityLogged(activity.id, mission.id, activity.text, activity.happened_at)
    note(happened, actor, mission, deployment_id)
    return activity


def need_open_books(mission) -> None:
    """Nothing is written into or struck out of a closed mission."""
    if mission.state in (MissionState.CLOSED, MissionState.CANCELLED):
        raise Refused(Refusal("mission.books_closed", "billing", values={"state": mission.state}))


def _refusals_for(
    row: Deployment, kind: str, starts_at: datetime, ends_at: datetime
) -> list[Refusal]:
    refusals = refusals_for_time(
        TimeFacts(
            mission_state=MissionState(row.mission.state),
            # A typed minute has no seconds.
            authorized_at=row.mission.authorized_at.replace(second=0, microsecond=0),
            starts_at=starts_at,
            ends_at=ends_at,
            at=clock.now(),
            others=tuple(queries.times_of_person(row)),
        )
    )
    if kind not in TimeEntry.Kind.values:
        known = ", ".join(TimeEntry.Kind.values)
        return [*refusals, Refusal("time.kind_unknown", "labour", "kind", {"known": known})]
    if kind == TimeEntry.Kind.TRAVEL:
        return refusals
    if row.checked_in_at is None:
        return [*refusals, Refusal("time.not_checked_in", "labour", "starts_at")]
    if starts_at < row.checked_in_at.replace(second=0, microsecond=0):
        values = {"checked_in_at": row.checked_in_at}
        return [*refusals, Refusal("time.before_check_in", "labour", "starts_at", values)]
    # Whoever went home in the middle of a minute worked to its end as far as anybody types.
    if row.ended_at is not None and ends_at >= row.ended_at + timedelta(minutes=1):
        values = {"ended_at": row.ended_at}
        return [*refusals, Refusal("time.after_going_home", "labour", "ends_at", values)]
    return refusals
