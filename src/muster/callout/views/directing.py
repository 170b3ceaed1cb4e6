"""Having people asked: starting, widening and stopping, from the request's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import queries as aid
from muster.callout import commands, queries
from muster.callout.forms import StartForm, StopForm
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import LineState
from muster.web.views import CommandView


class StartCallOut(CommandView):
    permission = "call_out.start"
    commands = (commands.start_call_out,)
    form_class = StartForm
    title = submit_label = "Ask people now"
    intro = (
        "The people on duty are asked over the ways that they chose: whoever keeps silent is "
        "followed by the next. It ends by itself when everything is promised."
    )

    def load(self, actor: Actor) -> None:
        self.aid_request = aid.get_aid_request(actor, self.kwargs["aid_request_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.aid_request.exercise}

    def form_arguments(self) -> dict[str, Any]:
        asker = self.aid_request.requesting_party_id
        lines = [
            (str(line.id), f"Line {line.number}: {line.resource_type.label}")
            for line in aid.lines_of(self.aid_request.id)
            if line.state == LineState.OPEN
        ]
        parties = [
            (str(party.id), party.name)
            for party in members.in_force(self.actor)
            if party.id != asker
        ]
        return {"lines": lines, "parties": parties}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        form = StartForm({})
        form.cleaned_data = cleaned
        return commands.start_call_out(
            actor,
            aid_request_id=self.aid_request.id,
            call_out_id=cleaned["submission_id"],
            **form.wanted(),
        )

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def message(self, result: Any) -> str:
        return "People are being asked now."

    def back_url(self) -> str:
        return reverse("aid:request", args=[self.aid_request.id]) + "#call-out"


class CallOutCommand(CommandView):
    """What the writing pages of one call-out share."""

    def load(self, actor: Actor) -> None:
        self.call_out = queries.get_call_out(actor, self.kwargs["call_out_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.call_out.exercise}

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return reverse("aid:request", args=[self.call_out.aid_request_id]) + "#call-out"


class WidenCallOut(CallOutCommand):
    permission = "call_out.widen"
    commands = (commands.widen_call_out,)
    title = "Ask more people now"
    submit_label = "Ask the next wave now"
    intro = "The next best matches are asked at once, without waiting for those asked before."
    success_message = "The next wave is being asked."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.widen_call_out(actor, call_out_id=self.call_out.id)


class StopCallOut(CallOutCommand):
    permission = "call_out.stop"
    commands = (commands.stop_call_out,)
    form_class = StopForm
    title = "Stop asking"
    submit_label = "Ask nobody any more"
    intro = "What was asked and answered stays on the record; offers stay as they are."
    success_message = "Nobody is asked any more."
    is_danger = True

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.stop_call_out(actor, call_out_id=self.call_out.id, reason=cleaned["reason"])
