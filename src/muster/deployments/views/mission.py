"""The mission as a whole: recall, a longer stay, the end; and the fragment that stays fresh."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.deployments import commands, forms, queries
from muster.deployments.panels import presence
from muster.deployments.views.writing import MissionCommand
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.eligibility import earliest_recall
from muster.web.display import when_text
from muster.web.views import PageView


class RecallMission(MissionCommand):
    permission = "mission.recall"
    commands = (commands.recall_mission,)
    form_class = forms.RecallForm
    title = submit_label = "Call home"
    is_danger = True
    success_message = "Recalled. Both parties are told from when."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        terms = queries.terms_of_mission(self.mission)
        self.earliest = earliest_recall(clock.now(), terms)
        self.intro = (
            f"Calls home everyone and everything of mission {self.mission.reference}. "
            f"The agreement asks for {terms.recall.notice_hours} hours' notice."
        )

    def initial(self) -> dict[str, Any]:
        # The next full minute, so that the notice is whole when the button is pressed.
        minute = self.earliest.replace(second=0, microsecond=0)
        return {"effective_at": minute + 10 * forms.MINUTE}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.recall_mission(
            actor,
            mission_id=self.mission.id,
            reason=cleaned["reason"],
            effective_at=cleaned["effective_at"],
            by_voice=cleaned["by_voice"],
        )


class ConfirmRecall(MissionCommand):
    permission = "mission.recall"
    commands = (commands.confirm_recall,)
    form_class = forms.ConfirmRecallForm
    title = "Put the recall in writing"
    submit_label = "Send it in writing"
    success_message = "In writing now. The other party is told."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        waiting = queries.recalls_to_confirm(self.mission.id)
        said = f", said by voice {when_text(waiting[0].noticed_at)}" if waiting else ""
        self.intro = f"The recall of mission {self.mission.reference}{said}."
        self.said = waiting[0].reason if waiting else ""

    def initial(self) -> dict[str, Any]:
        return {"text": self.said}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.confirm_recall(actor, mission_id=self.mission.id, text=cleaned["text"])


class AskExtension(MissionCommand):
    permission = "mission.extend"
    commands = (commands.ask_extension,)
    form_class = forms.ExtensionForm
    title = "Ask for a longer stay"
    intro = "The mission goes on when the other party agrees."
    submit_label = "Ask"
    success_message = "Asked. The other party answers."

    def initial(self) -> dict[str, Any]:
        return {"until": self.mission.ends_at + 24 * 60 * forms.MINUTE}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.ask_extension(
            actor,
            mission_id=self.mission.id,
            until=cleaned["until"],
            reason=cleaned["reason"],
        )


class AnswerExtension(MissionCommand):
    permission = "mission.extend"
    commands = (commands.answer_extension,)
    form_class = forms.AnswerForm
    title = "A longer stay is asked for"
    submit_label = "Answer"
    success_message = "Answered. The other party is told."

    def load(self, actor: Actor) -> None:
        self.extension = queries.get_extension(actor, self.kwargs["extension_id"])
        self.mission = self.extension.mission
        until = when_text(self.extension.until)
        self.intro = (
            f"Mission {self.mission.reference} would go on until {until}: {self.extension.reason}"
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.answer_extension(
            actor, extension_id=self.extension.id, is_agreed=cleaned["answer"] == "yes"
        )


class CloseMission(MissionCommand):
    permission = "mission.close"
    commands = (commands.close_out_mission,)
    title = submit_label = "Close the mission"
    intro = (
        "Everyone is home and everything is back, released or written off. No hours or costs can "
        "be added afterwards; what is owed is settled from what is written down."
    )
    success_message = "Closed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_out_mission(actor, mission_id=self.mission.id)

    def success_url(self, result: Any) -> str:
        return reverse("aid:mission", args=[self.mission.id])


class PresenceFragment(PageView):
    """People and things alone, fetched again when something about the mission was sealed."""

    template_name = "deployments/_presence.html"

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission_of_side(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        return {"panel": presence(self.actor, self.mission.id), "subject": self.mission}
