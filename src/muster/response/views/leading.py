"""Pages on which an operation gets its leaders, its phase and its limits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.aid import queries as aid
from muster.response import commands, queries
from muster.response.forms import ChangeForm, PhaseForm, PostForm, StartForm, named
from muster.response.views.writing import OperationCommand
from muster.rules.actor import Actor
from muster.web.given import as_uuid
from muster.web.views import CommandView

SET = ("report_every_hours", "longest_shift_hours", "least_rest_hours", "most_days")


class StartOperation(CommandView):
    permission = "operation.start"
    commands = (commands.start_operation,)
    form_class = StartForm
    title = "Take command of the incident"
    submit_label = "Begin"
    intro = (
        "One person leads, one stands in. From here you set objectives, give tasks, plan shifts and "
        "write situation reports; helpers see it as soon as their mission is authorized."
    )
    success_message = "Begun. Open the first operational period."

    def load(self, actor: Actor) -> None:
        self.incident = aid.get_incident(actor, self.kwargs["incident_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.incident.exercise}

    def form_arguments(self) -> dict[str, Any]:
        people = named(each for each in queries.workers(self.incident) if each.person_id)
        nobody = [("", "Nobody yet"), *people]
        return {"choices": {"commander_id": people, "deputy_id": nobody}}

    def initial(self) -> dict[str, Any]:
        return {"commander_id": str(self.actor.person_id)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.start_operation(
            actor,
            incident_id=self.incident.id,
            commander_id=UUID(cleaned["commander_id"]),
            deputy_id=as_uuid(cleaned["deputy_id"]),
            report_every_hours=cleaned["report_every_hours"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("response:operation", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:incident", args=[self.incident.id])


class ChangeOperation(OperationCommand):
    permission = "operation.lead"
    commands = (commands.change_operation,)
    form_class = ChangeForm
    title = "Reports and rest"
    intro = (
        "Usual: a shift of at most 12 hours, 8 hours between two, 14 days in a row. Who is planned "
        "beyond that is flagged."
    )
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.operation, name) for name in SET}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: cleaned[name] for name in SET}
        return commands.change_operation(actor, operation_id=self.operation.id, **values)


class ChangePhase(OperationCommand):
    permission = "operation.lead"
    commands = (commands.change_phase,)
    form_class = PhaseForm
    title = "Phase of the response"
    intro = "It may go back as well as forward."
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        return {"phase": self.operation.phase}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.change_phase(actor, operation_id=self.operation.id, phase=cleaned["phase"])


class BeginWave(OperationCommand):
    permission = "operation.lead"
    commands = (commands.begin_wave,)
    title = submit_label = "It struck again"
    intro = (
        "The response goes back to containing and a situation report is due now. All who help are "
        "told. To ask for more help, open a request from the incident."
    )
    success_message = "All who help are being told. Write the situation report now."
    is_danger = True

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.begin_wave(actor, operation_id=self.operation.id)


class OfferPost(OperationCommand):
    permission = "operation.lead"
    commands = (commands.offer_post,)
    form_class = PostForm
    title = "Hand over"
    submit_label = "Ask them to take over"
    intro = "You keep the post until they take it."
    success_message = "Asked. You keep the post until they take it."

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"to_id": self.leaders()}}

    def initial(self) -> dict[str, Any]:
        return {"post": "commander"}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.offer_post(
            actor,
            operation_id=self.operation.id,
            post=cleaned["post"],
            to_id=UUID(cleaned["to_id"]),
            note=cleaned["note"],
        )


class TakePost(OperationCommand):
    permission = "operation.lead"
    commands = (commands.take_post,)
    title = submit_label = "Take over"
    success_message = "You have the post now."

    def load(self, actor: Actor) -> None:
        self.hand_over = queries.get_hand_over(actor, self.kwargs["hand_over_id"])
        self.operation = queries.get_operation(actor, self.hand_over.operation_id)

    def context(self) -> dict[str, Any]:
        offered = self.hand_over
        words = f"{offered.from_name} asks you to take over as {offered.post}. {offered.note}"
        return {**super().context(), "intro": words}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_post(actor, hand_over_id=self.hand_over.id)
