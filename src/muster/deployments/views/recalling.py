"""Everything of one party comes home: what it does, before and after."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.deployments import commands, forms, queries
from muster.journal import clock
from muster.journal.plain import to_plain
from muster.rules.actor import Actor
from muster.web.views import CommandView, PageView


class RecallEverything(CommandView):
    """What is out and on offer, what calling it home breaks, and the one button."""

    permission = "mission.recall"
    commands = (commands.recall_everything,)
    form_class = forms.WholeRecallForm
    template_name = "deployments/recall_everything.html"
    title = submit_label = "Call everything home"
    is_danger = True
    success_message = "Called home. Everyone concerned is told."

    def context(self) -> dict[str, Any]:
        return {"found": queries.whole_recall(self.actor, clock.now())}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.recall_everything(
            actor,
            reason=cleaned["reason"],
            by_voice=cleaned["by_voice"],
            party_recall_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("deployments:recalled_everything", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:missions")


class RecalledEverything(PageView):
    """The same list as it was done."""

    template_name = "deployments/recalled_everything.html"

    def load(self, actor: Actor) -> None:
        self.recall = queries.get_party_recall(actor, self.kwargs["party_recall_id"])

    def context(self) -> dict[str, Any]:
        return {"recall": self.recall, "found": to_plain(self.recall.done)}
