"""Public-records requests as pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.members import queries as members
from muster.records import commands, queries
from muster.records.forms import (
    CloseRequestForm,
    GroundChoiceForm,
    GroundForm,
    LogRequestForm,
    PickForm,
    RedactForm,
)
from muster.records.views.keeping import PackingView
from muster.rules.actor import Actor
from muster.web.views import CommandView, PageView

VIEW, EDIT = "records_request.view", "records_request.edit"
LONGEST_SEARCH = 200


class Requests(PageView):
    permission = VIEW
    template_name = "records/requests.html"

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        return {"page": queries.records_requests(self.actor, cursor=cursor, limit=25)}


class LogRequest(CommandView):
    permission = EDIT
    commands = (commands.log_records_request,)
    form_class = LogRequestForm
    title = "Log a public-records request"
    submit_label = "Log it"
    success_message = "Logged. The time for the answer runs."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.log_records_request(actor, **typed(cleaned))

    def success_url(self, result: Any) -> str:
        return reverse("records:request", args=[result.id])

    def back_url(self) -> str:
        return reverse("records:requests")


class RequestPage(PageView):
    permission = VIEW
    template_name = "records/request.html"

    def load(self, actor: Actor) -> None:
        self.asked = queries.get_records_request(actor, self.kwargs["request_id"])

    def context(self) -> dict[str, Any]:
        return {"asked": self.asked, "picked": queries.picked_of(self.actor, self.asked.id)}


class RequestCommand(CommandView):
    """What the writing pages of one request share."""

    permission = EDIT

    def load(self, actor: Actor) -> None:
        self.asked = queries.get_records_request(actor, self.kwargs["request_id"])

    def success_url(self, result: Any) -> str:
        return reverse("records:request", args=[self.asked.id])

    def back_url(self) -> str:
        return reverse("records:request", args=[self.asked.id])


class PickRecords(RequestCommand):
    """The scope's days and the words of the address narrow what may be picked."""

    commands = (commands.pick_records,)
    form_class = PickForm
    template_name = "records/search.html"
    title = "Search the record"
    submit_label = "Pick these"
    success_message = "Picked."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        given = self.request.GET
        self.words = given.get("words", "").replace("\0", "")[:LONGEST_SEARCH]
        self.from_day = as_day(given.get("from")) or self.asked.from_day
        self.until_day = as_day(given.get("until")) or self.asked.until_day
        self.found = queries.search(actor, self.words, self.from_day, self.until_day)

    def form_arguments(self) -> dict[str, Any]:
        return {"found": self.found}

    def context(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "from_day": self.from_day,
            "until_day": self.until_day,
            "found": self.found,
            "zone": members.get_network(self.actor).time_zone,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        picks = [key.split(":") for key in cleaned["picks"]]
        return commands.pick_records(
            actor,
            request_id=self.asked.id,
            picks=[(kind, UUID(record_id)) for kind, record_id in picks],
        )


class ExportRecords(PackingView):
    permission = EDIT
    commands = (commands.export_records,)
    title = "Pack the answer"
    submit_label = "Download"
    intro = (
        "PDF, HTML, JSON and CSV of what was picked, without what is withheld, and the log of that. "
        "Read it before you send it: what nobody marked is in it."
    )

    template_name = "records/export.html"

    def load(self, actor: Actor) -> None:
        self.asked = queries.get_records_request(actor, self.kwargs["request_id"])

    def context(self) -> dict[str, Any]:
        picked = queries.picked_of(self.actor, self.asked.id)
        return {"open_records": [each for each in picked if each.suggested]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.export_records(actor, request_id=self.asked.id)

    def back_url(self) -> str:
        return reverse("records:request", args=[self.asked.id])


class CloseRequest(RequestCommand):
    commands = (commands.close_records_request,)
    form_class = CloseRequestForm
    title = submit_label = "Close the request"
    success_message = "Closed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_records_request(actor, request_id=self.asked.id, **typed(cleaned))


class PickedPage(PageView):
    permission = VIEW
    template_name = "records/picked.html"

    def load(self, actor: Actor) -> None:
        self.picked = queries.get_picked(actor, self.kwargs["picked_id"])

    def context(self) -> dict[str, Any]:
        fields = queries.shown_fields(self.picked)
        return {
            "picked": self.picked,
            "asked": self.picked.records_request,
            "fields": fields,
            "suggested": sum(len(each.suggestions) for each in fields),
            "grounds": queries.grounds(self.actor),
        }


class PickedCommand(CommandView):
    """What the writing pages of one picked record share."""

    permission = EDIT

    def load(self, actor: Actor) -> None:
        self.picked = queries.get_picked(actor, self.kwargs["picked_id"])

    def success_url(self, result: Any) -> str:
        return reverse("records:picked", args=[self.picked.id])

    def back_url(self) -> str:
        return reverse("records:picked", args=[self.picked.id])


class Redact(PickedCommand):
    commands = (commands.redact,)
    form_class = RedactForm
    title = submit_label = "Withhold a passage"
    success_message = "Withheld."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "fields": queries.shown_fields(self.picked),
            "grounds": queries.grounds(self.actor).values(),
        }

    def initial(self) -> dict[str, Any]:
        return {"field_key": self.request.GET.get("field", "")[:60]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.redact(actor, picked_id=self.picked.id, **typed(cleaned))


class RedactSuggested(PickedCommand):
    commands = (commands.redact_suggested,)
    form_class = GroundChoiceForm
    title = submit_label = "Withhold all that looks like personal data"
    success_message = "Withheld."

    def form_arguments(self) -> dict[str, Any]:
        return {"grounds": queries.grounds(self.actor).values()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.redact_suggested(actor, picked_id=self.picked.id, **typed(cleaned))


class DropRecord(PickedCommand):
    commands = (commands.drop_record,)
    title = submit_label = "Leave this record out"
    success_message = "Left out."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.drop_record(actor, picked_id=self.picked.id)

    def success_url(self, result: Any) -> str:
        return reverse("records:request", args=[result.id])


class WithdrawRedaction(CommandView):
    permission = EDIT
    commands = (commands.withdraw_redaction,)
    title = submit_label = "Let the passage stand again"
    success_message = "It stands again."

    def load(self, actor: Actor) -> None:
        self.redaction = queries.get_redaction(actor, self.kwargs["redaction_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_redaction(actor, redaction_id=self.redaction.id)

    def success_url(self, result: Any) -> str:
        return reverse("records:picked", args=[result.id])

    def back_url(self) -> str:
        return reverse("records:picked", args=[self.redaction.picked_id])


class Grounds(PageView):
    permission = VIEW
    template_name = "records/grounds.html"

    def context(self) -> dict[str, Any]:
        return {"grounds": queries.grounds(self.actor).values()}


class SetGround(CommandView):
    permission = "redaction_reason.set"
    commands = (commands.set_redaction_reason,)
    form_class = GroundForm
    title = "A ground for withholding"
    success_message = "Saved."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.set_redaction_reason(actor, **typed(cleaned))

    def success_url(self, result: Any) -> str:
        return reverse("records:grounds")

    def back_url(self) -> str:
        return reverse("records:grounds")


def typed(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What somebody filled in, without what the form carries for itself."""
    return {name: value for name, value in cleaned.items() if name != "submission_id"}


def as_day(text: str | None) -> date | None:
    """A day from an address; None for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
