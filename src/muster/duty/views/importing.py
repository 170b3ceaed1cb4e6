"""Taking a calendar that is kept elsewhere into the rota: look at what would be taken, then take it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from muster.duty import commands, forms
from muster.duty.commands import CalendarRead
from muster.duty.views.writing import OfRota
from muster.duty.words import LEFT_OUT
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from muster.web.views.commands import UNPROCESSABLE

SHOWN = 40


class ImportCalendar(OfRota):
    """The first press shows what would happen; the second does it."""

    commands = (commands.import_duty_calendar,)
    permission = "duty.edit"
    form_class = forms.CalendarForm
    template_name = "duty/import.html"
    title = "Import a calendar file"

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.read: CalendarRead | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            self.read = commands.preview_duty_calendar(
                self.actor, party_id=self.party_id, text=form.cleaned_data["text"]
            )
        except Refused as refused:
            return self.refuse(form, refused.refusals)
        return self.show(form)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        given = {name: cleaned[name] for name in ("level", "name", "text")}
        return commands.import_duty_calendar(actor, party_id=self.party_id, **given)

    def message(self, result: Any) -> str:
        left = f" {result.untaken} events were left out." if result.untaken else ""
        return (
            f"{result.added} shifts added, {result.changed} changed, {result.removed} ended.{left}"
        )

    def context(self) -> dict[str, Any]:
        read = self.read
        shifts, untaken = (read.shifts, read.untaken) if read else ((), ())
        return {
            "is_read": read is not None,
            "is_ready": bool(shifts),
            "shifts": shifts[:SHOWN],
            "count": len(shifts),
            "untaken": [(each, LEFT_OUT[each.reason]) for each in untaken[:SHOWN]],
            "untaken_count": len(untaken),
        }
