"""Rates as pages: tables, their import, and what a party declares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from muster.journal import clock
from muster.rates import commands, queries
from muster.rates.forms import DeclarationForm, ImportRatesForm
from muster.rates.reading import KINDS
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.web.views import CommandView, PageView


class RateTables(PageView):
    template_name = "rates/tables.html"

    def context(self) -> dict[str, Any]:
        party_id = self.actor.party_id
        return {
            "tables": queries.rate_tables(self.actor),
            "declarations": queries.declarations(self.actor, party_id) if party_id else [],
            "is_party": party_id is not None,
        }


class RateTablePage(PageView):
    template_name = "rates/table.html"

    def load(self, actor: Actor) -> None:
        self.table = queries.get_rate_table(actor, self.kwargs["table_key"])

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        search, on = given.get("search", "")[:120], _day(given.get("on", ""))
        return {
            "table": self.table,
            "page": queries.rates(
                self.actor,
                self.table.key,
                search=search,
                on=on,
                cursor=given.get("cursor", "")[:500] or None,
            ),
            "search": search,
            "on": on,
            "today": clock.now().date(),
        }


class ImportRates(CommandView):
    commands = (commands.import_rates,)
    permission = "rate.import"
    form_class = ImportRatesForm
    template_name = "rates/import.html"
    title = "Import rates"
    intro = (
        "All lines or none. A line that the table holds already changes nothing; one with another "
        "amount replaces the older one, which stays on record. Claims that were submitted keep the "
        "rate that they were computed with."
    )
    submit_label = "Import"

    def initial(self) -> dict[str, Any]:
        return {"kind": "gsa_per_diem"}

    def context(self) -> dict[str, Any]:
        return {"columns": [(kind, ", ".join(columns)) for kind, (columns, _) in KINDS.items()]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        try:
            text = cleaned["file"].read().decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            raise Refused(Refusal("rate.not_utf8", field="file")) from broken
        return commands.import_rates(
            actor,
            kind=cleaned["kind"],
            text=text,
            table_key=cleaned["table_key"],
            title=cleaned["title"],
        )

    def message(self, result: Any) -> str:
        return f"{result.title} is up to date."

    def success_url(self, result: Any) -> str:
        return reverse("rates:table", args=[result.key])

    def back_url(self) -> str:
        return reverse("rates:tables")


class DeclareLoad(CommandView):
    commands = (commands.declare_load,)
    permission = "rate.declare_load"
    form_class = DeclarationForm
    title = "Declare fringe and overhead"
    intro = (
        "What an hour of your people costs beyond the wage. It counts where the agreement lets each "
        "party declare its own, for people who depart afterwards; all parties see it."
    )
    submit_label = "Declare"
    success_message = "Declared. It counts for people who depart from now on."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.declare_load(
            actor,
            fringe_percent=cleaned["fringe_percent"],
            overtime_fringe_percent=cleaned["overtime_fringe_percent"],
            overhead_percent=cleaned["overhead_percent"],
            note=cleaned["note"],
            declaration_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("rates:tables")

    def back_url(self) -> str:
        return reverse("rates:tables")


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
