"""The writing pages of one aid request."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import commands, queries
from muster.aid.forms import (
    AidRequestForm,
    LineForm,
    NoteForm,
    OwnMeansForm,
    ReasonForm,
    WorkPackageForm,
)
from muster.aid.views.asking import own_phone
from muster.catalog import queries as catalog
from muster.journal import clock
from muster.rules.actor import Actor
from muster.web.forms import MusterForm
from muster.web.views import CommandView

HEAD = (
    "title",
    "place",
    "reporting_contact",
    "reporting_phone",
    "needed_from",
    "needed_until",
    "note",
)
LINE = (
    "resource_type_id",
    "quantity",
    "skill_id",
    "clearance_id",
    "is_on_site",
    "hours",
    "needed_from",
    "needed_until",
    "description",
)


class RequestCommand(CommandView):
    """What the writing pages of one request share."""

    def load(self, actor: Actor) -> None:
        self.aid_request = queries.get_aid_request(actor, self.kwargs["aid_request_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.aid_request.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("aid:request", args=[self.aid_request.id])

    def back_url(self) -> str:
        return reverse("aid:request", args=[self.aid_request.id])


class DraftAidRequest(CommandView):
    """The careful way: a draft of an incident, then its lines, then open."""

    permission = "aid_request.edit"
    commands = (commands.draft_aid_request,)
    form_class = AidRequestForm
    title = "Begin a request"
    intro = "Only your own party sees a draft. Lines follow on the next page; then you open it."
    submit_label = "Save the draft"
    success_message = "The draft is saved. Add what you need, then open it."

    def load(self, actor: Actor) -> None:
        self.incident = queries.get_incident(actor, self.kwargs["incident_id"])

    def initial(self) -> dict[str, Any]:
        at = clock.now().replace(second=0, microsecond=0)
        return {
            "title": self.incident.title,
            "place": self.incident.party.place,
            "reporting_contact": self.actor.name,
            "reporting_phone": own_phone(self.actor),
            "needed_from": at,
            "needed_until": at + commands.USUAL_NEED,
        }

    def context(self) -> dict[str, Any]:
        return {"exercise": self.incident.exercise}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: cleaned[name] for name in HEAD}
        return commands.draft_aid_request(
            actor,
            incident_id=self.incident.id,
            aid_request_id=cleaned["submission_id"],
            **values,
        )

    def success_url(self, result: Any) -> str:
        return reverse("aid:request", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:incident", args=[self.incident.id])


class OpenAidRequest(RequestCommand):
    permission = "aid_request.open"
    commands = (commands.open_aid_request,)
    title = submit_label = "Open the request"
    intro = (
        "The network sees it from now on. The agreement's version, your standing and your "
        "attestations are written down as they are at this moment."
    )

    def load(self, actor: Actor) -> None:
        super().load(actor)
        party_id = self.aid_request.requesting_party_id
        if self.aid_request.own_means_said_at is None and queries.asks_own_means(actor, party_id):
            self.form_class = OwnMeansForm

    def message(self, result: Any) -> str:
        if result.state == "awaiting_sign_off":
            return "Nobody is asked before a second person has signed; whoever can is told now."
        return "The request is open. The network sees it now."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.open_aid_request(
            actor,
            aid_request_id=self.aid_request.id,
            own_means_used=bool(cleaned.get("own_means_used")),
        )


class AmendAidRequest(RequestCommand):
    permission = "aid_request.amend"
    commands = (commands.amend_aid_request,)
    form_class = AidRequestForm
    title = "Change the request"
    success_message = "Saved. Those who answered are told."

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.aid_request, name) for name in HEAD}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: cleaned[name] for name in HEAD}
        return commands.amend_aid_request(actor, aid_request_id=self.aid_request.id, **values)


class CloseAidRequest(RequestCommand):
    permission = "aid_request.close"
    commands = (commands.close_aid_request,)
    form_class = ReasonForm
    title = submit_label = "Close the request"
    intro = (
        "Missions go on. Lines that nobody filled are kept with your reason, and offers that "
        "still wait are declined."
    )
    success_message = "Closed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_aid_request(
            actor, aid_request_id=self.aid_request.id, reason=cleaned["reason"]
        )


class CancelAidRequest(RequestCommand):
    permission = "aid_request.cancel"
    commands = (commands.cancel_aid_request,)
    form_class = ReasonForm
    title = submit_label = "Cancel the request"
    intro = "As after a false alarm. To end a request that was answered, close it instead."
    is_danger = True
    success_message = "Cancelled."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.cancel_aid_request(
            actor, aid_request_id=self.aid_request.id, reason=cleaned["reason"]
        )


class ReopenAidRequest(RequestCommand):
    permission = "aid_request.open"
    commands = (commands.reopen_aid_request,)
    title = submit_label = "Open the request again"
    intro = "What was left open is asked for again, under the terms written down at first."
    success_message = "It is open again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.reopen_aid_request(actor, aid_request_id=self.aid_request.id)


def word_choices(actor: Actor) -> dict[str, Any]:
    """The network's vocabulary for the form of a line."""
    return {
        "types": [(str(row.id), row.label) for row in catalog.resource_types(actor)],
        "skills": [(str(row.id), row.label) for row in catalog.skills(actor)],
        "clearances": [(str(row.id), row.label) for row in catalog.clearances(actor)],
    }


class AddLine(RequestCommand):
    permission = "aid_request.amend"
    commands = (commands.add_line,)
    form_class = LineForm
    title = "Add a line"
    submit_label = "Add it"
    success_message = "Added."

    def form_arguments(self) -> dict[str, Any]:
        return word_choices(self.actor)

    def initial(self) -> dict[str, Any]:
        return {
            "needed_from": self.aid_request.needed_from,
            "needed_until": self.aid_request.needed_until,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        line = commands.LineAsked(**{name: cleaned[name] for name in LINE})
        return commands.add_line(actor, aid_request_id=self.aid_request.id, line=line)


class AddWorkPackage(RequestCommand):
    permission = "aid_request.amend"
    commands = (commands.add_work_package,)
    form_class = WorkPackageForm
    title = "Add a preset"
    submit_label = "Add its lines"
    success_message = "Added."

    def form_arguments(self) -> dict[str, Any]:
        packages = catalog.work_packages(self.actor)
        return {
            "packages": [(str(each.id), f"{each.label} ({each.unit_label})") for each in packages]
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_work_package(
            actor,
            aid_request_id=self.aid_request.id,
            work_package_id=cleaned["work_package_id"],
            quantity=cleaned["quantity"],
        )


class LineCommand(RequestCommand):
    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.line = queries.get_line(actor, self.aid_request.id, self.kwargs["line_id"])


class ChangeLine(LineCommand):
    permission = "aid_request.amend"
    commands = (commands.change_line,)
    form_class = LineForm
    title = "Change the line"
    success_message = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        return word_choices(self.actor)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.line, name) for name in LINE}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.change_line(
            actor,
            aid_request_id=self.aid_request.id,
            line_id=self.line.id,
            changes={name: cleaned[name] for name in LINE},
        )


class CancelLine(LineCommand):
    permission = "aid_request.amend"
    commands = (commands.cancel_line,)
    form_class = ReasonForm
    title = submit_label = "Take the line back"
    is_danger = True
    success_message = "Taken back."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.cancel_line(
            actor,
            aid_request_id=self.aid_request.id,
            line_id=self.line.id,
            reason=cleaned["reason"],
        )


class DeclineToHelp(RequestCommand):
    permission = "aid_request.decline_to_help"
    commands = (commands.decline_to_help,)
    form_class = ReasonForm
    title = submit_label = "We cannot help"
    intro = "Helping is voluntary. The requester and the coordinator see your reason."
    success_message = "Thank you for answering. Your reason is kept."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.decline_to_help(
            actor, aid_request_id=self.aid_request.id, reason=cleaned["reason"]
        )


class WriteNote(CommandView):
    """A note on an aid request or a mission."""

    permission = "note.write"
    commands = (commands.write_note,)
    form_class: type[MusterForm] = NoteForm
    title = "Write a note"
    submit_label = "Write it"
    success_message = "Written."
    subject_kind = "aid_request"

    def load(self, actor: Actor) -> None:
        self.subject = queries.get_subject(actor, self.subject_kind, self.kwargs["subject_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.subject.exercise}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.write_note(
            actor,
            subject_kind=self.subject_kind,
            subject_id=self.subject.id,
            text=cleaned["text"],
            own_party_only=cleaned["own_party_only"],
            sharing_label=cleaned["sharing_label"],
            note_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return self.back_url() + "#notes"

    def back_url(self) -> str:
        name = "aid:mission" if self.subject_kind == "mission" else "aid:request"
        return reverse(name, args=[self.subject.id])
