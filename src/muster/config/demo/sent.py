"""The past mission in the field: arrival, hours, costs, things lent, and everybody home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from muster.access import commands as access
from muster.access import queries as doors
from muster.aid import commands as aid
from muster.config.demo.past import PastMission
from muster.config.demo.stage import HERE, Stage, read
from muster.deployments import commands as deployments
from muster.deployments import queries as out
from muster.journal.ids import new_id

Scene = tuple[datetime, Callable[[], object]]


def tell(stage: Stage, past: PastMission) -> None:
    """Each scene at its own moment, in the order in which they happened."""
    story = read("story.toml")["past"]
    mission = _MissionStory(stage, past, story["mission"])
    for moment, scene in sorted(mission.scenes(), key=lambda pair: pair[0]):
        with stage.at(moment):
            scene()
    _close(stage, past, story)


class _MissionStory:
    """The mission's part of story.toml with the deployments that it is about."""

    def __init__(self, stage: Stage, past: PastMission, said: dict[str, Any]) -> None:
        self.stage, self.past, self.said = stage, past, said
        self.lender, self.host = stage.actor(said["run_by"]), stage.actor(said["accepted_by"])
        rows = out.deployments_of(self.lender, past.mission_id)
        self.of_person = {row.responder_id: row.id for row in rows if row.responder_id}
        self.of_resource = {row.resource_id: row.id for row in rows}

    def scenes(self) -> Iterator[Scene]:
        yield from self._arrivals()
        yield from self._access()
        yield from self._hours()
        yield from self._log()
        yield from self._expenses()
        yield from self._loans()
        yield from self._departures()

    def _deployment(self, account: str) -> UUID:
        return self.of_person[self.stage.people[account]]

    def _arrivals(self) -> Iterator[Scene]:
        for arrival in self.said["check_in"]:
            for account in arrival["who"]:
                yield (
                    self.stage.moment(arrival["at"]),
                    lambda account=account, place=arrival["place"]: deployments.check_in(
                        self.stage.actor(account),
                        deployment_id=self._deployment(account),
                        place=place,
                    ),
                )

    def _access(self) -> Iterator[Scene]:
        for said in self.said["let_in"]:
            grant_id = new_id()
            yield (
                self.stage.moment(said["given"]),
                lambda said=said, grant_id=grant_id: self._let_in(said, grant_id),
            )
            yield (
                self.stage.moment(said["removed"]),
                lambda said=said, grant_id=grant_id: access.remove_access(
                    self.host, access_grant_id=grant_id, proof=said["removed_proof"]
                ),
            )

    def _let_in(self, said: dict[str, Any], grant_id: UUID) -> None:
        escorted_by = said.get("escorted_by", "")
        person_id = self.stage.people[said["who"]]
        helpers = doors.helpers_of(self.host, self.past.mission_id)
        access.grant_access(
            self.host,
            mission_id=self.past.mission_id,
            mission_item_id=next(item for item, _, who in helpers if who == person_id),
            system=said["system"],
            place=said["place"],
            account=said.get("account", ""),
            escort="escorted" if escorted_by else "cleared",
            escorted_by=escorted_by,
            ends_at=self.stage.moment(said["until"]),
            proof=said["given_proof"],
            access_grant_id=grant_id,
        )

    def _hours(self) -> Iterator[Scene]:
        for account, day, start, hours, kind, task in self.said["time_entries"]:
            starts_at = datetime.combine(
                self.stage.day(day), time.fromisoformat(start), tzinfo=self.stage.zone
            )
            ends_at = starts_at + timedelta(minutes=int(Decimal(hours) * 60))
            yield (
                ends_at,
                lambda account=account, starts_at=starts_at, ends_at=ends_at, kind=kind, task=task: (
                    deployments.log_time(
                        self.stage.actor(account),
                        deployment_id=self._deployment(account),
                        starts_at=starts_at,
                        ends_at=ends_at,
                        kind=kind,
                        task=task,
                    )
                ),
            )

    def _log(self) -> Iterator[Scene]:
        for line in self.said["activity"]:
            yield (
                self.stage.moment(line["at"]),
                lambda line=line: deployments.log_activity(
                    self.stage.actor(line["by"]),
                    mission_id=self.past.mission_id,
                    deployment_id=self._deployment(line["by"]),
                    text=line["text"],
                    position="Systems engineer",
                ),
            )

    def _expenses(self) -> Iterator[Scene]:
        for expense in self.said["expense"]:
            receipt = HERE / expense["receipt"]
            yield (
                self.stage.moment(expense["at"]),
                lambda expense=expense, receipt=receipt: deployments.log_expense(
                    self.stage.actor(expense["by"]),
                    mission_id=self.past.mission_id,
                    deployment_id=self._deployment(expense["by"]),
                    category=expense["kind"],
                    incurred_on=self.stage.moment(expense["at"]).date(),
                    description=expense["what"],
                    amount_cents=int(Decimal(expense["amount"]) * 100),
                    receipt=(receipt.name, receipt.read_bytes()),
                ),
            )

    def _loans(self) -> Iterator[Scene]:
        for loan in self.said["equipment"]:
            deployment_id = self.of_resource[self.stage.resources[loan["resource"]]]
            for passing, way, by in (
                (deployments.hand_over, "out", loan["out_by"]),
                (deployments.return_things, "back", loan["back_by"]),
            ):
                yield (
                    self.stage.moment(loan[way]),
                    lambda passing=passing, way=way, by=by, loan=loan, row=deployment_id: passing(
                        self.stage.actor(by),
                        deployment_id=row,
                        quantity=loan["quantity"],
                        condition=loan[f"{way}_condition"],
                        condition_note=loan[f"{way}_note"],
                        received_by=loan[f"{way}_received_by"],
                    ),
                )

    def _departures(self) -> Iterator[Scene]:
        for account in self.said["demobilize"]["who"]:
            yield (
                self.stage.moment(self.said["demobilize"]["people"]),
                lambda account=account: deployments.demobilize(
                    self.lender,
                    deployment_id=self._deployment(account),
                    remark=self.said["demobilize"]["remark"],
                ),
            )


def _close(stage: Stage, past: PastMission, story: dict[str, Any]) -> None:
    """Everything is accounted for: mission, request and incident end one after the other."""
    with stage.at(story["mission"]["demobilize"]["closed"]):
        deployments.close_out_mission(
            stage.actor(story["mission"]["run_by"]), mission_id=past.mission_id
        )
    director = stage.actor(story["aid_request"]["asked_by"])
    with stage.at(story["aid_request"]["closed"]):
        aid.close_aid_request(
            director,
            aid_request_id=past.aid_request_id,
            reason=story["aid_request"]["close_reason"],
        )
        aid.close_incident(director, incident_id=past.incident_id)
