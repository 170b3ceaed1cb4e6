"""Hours, expenses and the activity log."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.access import queries as access
from muster.aid import queries as aid
from muster.deployments import commands, forms, queries
from muster.deployments.next_steps import Step, clearance_steps, steps
from muster.deployments.views.writing import (
    DeploymentCommand,
    MissionCommand,
    moment,
    renamed,
)
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import Refused
from muster.web.views import PageView

OWN_STEPS = ["check_in", "log_time", "depart", "demobilize"]
A_DAY = timedelta(hours=8)
QUARTER = timedelta(minutes=15)


class LogTime(DeploymentCommand):
    permission = "deployment.log_time"
    commands = (commands.log_time,)
    form_class = forms.TimeForm
    title = "Log hours"
    submit_label = "Log"
    success_message = "Logged."

    def initial(self) -> dict[str, Any]:
        last = queries.logged_of(self.row.id).order_by("-ends_at").first()
        start, hours = usual_stretch(last.ends_at if last else self.row.checked_in_at, clock.now())
        task = last.task if last else f"Work on {self.mission.aid_request.title}"
        is_there = self.row.checked_in_at is not None
        return {
            "starts_at": start,
            "hours": hours,
            "kind": "regular" if is_there else "travel",
            "task": task[:500],
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        hours = timedelta(minutes=int(cleaned["hours"] * 60))
        try:
            return commands.log_time(
                actor,
                deployment_id=self.row.id,
                starts_at=cleaned["starts_at"],
                ends_at=cleaned["starts_at"] + hours,
                kind=cleaned["kind"],
                task=cleaned["task"],
            )
        except Refused as refused:
            raise renamed(refused, {"ends_at": "hours"}) from refused


def usual_stretch(since: datetime | None, now: datetime) -> tuple[datetime, Decimal]:
    """The last eight hours, or what has passed since, in whole quarters of an hour."""
    start = (max(since, now - A_DAY) if since else now - A_DAY).replace(second=0, microsecond=0)
    quarters = max(1, min((now - start) // QUARTER, A_DAY // QUARTER))
    return start, Decimal(quarters) / 4


class StrikeTime(MissionCommand):
    permission = "deployment.correct"
    commands = (commands.void_time,)
    form_class = forms.ReasonForm
    title = submit_label = "Strike out this entry"
    is_danger = True
    success_message = "Struck out. Log the right hours anew."

    def load(self, actor: Actor) -> None:
        self.entry = queries.get_time_entry(actor, self.kwargs["time_entry_id"])
        self.mission = self.entry.deployment.mission
        self.intro = f"{self.entry.deployment.label}: {self.entry.task}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.void_time(actor, time_entry_id=self.entry.id, reason=cleaned["reason"])


class LogExpense(MissionCommand):
    permission = "deployment.log_expense"
    commands = (commands.log_expense,)
    form_class = forms.ExpenseForm
    title = "Log an expense"
    submit_label = "Log"
    success_message = "Logged. Both parties see it."

    def form_arguments(self) -> dict[str, Any]:
        terms = queries.terms_of_mission(self.mission)
        rows = queries.deployments_of(self.actor, self.mission.id)
        return {"currency": terms.currency, "rows": rows}

    def initial(self) -> dict[str, Any]:
        terms = queries.terms_of_mission(self.mission)
        rows = queries.deployments_of(self.actor, self.mission.id)
        own = [row for row in rows if row.responder_id == self.actor.person_id]
        return {
            "incurred_on": clock.now().astimezone(terms.zone).date(),
            "deployment_id": str(own[0].id) if own else "",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        sent = cleaned["receipt"]
        for_whom = cleaned["deployment_id"]
        return commands.log_expense(
            actor,
            mission_id=self.mission.id,
            category=cleaned["category"],
            incurred_on=cleaned["incurred_on"],
            description=cleaned["description"],
            amount_cents=cleaned["amount"],
            deployment_id=UUID(for_whom) if for_whom else None,
            miles=cleaned["miles"],
            vendor=cleaned["vendor"],
            receipt_number=cleaned["receipt_number"],
            is_donated=cleaned["is_donated"],
            receipt=(sent.name, sent.read()) if sent else None,
        )


class StrikeExpense(MissionCommand):
    permission = "deployment.correct"
    commands = (commands.void_expense,)
    form_class = forms.ReasonForm
    title = submit_label = "Strike out this expense"
    is_danger = True
    success_message = "Struck out."

    def load(self, actor: Actor) -> None:
        self.expense = queries.get_expense(actor, self.kwargs["expense_id"])
        self.mission = self.expense.mission
        self.intro = self.expense.description

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.void_expense(actor, expense_id=self.expense.id, reason=cleaned["reason"])


class LogActivity(MissionCommand):
    permission = "deployment.log_activity"
    commands = (commands.log_activity,)
    form_class = forms.ActivityForm
    title = "Note what was done"
    submit_label = "Note it"
    success_message = "Noted in the activity log."

    def initial(self) -> dict[str, Any]:
        return {"happened_at": clock.now()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.log_activity(
            actor,
            mission_id=self.mission.id,
            text=cleaned["text"],
            happened_at_moment=moment(cleaned["happened_at"]),
            position=cleaned["position"],
        )

    def success_url(self, result: Any) -> str:
        if self.request.GET.get("from") == "mine":
            return reverse("deployments:mine")
        return reverse("deployments:activity_log", args=[self.mission.id])


class ActivityLog(PageView):
    """The activity log with the fields of ICS 214."""

    template_name = "deployments/activity_log.html"

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission_of_side(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        return {
            "mission": self.mission,
            "exercise": self.mission.exercise,
            "rows": queries.deployments_of(self.actor, self.mission.id),
            "activities": queries.activities(self.actor, self.mission.id),
        }


class Hours(PageView):
    """Every entry, struck out or not, page by page."""

    template_name = "deployments/hours.html"

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission_of_side(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        return {
            "mission": self.mission,
            "exercise": self.mission.exercise,
            "page": queries.time_entry_page(self.actor, self.mission.id, cursor),
            "may_correct": self.actor.party_id == self.mission.responding_party_id
            and self.mission.closed_at is None
            and is_permitted(self.actor, "deployment.correct"),
        }


class MyDeployment(PageView):
    """The helper's one page on a phone."""

    template_name = "deployments/mine.html"

    def context(self) -> dict[str, Any]:
        found = []
        for row in queries.my_deployments(self.actor):
            mission = aid.get_mission(self.actor, row.mission_id)
            links = [each for each in steps(self.actor, row, mission) if each.action in OWN_STEPS]
            links.sort(key=lambda each: OWN_STEPS.index(each.action))
            begin = [each for each in links if each.action != "demobilize"]
            end = [each for each in links if each.action == "demobilize"]
            doors = access.grants_of_person(self.actor, mission.id, names={row.label})
            asked = queries.clearances_of_deployment(self.actor, row)
            clearances = [(each, self._own_steps(each, mission)) for each in asked]
            hours = queries.hours_of(row.id)
            found.append((mission, row, hours, (begin, end), doors, clearances))
        return {"deployments": found}

    def _own_steps(self, each: queries.PersonClearance, mission: Any) -> list[Step]:
        possible = clearance_steps(self.actor, each, mission)
        return [step for step in possible if step.action == "sign_statement"]
