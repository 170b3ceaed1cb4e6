"""Nights and meals away, and the answer whether help goes on."""

from __future__ import annotations

from typing import Any

from muster.deployments import commands, forms, queries
from muster.deployments.views.writing import MissionCommand
from muster.journal import clock
from muster.rules.actor import Actor


class LogStay(MissionCommand):
    permission = "deployment.log_expense"
    commands = (commands.log_stay,)
    form_class = forms.StayForm
    title = "Log a night or a day away"
    intro = "One entry for each person and day. What it is worth follows from the agreement."
    submit_label = "Log"
    success_message = "Logged. Both parties see it."

    def form_arguments(self) -> dict[str, Any]:
        rows = queries.deployments_of(self.actor, self.mission.id)
        people = [row for row in rows if row.kind == queries.PEOPLE]
        return {"currency": queries.terms_of_mission(self.mission).currency, "rows": people}

    def initial(self) -> dict[str, Any]:
        zone = queries.terms_of_mission(self.mission).zone
        rows = self.form_arguments()["rows"]
        own = [row for row in rows if row.responder_id == self.actor.person_id] or rows
        return {
            "on": clock.now().astimezone(zone).date(),
            "has_night": True,
            "deployment_id": str(own[0].id) if own else "",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        same = ("deployment_id", "on", "has_night", "lodging_provided", "meals_provided")
        return commands.log_stay(
            actor,
            **{name: cleaned[name] for name in same},
            lodging_cents=cleaned["lodging"],
            meals_cents=cleaned["meals"],
            is_donated=cleaned["is_donated"],
            place_key=cleaned["place_key"],
        )


class StrikeStay(MissionCommand):
    permission = "deployment.correct"
    commands = (commands.void_stay,)
    form_class = forms.ReasonForm
    title = submit_label = "Strike out this day"
    is_danger = True
    success_message = "Struck out."

    def load(self, actor: Actor) -> None:
        self.stay = queries.get_stay(actor, self.kwargs["stay_id"])
        self.mission = self.stay.mission
        self.intro = f"{self.stay.deployment.label}, {self.stay.on}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.void_stay(actor, stay_id=self.stay.id, reason=cleaned["reason"])


class AnswerContinuation(MissionCommand):
    permission = "mission.continue"
    commands = (commands.answer_continuation,)
    form_class = forms.ContinuationForm
    title = "Beyond the free time"
    intro = (
        "Your written answer. What follows the free time costs what the agreement and the agreed "
        "share say; see the mission's page for what it comes to."
    )
    submit_label = "Answer"
    success_message = "Answered. The other party is told."

    def initial(self) -> dict[str, Any]:
        last = queries.continuation(self.actor, self.mission.id)
        return {"answer": "no" if last and not last.goes_on else "yes"}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.answer_continuation(
            actor,
            mission_id=self.mission.id,
            goes_on=cleaned["answer"] == "yes",
            wording=cleaned["wording"],
        )
