"""Pages of incidents."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import commands, queries
from muster.aid.forms import IncidentForm, NewIncidentForm, OptionalReasonForm
from muster.aid.views.asking import exercise_choices, party_choices
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import INCIDENT, allowed_actions
from muster.web.views import CommandView, PageView

AMENDABLE = (
    "kind",
    "title",
    "confidentiality_impact",
    "integrity_impact",
    "availability_impact",
    "began_at",
    "discovered_at",
    "emergency_declared_at",
    "declaration_reference",
    "sharing_label",
    "summary",
)


class Incidents(PageView):
    template_name = "aid/incidents.html"

    def context(self) -> dict[str, Any]:
        return {
            "page": queries.incidents(self.actor, cursor=self.request.GET.get("cursor")),
        }


class IncidentPage(PageView):
    template_name = "aid/incident.html"

    def load(self, actor: Actor) -> None:
        self.incident = queries.get_incident(actor, self.kwargs["incident_id"])

    def context(self) -> dict[str, Any]:
        incident = self.incident
        wanted = queries.AidRequestFilter(incident_id=incident.id, exercise_id=incident.exercise_id)
        return {
            "incident": incident,
            "exercise": incident.exercise,
            "aid_requests": queries.aid_requests(self.actor, wanted).items,
            "may_act": members.may_act_for(self.actor, incident.party_id),
            "actions": allowed_actions(INCIDENT, incident.state),
            "facts": queries.timeline(self.actor, incident.id),
            "severity": queries.severity_of(incident),
        }


class IncidentCommand(CommandView):
    """What the writing pages of one incident share."""

    def load(self, actor: Actor) -> None:
        self.incident = queries.get_incident(actor, self.kwargs["incident_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.incident.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("aid:incident", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:incident", args=[self.incident.id])


class OpenIncident(CommandView):
    permission = "incident.open"
    commands = (commands.open_incident,)
    form_class = NewIncidentForm
    title = "Note an incident"
    intro = "What happened, as far as you want to say. Asking for help follows from here."
    success_message = "Noted. You may ask for help now."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "parties": party_choices(self.actor),
            "exercises": exercise_choices(self.actor),
        }

    def initial(self) -> dict[str, Any]:
        return {
            "confidentiality_impact": "suspected",
            "integrity_impact": "suspected",
            "availability_impact": "severe",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: cleaned[name] for name in AMENDABLE}
        return commands.open_incident(
            actor,
            **values,
            party_id=cleaned.get("party_id") or None,
            exercise_id=cleaned.get("exercise_id") or None,
            incident_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("aid:incident", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:incidents")


class AmendIncident(IncidentCommand):
    permission = "incident.open"
    commands = (commands.amend_incident,)
    form_class = IncidentForm
    title = "Change the incident"
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.incident, name) for name in AMENDABLE}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: cleaned[name] for name in AMENDABLE}
        return commands.amend_incident(actor, incident_id=self.incident.id, **values)


class CloseIncident(IncidentCommand):
    permission = "incident.close"
    commands = (commands.close_incident,)
    form_class = OptionalReasonForm
    title = submit_label = "Close the incident"
    success_message = "Closed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_incident(
            actor, incident_id=self.incident.id, reason=cleaned["reason"]
        )


class ReopenIncident(IncidentCommand):
    permission = "incident.open"
    commands = (commands.reopen_incident,)
    form_class = OptionalReasonForm
    title = submit_label = "Take the incident up again"
    success_message = "It is open again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.reopen_incident(
            actor, incident_id=self.incident.id, reason=cleaned["reason"]
        )
