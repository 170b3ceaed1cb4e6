"""The journal as auditors and coordinators read it. It lives here: `journal` itself knows no pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from muster.journal import commands, queries
from muster.journal.registry import events
from muster.rules.actor import Actor
from muster.web.fact_words import line
from muster.web.forms import MusterForm
from muster.web.views.commands import CommandView
from muster.web.views.pages import PageView


class JournalPage(PageView):
    """All sealed facts of the network, newest first."""

    template_name = "web/journal/journal.html"
    permission = "journal.view"

    def context(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")[:80]
        page = queries.sealed_page(
            self.actor, kind=kind, cursor=self.request.GET.get("cursor", "")[:500] or None
        )
        return {
            "page": page,
            "lines": [line(entry) for entry in page.items],
            "kinds": list(events()),
            "kind": kind,
            "checkpoint": queries.last_checkpoint(self.actor),
        }


class FactPage(PageView):
    """One fact with its values and what proves it."""

    template_name = "web/journal/fact.html"
    permission = "journal.view"

    def load(self, actor: Actor) -> None:
        self.fact = queries.get_sealed(actor, self.kwargs["position"])

    def context(self) -> dict[str, Any]:
        entry = self.fact.entry
        return {
            "fact": self.fact,
            "line": line(entry),
            "values": [(name, value) for name, value in entry.payload.items()],
            "subjects": entry.subjects,
        }


class SignCheckpoint(CommandView):
    """A signed statement of the journal's end, to be kept elsewhere."""

    commands = (commands.make_checkpoint,)
    permission = "journal.checkpoint"
    title = "Sign the journal's end"
    intro = (
        "A signed checkpoint, kept on another machine, later shows whether the journal's last "
        "facts were lost or removed."
    )
    submit_label = "Sign now"
    success_message = "Signed. Copy the newest file from the checkpoint folder to another machine."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.make_checkpoint(actor)

    def success_url(self, result: Any) -> str:
        return reverse("web:journal")

    def back_url(self) -> str:
        return reverse("web:journal")


class ErasureForm(MusterForm):
    reason = forms.CharField(
        label="Law or order",
        max_length=500,
        help_text="Who ordered it, by which law, on which day. This sentence is kept for ever.",
    )


class ErasePayload(CommandView):
    """What a fact says is erased; that it happened, and its digest, stay."""

    commands = (commands.erase_payload,)
    permission = "journal.erase_payload"
    form_class = ErasureForm
    title = "Erase what a fact says"
    intro = "The values are gone for good. That something happened, when and by whom, stays."
    submit_label = "Erase"
    success_message = "Erased. The chain still verifies."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.fact = queries.get_sealed(actor, self.kwargs["position"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.erase_payload(
            actor, position=self.kwargs["position"], reason=cleaned["reason"]
        )

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return reverse("web:fact", args=[self.kwargs["position"]])


class StuckWorkPage(PageView):
    """What the worker gave up on."""

    template_name = "web/journal/stuck.html"
    permission = "delivery.view"

    def context(self) -> dict[str, Any]:
        return {"jobs": queries.stuck_work(self.actor)}


class RetryWork(CommandView):
    """Try a dead piece of work again."""

    commands = (commands.retry_job,)
    permission = "delivery.retry"
    title = "Try this again"
    intro = "The work starts over with its first attempt. What was already done is not done twice."
    submit_label = "Try again"
    success_message = "Back in the queue."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.retry_job(actor, job_id=self.kwargs["job_id"])

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return reverse("web:stuck_work")
