"""What the writing pages of this room share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import queries as aid
from muster.deployments import commands, queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.web.views import CommandView


class MissionCommand(CommandView):
    """About a whole mission."""

    def load(self, actor: Actor) -> None:
        queries.get_mission_of_side(actor, self.kwargs["mission_id"])
        commands.ensure_deployments(actor, self.kwargs["mission_id"])
        self.mission = aid.get_mission(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        return {"mission": self.mission, "exercise": self.mission.exercise}

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        if self.request.GET.get("from") == "mine":
            return reverse("deployments:mine")
        return reverse("aid:mission", args=[self.mission.id])


class DeploymentCommand(MissionCommand):
    """About one person or lot; the helper is led back to the own page, others to the mission."""

    def load(self, actor: Actor) -> None:
        self.row = queries.get_deployment(actor, self.kwargs["deployment_id"])
        self.mission = self.row.mission
        self.intro = f"{self.row.label}, mission {self.mission.reference}"

    def back_url(self) -> str:
        if self.row.responder_id and self.row.responder_id == self.actor.person_id:
            return reverse("deployments:mine")
        return reverse("aid:mission", args=[self.mission.id])

    def initial(self) -> dict[str, Any]:
        return {"at": clock.now()}


def moment(typed: Any) -> Any:
    """A moment as typed, or None for this very minute: a typed minute carries no seconds."""
    now = clock.now()
    return None if typed is not None and 0 <= (now - typed).total_seconds() < 60 else typed


def renamed(refused: Refused, names: dict[str, str]) -> Refused:
    """The same refusals beside the fields that this page has for them."""
    return Refused(
        Refusal(each.code, each.term, names.get(each.field or "", each.field), each.values)
        for each in refused.refusals
    )
