"""The page that works without a network, and the list of one's own phones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from muster.offline import commands, queries
from muster.rules.actor import Actor
from muster.web import app_shell
from muster.web.views import CommandView, PageView


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what is personal is read from the browser's own encrypted store."""
    response = HttpResponse(app_shell.page())
    response["Cache-Control"] = "no-cache"
    return response


class Devices(PageView):
    template_name = "offline/devices.html"

    def context(self) -> dict[str, Any]:
        rows = queries.devices(self.actor)
        return {"devices": [{"row": row, "state": queries.state_of(row)} for row in rows]}


class WipeDevice(CommandView):
    commands = (commands.wipe_device,)
    title, submit_label, is_danger = "Report this phone lost", "It is lost: wipe it", True
    success_message = "It opens nothing any more, and erases itself when it is next heard from."

    def load(self, actor: Actor) -> None:
        device = queries.get_device(actor, self.kwargs["device_id"])
        self.intro = (
            f"“{device.label}” erases what it holds when it is next heard from. What was written "
            "down on it and not sent yet is refused. If you were signed in on it, sign it out too: "
            "My account, Sign out everywhere else."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.wipe_device(actor, device_id=self.kwargs["device_id"])

    def success_url(self, result: Any) -> str:
        return reverse("offline:devices")

    def back_url(self) -> str:
        return reverse("offline:devices")
