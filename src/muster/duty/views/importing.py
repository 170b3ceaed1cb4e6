"""Taking a calendar that is kept elsewhere into the rota: look at what would be taken, then take it."""

from __future__ import annotations

from typing import Any

from muster.duty import commands, forms
from muster.duty.commands import CalendarRead
from muster.duty.views.writing import OfRota
from muster.duty.words import LEFT_OUT
from muster.rules.actor import Actor
from muster.web.views import PreviewedView

SHOWN = 40


class ImportCalendar(OfRota, PreviewedView):
    commands = (commands.import_duty_calendar,)
    permission = "duty.edit"
    form_class = forms.CalendarForm
    template_name = "duty/import.html"
    title = "Import a calendar file"

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.read: CalendarRead | None = None

    def look(self, cleaned: dict[str, Any]) -> None:
        self.read = commands.preview_duty_calendar(
            self.actor, party_id=self.party_id, text=cleaned["text"]
        )

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
