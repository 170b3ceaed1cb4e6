"""The host's pages: give access, extend it, confirm that it is gone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.access import commands, forms, queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.web.views import CommandView


class AboutMission(CommandView):
    """A page about access on one mission."""

    mission: Any

    def context(self) -> dict[str, Any]:
        return {"mission": self.mission, "exercise": self.mission.exercise}

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return reverse("aid:mission", args=[self.mission.id]) + "#mission-access"


class GrantAccess(AboutMission):
    permission = "access_grant.make"
    commands = (commands.grant_access,)
    form_class = forms.GrantForm
    title = submit_label = "Give access"
    intro = "Only what the work needs, for as long as it needs it. It ends with the mission."
    success_message = "Written down. Both parties see it until it is confirmed gone."

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission_of_side(actor, self.kwargs["mission_id"])

    def form_arguments(self) -> dict[str, Any]:
        return {"helpers": queries.helpers_of(self.actor, self.mission.id)}

    def initial(self) -> dict[str, Any]:
        return {"starts_at": clock.now(), "ends_at": self.mission.ends_at}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        given = {
            name: value
            for name, value in cleaned.items()
            if name not in ("submission_id", "proof_file")
        }
        return commands.grant_access(
            actor,
            mission_id=self.mission.id,
            proof_file=_upload(cleaned),
            access_grant_id=cleaned["submission_id"],
            **given,
        )


class AboutGrant(AboutMission):
    def load(self, actor: Actor) -> None:
        self.grant = queries.get_grant(actor, self.kwargs["access_grant_id"])
        self.mission = self.grant.mission
        account = f", account {self.grant.account}" if self.grant.account else ""
        self.intro = (
            f"{self.grant.helper_name}: {self.grant.system}{account}, "
            f"mission {self.mission.reference}."
        )


class ExtendAccess(AboutGrant):
    permission = "access_grant.make"
    commands = (commands.extend_access,)
    form_class = forms.ExtendForm
    title = "Let access last longer"
    submit_label = "Extend"
    success_message = "Extended."

    def initial(self) -> dict[str, Any]:
        return {"ends_at": self.mission.ends_at}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.extend_access(
            actor, access_grant_id=self.grant.id, ends_at=cleaned["ends_at"]
        )


class RemoveAccess(AboutGrant):
    permission = "access_grant.remove"
    commands = (commands.remove_access,)
    form_class = forms.RemoveForm
    title = "Confirm that access is gone"
    submit_label = "It is gone"
    success_message = "Confirmed. It stays on the record with your proof."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.remove_access(
            actor,
            access_grant_id=self.grant.id,
            proof=cleaned["proof"],
            proof_file=_upload(cleaned),
        )


def _upload(cleaned: dict[str, Any]) -> tuple[str, bytes] | None:
    sent = cleaned["proof_file"]
    return (sent.name, sent.read()) if sent else None
