"""Letting a person back in: one officer makes the link, another one reads out the code."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.members import commands, forms, queries
from muster.members.views.people import SHOWN_ONCE, OfPerson, link_to
from muster.rules.actor import Actor
from muster.web.display import when_text


class RecoverPerson(OfPerson):
    commands = (commands.recover_person,)
    permission = "person.recover"
    form_class = forms.RecoverForm
    title, submit_label = "Let a person back in", "Make the link"
    intro = (
        "Only with the person before you, or on a call where you know the voice. The link goes to "
        "them in any way and opens nothing alone: another officer reads them a code."
    )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        issued = commands.recover_person(
            actor, person_id=self.person.id, removes_factors=cleaned["removes_factors"]
        )
        self.request.session[SHOWN_ONCE] = {
            "kind": "recovery",
            "name": self.person.name,
            "secret": link_to(self.request, "members:recover", issued.token),
            "until": issued.recovery.expires_at.isoformat(),
            "needs_code": True,
            "back": reverse("members:person", args=[self.person.id]),
        }
        return issued

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")


class ReadRecoveryCode(OfPerson):
    commands = (commands.read_recovery_code,)
    permission = "person.read_recovery_code"
    title, submit_label = "Read out the code", "Show the code"

    def load(self, actor: Actor) -> None:
        super().load(actor)
        recovery = queries.get_open_recovery(actor, self.person.id)
        self.intro = (
            f"{recovery.issued_by_name or 'Muster'} made a link for {self.person.name} on "
            f"{when_text(recovery.issued_at)}. Speak to {self.person.name} yourself, face to face "
            "or by a voice that you know, before you read out a code."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        spoken = commands.read_recovery_code(actor, person_id=self.person.id)
        self.request.session[SHOWN_ONCE] = {
            "kind": "recovery",
            "name": self.person.name,
            "code": spoken.code,
            "until": spoken.recovery.expires_at.isoformat(),
            "back": reverse("members:person", args=[self.person.id]),
        }
        return spoken

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")
