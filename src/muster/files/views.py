"""Downloads: always as attachments, never shown by the browser in our name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponseBase
from django.urls import reverse

from muster.files import commands, queries
from muster.files.attachment import attachment
from muster.rules.actor import Actor
from muster.web.forms import MusterForm
from muster.web.views import CommandView
from muster.web.views.pages import ActorView


class LabelForm(MusterForm):
    sharing_label = forms.ChoiceField(
        label="Who may know?",
        choices=(
            ("", "Whoever may know of the incident"),
            ("TLP:RED", "Only those who read it today; nobody takes it along (TLP:RED)"),
            ("TLP:AMBER+STRICT", "The network, nobody outside (TLP:AMBER+STRICT)"),
            ("TLP:AMBER", "The network and whom it serves (TLP:AMBER)"),
            ("TLP:GREEN", "The wider community (TLP:GREEN)"),
            ("TLP:CLEAR", "Everybody (TLP:CLEAR)"),
        ),
        required=False,
    )


class LabelFile(CommandView):
    """How far a file of the own party may travel."""

    permission = "file.upload"
    commands = (commands.label_file,)
    form_class = LabelForm
    title = "Who may know of this file?"
    submit_label = "Keep it so"
    success_message = "Kept. The label goes with the file."

    def load(self, actor: Actor) -> None:
        self.stored = queries.get_file(actor, self.kwargs["file_id"])
        self.intro = f"{self.stored.name} is {self.stored.sharing_label} now."

    def initial(self) -> dict[str, Any]:
        return {"sharing_label": self.stored.own_label}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.label_file(
            actor, file_id=self.stored.id, sharing_label=cleaned["sharing_label"]
        )

    def success_url(self, result: Any) -> str:
        return reverse("files:label", args=[self.stored.id])


class Download(ActorView):
    def get(self, request, file_id: UUID) -> HttpResponseBase:
        return attachment(self.actor, file_id)
