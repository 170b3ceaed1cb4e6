"""What the writing pages of an operation share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.response import queries
from muster.response.forms import named
from muster.rules.actor import Actor
from muster.web.views import CommandView


class OperationCommand(CommandView):
    """A writing page of one operation; it leads back to the operation's page."""

    def load(self, actor: Actor) -> None:
        self.operation = queries.get_operation(actor, self.kwargs["operation_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.operation.exercise}

    def workers(self) -> list[tuple[str, str]]:
        return named(queries.workers(self.operation.incident))

    def leaders(self) -> list[tuple[str, str]]:
        """Those who can hold a post: they have an account."""
        return named(each for each in queries.workers(self.operation.incident) if each.person_id)

    def success_url(self, result: Any) -> str:
        return reverse("response:operation", args=[self.operation.id])

    def back_url(self) -> str:
        return reverse("response:operation", args=[self.operation.id])
