"""What the signed mission order names."""

from __future__ import annotations

from typing import Any

from muster.deployments import commands, forms, queries
from muster.deployments.views.writing import MissionCommand
from muster.rules.actor import Actor


class PutOutsideOrder(MissionCommand):
    permission = "mission.judge_order"
    commands = (commands.put_outside_order,)
    form_class = forms.OutsideOrderForm
    title = "Not in the signed order"
    intro = "Where the agreement pays only what the order names, it is shown and not claimed."
    submit_label = "Say so"
    success_message = "Said. Both parties see it; the party that is helped may take it in."

    def form_arguments(self) -> dict[str, Any]:
        outside = queries.ids_outside_order(self.mission.id)
        found = queries.entries_of(self.actor, self.mission.id)
        return {"entries": {key: words for key, words in found.items() if key not in outside}}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.put_outside_order(
            actor,
            mission_id=self.mission.id,
            entry_id=cleaned["entry_id"],
            reason=cleaned["reason"],
        )


class TakeIntoOrder(MissionCommand):
    permission = "mission.judge_order"
    commands = (commands.take_into_order,)
    title = submit_label = "Take into the order"
    success_message = "Taken in. It counts as named in the order."

    def load(self, actor: Actor) -> None:
        self.outside = queries.get_outside_order(actor, self.kwargs["outside_order_id"])
        self.mission = self.outside.mission
        self.intro = f"{self.outside.label}: {self.outside.reason}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_into_order(actor, outside_order_id=self.outside.id)
