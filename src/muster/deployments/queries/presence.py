"""Reading who and what is out. Only the two sides of a mission see its people, hours and costs;
officers see that it goes on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value

from muster.aid import queries as aid
from muster.deployments.models import (
    Activity,
    Deployment,
    Expense,
    Extension,
    HandOver,
    OutsideOrder,
    Recall,
    Stay,
    SupplyLot,
    ThingUse,
    TimeEntry,
)
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.rules.actor import Actor
from muster.rules.eligibility import Outstanding
from muster.rules.lifecycle import DeploymentState, MissionState
from muster.rules.refusal import NotFound, Refusal, Refused

PEOPLE = "person"
OUT = (DeploymentState.CHECKED_IN, DeploymentState.RECALLED)
MOST = 500
Row = TypeVar("Row", Stay, OutsideOrder, ThingUse, SupplyLot, TimeEntry, Expense)


def is_side_of(actor: Actor, mission: Any) -> bool:
    """Whether the actor stands for one of the mission's two parties (or is Muster itself)."""
    return actor.is_system or actor.party_id in (
        mission.requesting_party_id,
        mission.responding_party_id,
    )


def get_mission_of_side(actor: Actor, mission_id: UUID, *, lock: bool = False) -> Any:
    """The mission, for its two sides alone. Raises `NotFound`."""
    mission = aid.get_mission(actor, mission_id, lock=lock)
    if not is_side_of(actor, mission):
        raise NotFound("mission")
    return mission


def one_of_side(
    actor: Actor, rows: QuerySet[Row], row_id: UUID, kind: str, *, lock: bool = False
) -> Row:
    """One row of a mission's record, for the two sides of the mission. Raises `NotFound`."""
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=row_id, network_id=actor.network_id).first()
    if found is None:
        raise NotFound(kind)
    get_mission_of_side(actor, found.mission_id)
    return found


def deployments_of(actor: Actor, mission_id: UUID) -> list[Deployment]:
    """The people and things of a mission, people first; `is_damaged` where some came back damaged."""
    get_mission_of_side(actor, mission_id)
    rows = Deployment.objects.filter(mission_id=mission_id).select_related(
        "responder", "mission_item"
    )
    damaged = HandOver.objects.filter(
        deployment=OuterRef("pk"), direction=HandOver.Direction.BACK, condition="damaged"
    )
    rows = rows.annotate(is_damaged=Exists(damaged))
    return sorted(rows[:MOST], key=lambda row: (row.kind != PEOPLE, row.label, row.id))


def get_deployment(actor: Actor, deployment_id: UUID, *, lock: bool = False) -> Deployment:
    """One deployment, for the two sides of its mission. Raises `NotFound`."""
    rows = Deployment.objects.filter(network_id=actor.network_id)
    found = rows.select_related("mission", "mission_item").filter(pk=deployment_id).first()
    if found is None:
        raise NotFound("deployment")
    mission = get_mission_of_side(actor, found.mission_id, lock=lock)
    if lock:
        found = (
            Deployment.objects.select_for_update(of=("self",))
            .select_related("mission_item")
            .get(pk=deployment_id)
        )
    found.mission = mission
    return found


def my_deployments(actor: Actor) -> list[Deployment]:
    """What the person serves for until the mission closes: the last hours come afterwards."""
    return _served_by(
        network_id=actor.network_id, party_id=actor.party_id, person_id=actor.person_id
    )


@kept
def _served_by(
    *, network_id: UUID, party_id: UUID | None, person_id: UUID | None
) -> QuerySet[Deployment]:
    rows = Deployment.objects.filter(
        network_id=network_id,
        mission__responding_party_id=party_id,
        responder_id=person_id,
        mission__closed_at__isnull=True,
    ).exclude(state__in=(DeploymentState.RELEASED, DeploymentState.NO_SHOW))
    return rows.select_related("mission__requesting_party").order_by("ended_at", "-id")[:20]


def outstanding(mission_id: UUID) -> list[Outstanding]:
    """What the rules need to know to account for everything promised."""
    rows = Deployment.objects.filter(mission_id=mission_id).order_by("label", "id")
    return [
        Outstanding(label=row.label, state=DeploymentState(row.state), is_person=row.kind == PEOPLE)
        for row in rows
    ]


def time_entries(
    actor: Actor, mission_id: UUID, *, with_voided: bool = False
) -> QuerySet[TimeEntry]:
    """The hours of a mission in the order in which they were worked."""
    get_mission_of_side(actor, mission_id)
    rows = TimeEntry.objects.filter(mission_id=mission_id)
    if not with_voided:
        rows = rows.filter(voided_at__isnull=True)
    return rows.select_related("deployment").order_by("starts_at", "id")


def time_entry_page(
    actor: Actor, mission_id: UUID, cursor: str | None = None, limit: int = 50
) -> Page[TimeEntry]:
    rows = time_entries(actor, mission_id, with_voided=True)
    return page_of(rows, ("starts_at", "id"), cursor, limit)


def get_time_entry(actor: Actor, time_entry_id: UUID, *, lock: bool = False) -> TimeEntry:
    """One entry, for the two sides of its mission. Raises `NotFound`."""
    rows = TimeEntry.objects.filter(network_id=actor.network_id).select_related("deployment")
    found = rows.filter(pk=time_entry_id).first()
    if found is None:
        raise NotFound("time_entry")
    found.deployment = get_deployment(actor, found.deployment_id, lock=lock)
    return found


def known_time_entry(
    actor: Actor, time_entry_id: UUID | None, deployment_id: UUID
) -> TimeEntry | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    if time_entry_id is None:
        return None
    found = TimeEntry.objects.filter(pk=time_entry_id).first()
    if found and (found.entered_by_id, found.deployment_id) != (actor.person_id, deployment_id):
        raise Refused(Refusal("id.taken"))
    return found


def logged_of(deployment_id: UUID) -> QuerySet[TimeEntry]:
    return TimeEntry.objects.filter(deployment_id=deployment_id, voided_at__isnull=True)


def expenses(actor: Actor, mission_id: UUID, *, with_voided: bool = False) -> QuerySet[Expense]:
    """The expenses of a mission by day."""
    get_mission_of_side(actor, mission_id)
    rows = Expense.objects.filter(mission_id=mission_id)
    if not with_voided:
        rows = rows.filter(voided_at__isnull=True)
    return rows.select_related("deployment").order_by("incurred_on", "id")


def get_expense(actor: Actor, expense_id: UUID, *, lock: bool = False) -> Expense:
    """One expense, for the two sides of its mission. Raises `NotFound`."""
    found = Expense.objects.filter(network_id=actor.network_id, pk=expense_id).first()
    if found is None:
        raise NotFound("expense")
    found.mission = get_mission_of_side(actor, found.mission_id, lock=lock)
    return found


def hand_overs(actor: Actor, mission_id: UUID) -> list[HandOver]:
    """What passed from hand to hand on a mission, in order."""
    get_mission_of_side(actor, mission_id)
    rows = HandOver.objects.filter(deployment__mission_id=mission_id)
    return list(rows.select_related("deployment").order_by("at", "id")[:MOST])


def activities(actor: Actor, mission_id: UUID) -> list[Activity]:
    """The activity log of a mission, in order."""
    get_mission_of_side(actor, mission_id)
    return list(Activity.objects.filter(mission_id=mission_id).order_by("happened_at", "id")[:MOST])


def recalls(actor: Actor, mission_id: UUID) -> list[Recall]:
    get_mission_of_side(actor, mission_id)
    return list(Recall.objects.filter(mission_id=mission_id).order_by("-noticed_at")[:20])


def recalls_to_confirm(mission_id: UUID) -> list[Recall]:
    """Recalls that were said by voice and wait to be put in writing, the latest first."""
    waiting = Recall.objects.filter(mission_id=mission_id, by_voice=True, confirmed_at=None)
    return list(waiting.order_by("-noticed_at"))


def extensions(actor: Actor, mission_id: UUID) -> list[Extension]:
    get_mission_of_side(actor, mission_id)
    return list(Extension.objects.filter(mission_id=mission_id).order_by("-asked_at")[:20])


def get_extension(actor: Actor, extension_id: UUID, *, lock: bool = False) -> Extension:
    """One asked extension, for the two sides of its mission. Raises `NotFound`."""
    found = Extension.objects.filter(pk=extension_id).first()
    if found is None:
        raise NotFound("extension")
    found.mission = get_mission_of_side(actor, found.mission_id, lock=lock)
    return found


def people_out(network_id: UUID, *, exercise_id: UUID | None = None) -> int:
    """How many people of the network are at another party's now."""
    of_exercise = exercise_id is not None
    return _people_out.first(of_exercise, network_id=network_id, exercise_id=exercise_id) or 0


@kept
def _people_out(
    of_exercise: bool, *, network_id: UUID, exercise_id: UUID | None
) -> QuerySet[Deployment, int]:
    rows = Deployment.objects.filter(
        network_id=network_id,
        kind=PEOPLE,
        state__in=OUT,
        checked_in_at__isnull=False,
        mission__exercise_id=exercise_id if of_exercise else None,
    )
    return (
        rows.order_by()
        .values(one=Value(1))
        .annotate(many=Count("id"))
        .values_list("many", flat=True)
    )


def out_by_mission(mission_ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """(people, things) that are out, for each of the missions that has any."""
    rows = (
        Deployment.objects.filter(
            mission_id__in=mission_ids, state__in=(*OUT, DeploymentState.HANDED_OVER)
        )
        .values("mission_id", "kind")
        .annotate(rows=Count("id"), things=Sum("quantity"))
    )
    found: dict[UUID, tuple[int, int]] = {}
    for row in rows:
        people, things = found.get(row["mission_id"], (0, 0))
        if row["kind"] == PEOPLE:
            people += row["rows"]
        else:
            things += row["things"]
        found[row["mission_id"]] = (people, things)
    return found


def open_extension(mission_id: UUID) -> Extension | None:
    """The extension that waits for an answer, while the mission can still go on."""
    return _waiting_extensions().filter(mission_id=mission_id).order_by("-asked_at").first()


def _waiting_extensions() -> QuerySet[Extension]:
    still_on = (MissionState.AUTHORIZED, MissionState.ACTIVE, MissionState.DEMOBILIZING)
    return Extension.objects.filter(state=Extension.State.ASKED, mission__state__in=still_on)


def times_of_person(deployment: Deployment) -> list[tuple[datetime, datetime]]:
    """When the deployed person already worked, on any mission."""
    rows = TimeEntry.objects.filter(network_id=deployment.network_id, voided_at__isnull=True)
    if deployment.responder_id:
        rows = rows.filter(deployment__responder_id=deployment.responder_id)
    else:
        rows = rows.filter(deployment_id=deployment.id)
    return list(rows.order_by("-starts_at").values_list("starts_at", "ends_at")[:5000])


def hours_of(deployment_id: UUID) -> Decimal:
    """Hours logged for one deployment."""
    rows = logged_of(deployment_id).values_list("starts_at", "ends_at")
    seconds = sum(int((end - start).total_seconds()) for start, end in rows)
    return Decimal(seconds) / 3600


def unassigned(actor: Actor) -> list[Deployment]:
    """Places for people of the actor's party for which nobody is named."""
    return _unassigned(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _unassigned(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Deployment]:
    rows = Deployment.objects.filter(
        network_id=network_id,
        mission__responding_party_id=party_id,
        mission__exercise__isnull=True,
        kind=PEOPLE,
        responder__isnull=True,
        state__in=(DeploymentState.PROMISED, DeploymentState.EN_ROUTE),
    )
    return rows.select_related("mission").order_by("mission__starts_at", "id")[:6]


def extensions_to_answer(actor: Actor) -> list[Extension]:
    """Longer stays that the other side asked for."""
    return _to_answer(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _to_answer(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Extension]:
    rows = (
        _waiting_extensions()
        .filter(
            Q(mission__responding_party_id=party_id) | Q(mission__requesting_party_id=party_id),
            mission__network_id=network_id,
            mission__exercise__isnull=True,
        )
        .exclude(asked_by_party_id=party_id)
    )
    return rows.select_related("mission").order_by("asked_at")[:6]


def missions_to_close(actor: Actor) -> list[Any]:
    """Missions of the actor's party from which everything is home."""
    return aid.missions_given(actor, MissionState.DEMOBILIZED, 6)
