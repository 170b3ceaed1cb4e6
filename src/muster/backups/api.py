"""How backups stand, and what waits since a lost host returned, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from muster.api.doors import (
    ActorRequest,
    Input,
    PagingQuery,
    Text,
    page_schema,
    reads,
    run,
    writes,
)
from muster.backups import commands, queries, showing
from muster.rules.actor import Actor

router = Router()


class GoodBackupOut(Schema):
    """A backup that arrived whole. `checked` says what was read back: sha256, size, or nothing."""

    name: str
    made_at: datetime
    ended_at: datetime | None
    size_bytes: int
    sha256: str
    checked: str


class PlaceOut(Schema):
    """A place that backups go to; `failures` in a row since the last good one."""

    label: str
    last_good: GoodBackupOut | None
    last_good_seconds: int | None
    next_try_at: datetime | None
    failures: int
    last_error: str
    is_overdue: bool
    kept: int


@router.get(
    "/backups",
    **reads(list[PlaceOut], name="backups", summary="How backups stand at each place"),
)
def backups(request: ActorRequest) -> Any:
    return queries.standings(request.actor)


class ReconciliationOut(Schema):
    """A comparison with the returned host. `waiting`, `settled` and `noted` count its things; the
    `here_only` facts happened here alone, and stand."""

    id: UUID
    host_url: str
    archive_made_at: datetime
    compared_at: datetime
    fork_position: int
    fork_at: datetime
    here_only: int
    waiting: int
    settled: int
    noted: int


class HostFactOut(Schema):
    """A fact in the journal's own words; `position` is its place in the journal that holds it."""

    at: datetime
    who: str
    sentence: str
    position: int | None


class HostThingOut(Schema):
    """A thing of the host. `standing`: `host_only` is untouched here since, `both` is not."""

    id: UUID
    reconciliation_id: UUID
    number: int
    subject_kind: str
    subject_id: UUID
    is_known_here: bool
    standing: str
    state: str
    outcome: str
    became: str
    reason: str
    settled_at: datetime | None
    settled_by_name: str
    at_host: list[HostFactOut]


class HostThingHereOut(HostThingOut):
    """The same, with what happened to it here since and its page here, where there is one."""

    here: list[HostFactOut]
    page: str | None


class SettleIn(Input):
    """`became` where it was entered again; else `reason`."""

    outcome: Annotated[str, Text(15, 1)]
    became: Annotated[str, Text(300)] = ""
    reason: Annotated[str, Text(1000)] = ""


@router.get(
    "/host-comparisons",
    **reads(
        list[ReconciliationOut],
        name="host_comparisons",
        summary="Comparisons with a host that returned",
    ),
)
def host_comparisons(request: ActorRequest) -> Any:
    return queries.reconciliations(request.actor)


@router.get(
    "/host-comparisons/{reconciliation_id}/matters",
    **reads(
        page_schema(HostThingOut),
        name="host_matters",
        summary="What only the host had, by what it is about",
    ),
)
def host_matters(
    request: ActorRequest,
    reconciliation_id: UUID,
    paging: PagingQuery,
    state: Literal["waiting", "settled", "noted", "all"] = "waiting",
) -> Any:
    page = queries.host_things(request.actor, reconciliation_id, state=state, **paging.model_dump())
    return {"items": [_thing(each) for each in page.items], "next": page.next}


@router.get(
    "/host-matters/{matter_id}",
    **reads(HostThingHereOut, name="host_matter", summary="One thing that only the host had"),
)
def host_matter(request: ActorRequest, matter_id: UUID) -> Any:
    return _thing_here(request.actor, matter_id)


@router.post("/host-matters/{matter_id}/settle", **writes(commands.settle_matter, HostThingHereOut))
def settle_matter(request: ActorRequest, matter_id: UUID, payload: SettleIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.settle_matter, _present, matter_id=matter_id, **given)


@router.post("/host-matters/{matter_id}/reopen", **writes(commands.reopen_matter, HostThingHereOut))
def reopen_matter(request: ActorRequest, matter_id: UUID) -> HttpResponse:
    return run(request, commands.reopen_matter, _present, matter_id=matter_id)


def _present(actor: Actor, matter: Any) -> HostThingHereOut:
    return HostThingHereOut(**_thing_here(actor, matter.id))


def _thing_here(actor: Actor, matter_id: UUID) -> dict[str, Any]:
    thing = queries.get_host_thing(actor, matter_id)
    found = showing.page_here(actor, thing)
    return {
        **_thing(thing),
        "here": _facts(thing.here),
        "page": found[1].url if found else None,
    }


def _thing(thing: queries.HostThing) -> dict[str, Any]:
    matter = thing.matter
    names = HostThingOut.model_fields.keys() - {"state", "at_host"}
    shown = {name: getattr(matter, name) for name in names}
    return {**shown, "state": thing.state, "at_host": _facts(thing.at_host)}


def _facts(entries: Any) -> list[dict[str, Any]]:
    names = HostFactOut.model_fields
    return [{name: getattr(each, name) for name in names} for each in showing.lines(entries)]
