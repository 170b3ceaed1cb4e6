"""The page that works without a network, and the list of one's own phones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from muster.offline import commands, queries
from muster.offline.commands import Reading
from muster.offline.forms import PaperForm
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState
from muster.rules.refusal import Refused
from muster.web import app_shell
from muster.web.views import CommandView, PageView
from muster.web.views.commands import UNPROCESSABLE


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what is personal is read from the browser's own encrypted store."""
    response = HttpResponse(app_shell.page())
    response["Cache-Control"] = "no-cache"
    return response


class FilePaper(CommandView):
    """A code that another phone shows: its text, what it says, and that this was read and agreed."""

    permission = "aid_request.file_on_paper"
    commands = (commands.read_paper_request, commands.file_paper_request)
    form_class = PaperForm
    template_name = "offline/paper.html"
    title = "File from a code"
    submit_label = "File the request"
    intro = (
        "A phone without a network shows a request as a code. File it here, in its owner's name."
    )

    def form_arguments(self) -> dict[str, Any]:
        return {"reading_of": self.reading_of}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without words that were read, this is the first look: it shows them, and writes nothing."""
        if request.POST.get("read_back"):
            return super().post(request, *args, **kwargs)
        form = self.form_class(request.POST, **self.form_arguments())
        return self.show(form, status=200 if form.is_valid() else UNPROCESSABLE)

    def reading_of(self, signed_text: str) -> Reading:
        try:
            return commands.read_paper_request(self.actor, signed_text=signed_text)
        except Refused as refused:
            refused.after_undone()
            raise

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        given = {name: cleaned[name] for name in ("signed_text", "read_back")}
        return commands.file_paper_request(actor, **given)

    def message(self, result: Any) -> str:
        if result.is_repeated:
            return f"This code was filed before, as {result.reference}. Nothing was written twice."
        waits = (
            " It waits for another signature."
            if result.state == AidRequestState.AWAITING_SIGN_OFF
            else ""
        )
        return f"Filed as {result.reference} for {result.party_name}; tell them the number.{waits}"

    def success_url(self, result: Any) -> str:
        return reverse("offline:paper")


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
