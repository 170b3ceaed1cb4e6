"""Reviews and findings as pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.afteraction import commands, queries
from muster.afteraction.documents import report
from muster.afteraction.forms import FindingForm, ProgressForm, ReviewForm
from muster.aid import queries as aid
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import FINDING, allowed_actions
from muster.web.given import as_uuid
from muster.web.views import CommandView, PageView
from muster.web.views.pages import ActorView


class Reviews(PageView):
    template_name = "afteraction/reviews.html"

    def context(self) -> dict[str, Any]:
        exercise_id = as_uuid(self.request.GET.get("exercise"))
        cursor = self.request.GET.get("cursor", "")[:500] or None
        return {
            "page": queries.reviews(self.actor, exercise_id=exercise_id, cursor=cursor, limit=25),
            "exercises": members.open_exercises(self.actor),
            "exercise_id": exercise_id,
        }


class Findings(PageView):
    template_name = "afteraction/findings.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        which = given.get("which", "mine" if self.actor.party_id else "unfinished")
        return {
            "page": queries.findings(
                self.actor,
                mine=which == "mine",
                unfinished=which in ("mine", "unfinished", "due"),
                due_before=clock.now().date() if which == "due" else None,
                cursor=given.get("cursor", "")[:500] or None,
                limit=25,
            ),
            "which": which,
            "choices": [
                *([("mine", "Ours, not done")] if self.actor.party_id else []),
                ("unfinished", "All that are not done"),
                ("due", "Due today or overdue"),
                ("all", "All"),
            ],
            "today": clock.now().date(),
        }


class ReviewPage(PageView):
    template_name = "afteraction/review.html"

    def load(self, actor: Actor) -> None:
        self.review = queries.get_review(actor, self.kwargs["review_id"])

    def context(self) -> dict[str, Any]:
        review, actor = self.review, self.actor
        may_act = members.may_act_for(actor, review.party_id)
        found = queries.findings_of(actor, review.id)
        for each in found:
            each.may_progress = may_act or each.owner_party_id == actor.party_id
        return {
            "review": review,
            "incident": review.incident,
            "exercise": review.exercise,
            "findings": found,
            "entries": queries.chronology_of(actor, review),
            "may_act": may_act,
            "is_open": review.state == "open",
            "today": clock.now().date(),
        }


class ReviewReport(ActorView):
    """The report as a PDF."""

    def load(self, actor: Actor) -> None:
        self.review = queries.get_review(actor, self.kwargs["review_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return report.answer(self.actor, self.review)


class OpenReview(CommandView):
    permission = "review.open"
    commands = (commands.open_review,)
    title = "Look back at the incident"
    submit_label = "Open the review"
    intro = (
        "The chronology writes itself from what was recorded. You add what went well, what did "
        "not, and who sees to it by when."
    )
    success_message = "Opened."

    def load(self, actor: Actor) -> None:
        self.incident = aid.get_incident(actor, self.kwargs["incident_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.incident.exercise}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.open_review(actor, incident_id=self.incident.id)

    def success_url(self, result: Any) -> str:
        return reverse("afteraction:review", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:incident", args=[self.incident.id])


class ReviewCommand(CommandView):
    """What the writing pages of one review share."""

    def load(self, actor: Actor) -> None:
        self.review = queries.get_review(actor, self.kwargs["review_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.review.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("afteraction:review", args=[self.review.id])

    def back_url(self) -> str:
        return reverse("afteraction:review", args=[self.review.id])


class EditReview(ReviewCommand):
    permission = "review.edit"
    commands = (commands.edit_review,)
    form_class = ReviewForm
    title = "What happened, what went well"
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        return {
            name: getattr(self.review, name) for name in ("overview", "went_well", "went_badly")
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_review(
            actor,
            review_id=self.review.id,
            overview=cleaned["overview"],
            went_well=cleaned["went_well"],
            went_badly=cleaned["went_badly"],
        )


class CloseReview(ReviewCommand):
    permission = "review.close"
    commands = (commands.close_review,)
    title = submit_label = "Close the review"
    intro = (
        "Whoever may know of the incident reads it from then on. Findings are worked on until they "
        "are done."
    )
    success_message = "Closed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_review(actor, review_id=self.review.id)


class AddFinding(ReviewCommand):
    permission = "finding.edit"
    commands = (commands.add_finding,)
    form_class = FindingForm
    title = submit_label = "Add a finding"
    success_message = "Added."

    def initial(self) -> dict[str, Any]:
        return {"kind": "improvement", "owner_party_id": str(self.review.party_id)}

    def form_arguments(self) -> dict[str, Any]:
        return {"parties": members.in_force(self.actor)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_finding(actor, review_id=self.review.id, **finding_values(cleaned))


class FindingCommand(ReviewCommand):
    """What the writing pages of one finding share."""

    def load(self, actor: Actor) -> None:
        self.finding = queries.get_finding(actor, self.kwargs["finding_id"])
        self.review = self.finding.review


class EditFinding(FindingCommand):
    permission = "finding.edit"
    commands = (commands.edit_finding,)
    form_class = FindingForm
    title = "Change the finding"
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        names = ("kind", "text", "recommendation", "owner_name", "due_on")
        owner = self.finding.owner_party_id
        values = {name: getattr(self.finding, name) for name in names}
        return {**values, "owner_party_id": str(owner) if owner else ""}

    def form_arguments(self) -> dict[str, Any]:
        return {"parties": members.in_force(self.actor)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_finding(actor, finding_id=self.finding.id, **finding_values(cleaned))


class ProgressFinding(FindingCommand):
    permission = "finding.progress"
    commands = (commands.progress_finding,)
    form_class = ProgressForm
    title = "How far is it?"
    success_message = "Saved."

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": self.finding.text}

    def form_arguments(self) -> dict[str, Any]:
        return {"actions": allowed_actions(FINDING, self.finding.state)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.progress_finding(
            actor, finding_id=self.finding.id, action=cleaned["action"], proof=cleaned["proof"]
        )


def finding_values(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The form's values as the commands take them."""
    due_on: date | None = cleaned["due_on"]
    return {
        "kind": cleaned["kind"],
        "text": cleaned["text"],
        "recommendation": cleaned["recommendation"],
        "owner_party_id": as_uuid(cleaned["owner_party_id"]),
        "owner_name": cleaned["owner_name"],
        "due_on": due_on,
    }
