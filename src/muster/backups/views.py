"""How the installation's backups stand, and what waits since a lost host returned."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from muster.backups import commands, queries, showing
from muster.backups.forms import SettleForm
from muster.backups.wording import OUTCOMES, STANDINGS
from muster.rules.actor import Actor
from muster.web.display import label_text
from muster.web.views import CommandView, PageView

STATES = {"waiting": "Waits", "settled": "Settled", "noted": "Nothing to enter"}


class Backups(PageView):
    template_name = "backups/backups.html"

    def context(self) -> dict[str, Any]:
        return {
            "standings": queries.standings(self.actor),
            "shipments": queries.recent_shipments(self.actor),
            "reconciliations": queries.reconciliations(self.actor),
            "minutes": settings.MUSTER_BACKUP_EVERY,
            "keep_last": settings.MUSTER_BACKUP_KEEP_LAST,
            "keep_days": settings.MUSTER_BACKUP_KEEP_DAYS,
        }


class ReconciliationPage(PageView):
    """What the host had alone, by what it is about: what waits, what is settled, and the rest."""

    template_name = "backups/reconciliation.html"
    permission = "reconciliation.view"

    def load(self, actor: Actor) -> None:
        self.reconciliation = queries.get_reconciliation(actor, self.kwargs["reconciliation_id"])

    def context(self) -> dict[str, Any]:
        state = self.request.GET.get("state", "waiting")
        state = state if state in STATES else "waiting"
        page = queries.host_things(
            self.actor,
            self.reconciliation.id,
            state=state,
            cursor=self.request.GET.get("cursor", "")[:500] or None,
        )
        counted = self.reconciliation
        total = counted.waiting + counted.settled  # type: ignore[attr-defined]
        return {
            "reconciliation": counted,
            "page": page,
            "rows": [showing.row(self.actor, each) for each in page.items],
            "state": state,
            "states": [(key, words, getattr(counted, key)) for key, words in STATES.items()],
            "total": total,
            "progress": f"{counted.settled} of {total}",  # type: ignore[attr-defined]
            "standings": STANDINGS,
        }


class MatterView:
    """One thing of the host: what happened there, beside what happened here."""

    actor: Actor
    kwargs: dict[str, Any]

    def load(self, actor: Actor) -> None:
        self.thing = queries.get_host_thing(actor, self.kwargs["matter_id"])

    def context(self) -> dict[str, Any]:
        matter = self.thing.matter
        return {
            "thing": self.thing,
            "matter": matter,
            "at_host": showing.lines(self.thing.at_host),
            "here": showing.lines(self.thing.here),
            "page_here": showing.page_here(self.actor, self.thing),
            "outcome": OUTCOMES.get(matter.outcome, ""),
            "standing": STANDINGS[matter.standing],
        }

    def address(self) -> str:
        return reverse("backups:matter", args=[self.thing.matter.id])

    def list_address(self) -> str:
        return reverse("backups:reconciliation", args=[self.thing.matter.reconciliation_id])


class MatterPage(MatterView, PageView):
    template_name = "backups/matter.html"
    permission = "reconciliation.view"


class SettleMatter(MatterView, CommandView):
    commands = (commands.settle_matter,)
    permission = "reconciliation.settle"
    form_class = SettleForm
    template_name = "backups/settle.html"
    submit_label = "Settle"
    intro = "Nothing is entered or changed by this. It says what you did about it."
    success_message = "Settled."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        matter = self.thing.matter
        self.title = f"Settle {label_text(matter.subject_kind).lower()} {matter.number} of the host"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.settle_matter(
            actor,
            matter_id=self.thing.matter.id,
            outcome=cleaned["outcome"],
            became=cleaned["became"],
            reason=cleaned["reason"],
        )

    def success_url(self, result: Any) -> str:
        return self.list_address()

    def back_url(self) -> str:
        return self.address()


class ReopenMatter(MatterView, CommandView):
    commands = (commands.reopen_matter,)
    permission = "reconciliation.settle"
    title, submit_label = "Let it wait again", "Let it wait"
    intro = "What was said of it stays in the journal."
    success_message = "It waits again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.reopen_matter(actor, matter_id=self.thing.matter.id)

    def success_url(self, result: Any) -> str:
        return self.address()

    def back_url(self) -> str:
        return self.address()
