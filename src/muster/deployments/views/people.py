"""People and things on their way: one small page for each step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.deployments import commands, forms, queries
from muster.deployments.views.writing import DeploymentCommand, moment
from muster.members import queries as members
from muster.rules.actor import Actor


class Assign(DeploymentCommand):
    permission = "deployment.assign"
    commands = (commands.assign_responder,)
    form_class = forms.AssignForm
    title = "Who serves"
    success_message = "Saved. The helper finds it under My deployment."

    def form_arguments(self) -> dict[str, Any]:
        people = members.people_of_party(self.actor.network_id, self.mission.responding_party_id)
        is_own = self.actor.party_id == self.mission.responding_party_id
        return {"people": sorted(people, key=lambda each: each.name) if is_own else []}

    def initial(self) -> dict[str, Any]:
        return {"person_id": str(self.row.responder_id or "")}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        typed = cleaned["person_id"]
        return commands.assign_responder(
            actor, deployment_id=self.row.id, person_id=UUID(typed) if typed else None
        )


class Depart(DeploymentCommand):
    permission = "deployment.check_in"
    commands = (commands.mark_departed,)
    form_class = forms.MomentForm
    title = "Set out"
    submit_label = "Set out"
    success_message = "Noted. The host sees that you are on the way."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.mark_departed(actor, deployment_id=self.row.id, at=moment(cleaned["at"]))


class CheckIn(DeploymentCommand):
    permission = "deployment.check_in"
    commands = (commands.check_in,)
    form_class = forms.CheckInForm
    template_name = "deployments/check_in.html"
    title = submit_label = "Check in"
    success_message = "Checked in. Hours count from here."

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "place": self.mission.place}

    def form_arguments(self) -> dict[str, Any]:
        is_host = self.actor.party_id == self.mission.requesting_party_id
        asked = queries.clearances_asked(self.actor, self.row) if is_host else []
        return {"needs_escort": any(each.escort_instead for each in asked)}

    def context(self) -> dict[str, Any]:
        found = queries.clearances_of_deployment(self.actor, self.row)
        lacking = [each for each in found if not each.is_in_order]
        is_own = self.row.responder_id is not None and self.row.responder_id == self.actor.person_id
        return {**super().context(), "clearances": lacking, "is_own": is_own}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.check_in(
            actor,
            deployment_id=self.row.id,
            place=cleaned["place"],
            at=moment(cleaned["at"]),
            escorted_by=cleaned.get("escorted_by", ""),
        )


class NoShow(DeploymentCommand):
    permission = "deployment.check_in"
    commands = (commands.mark_no_show,)
    form_class = forms.ReasonForm
    title = submit_label = "Did not come"
    is_danger = True
    success_message = "Noted. Both parties see it."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.mark_no_show(actor, deployment_id=self.row.id, reason=cleaned["reason"])


class Demobilize(DeploymentCommand):
    permission = "deployment.demobilize"
    commands = (commands.demobilize,)
    form_class = forms.DemobilizeForm
    title = "Done, going home"
    submit_label = "Demobilize"
    success_message = "Demobilized. Log the last hours and the way home before the mission closes."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.demobilize(
            actor,
            deployment_id=self.row.id,
            remark=cleaned["remark"],
            at=moment(cleaned["at"]),
        )


class Release(DeploymentCommand):
    permission = "deployment.demobilize"
    commands = (commands.release_deployment,)
    form_class = forms.ReasonForm
    title = submit_label = "Not needed any more"
    is_danger = True
    success_message = "Released. Both parties see it."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.release_deployment(
            actor, deployment_id=self.row.id, reason=cleaned["reason"]
        )


class HandOver(DeploymentCommand):
    permission = "deployment.hand_over"
    commands = (commands.hand_over,)
    form_class = forms.HandOutForm
    title = submit_label = "Hand over"
    success_message = "Handed over. Both parties see what, in which condition, to whom."

    def initial(self) -> dict[str, Any]:
        return {"quantity": self.row.quantity}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.hand_over(actor, deployment_id=self.row.id, **cleaned)


class ReportLost(DeploymentCommand):
    permission = "deployment.return"
    commands = (commands.report_lost,)
    form_class = forms.LostForm
    title = submit_label = "Report lost"
    is_danger = True
    success_message = "Reported. What is found later is taken back as usual."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.report_lost(
            actor,
            deployment_id=self.row.id,
            quantity=cleaned["quantity"],
            reason=cleaned["reason"],
        )
