"""Before check-in: accept a record, sign, record a paper, and take any of it back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.catalog import queries as catalog
from muster.deployments import commands, forms, queries
from muster.deployments.views.writing import DeploymentCommand, MissionCommand
from muster.journal import clock
from muster.rules.actor import Actor
from muster.web.display import day_text


def _today(mission: Any) -> Any:
    return clock.now().astimezone(queries.terms_of_mission(mission).zone).date()


class AboutClearance(DeploymentCommand):
    """One thing that is asked of one person."""

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.word = catalog.get_clearance(actor, self.kwargs["clearance_key"])
        self.intro = f"{self.row.label}, {self.word.label}, mission {self.mission.reference}"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "word": self.word}

    def about(self) -> dict[str, Any]:
        return {"deployment_id": self.row.id, "key": self.word.key}

    def said(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        typed = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return {**self.about(), **typed}

    def back_url(self) -> str:
        url = super().back_url()
        return url if url == reverse("deployments:mine") else f"{url}#before-check-in"


class AcceptClearance(AboutClearance):
    permission = "clearance.accept"
    commands = (commands.accept_clearance,)
    form_class = forms.AcceptClearanceForm
    title = "Accept their record"
    submit_label = "Accept"
    success_message = "Accepted. It counts for this person on every mission for you."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        states = queries.clearances_of_deployment(actor, self.row)
        record = next((each.record for each in states if each.asked.key == self.word.key), None)
        if record is not None and record.granted_on is not None:
            self.intro += f". The record is of {day_text(record.granted_on)}"

    def initial(self) -> dict[str, Any]:
        return {"accepted_on": _today(self.mission)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.accept_clearance(actor, **self.said(cleaned))


class SignStatement(AboutClearance):
    permission = "statement.sign"
    commands = (commands.sign_statement,)
    form_class = forms.SignForm
    template_name = "deployments/sign_statement.html"
    title = "Read and sign"
    submit_label = "I sign this"
    success_message = "Signed. Both parties see that you did, and which text."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.sign_statement(actor, **self.said(cleaned))


class RecordStatement(AboutClearance):
    permission = "statement.record"
    commands = (commands.record_statement,)
    form_class = forms.PaperForm
    template_name = "deployments/sign_statement.html"
    title = "Record a signed paper"
    submit_label = "Record"
    success_message = "Recorded. Both parties see it."

    def initial(self) -> dict[str, Any]:
        return {"signed_on": _today(self.mission)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.record_statement(actor, **self.said(cleaned))


class AboutWord(MissionCommand):
    """A word on record that is taken back, with a reason."""

    form_class = forms.ReasonForm
    is_danger = True
    word: Any

    def load(self, actor: Actor) -> None:
        self.mission = self.word.mission

    def back_url(self) -> str:
        return super().back_url() + "#before-check-in"


class WithdrawAcceptance(AboutWord):
    permission = "clearance.accept"
    commands = (commands.withdraw_acceptance,)
    title = submit_label = "Take the acceptance back"
    success_message = "Taken back. Nobody is checked in by it any more."

    def load(self, actor: Actor) -> None:
        self.word = queries.get_acceptance(actor, self.kwargs["acceptance_id"])
        super().load(actor)
        self.intro = (
            f"{self.word.helper_name}, {self.word.clearance.label}. Who is inside stays checked in: "
            "take away what they may use as well."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_acceptance(
            actor, acceptance_id=self.word.id, reason=cleaned["reason"]
        )


class StrikeStatement(AboutWord):
    permission = "statement.record"
    commands = (commands.strike_statement,)
    title = submit_label = "Strike out this statement"
    success_message = "Struck out. It does not count any more."

    def load(self, actor: Actor) -> None:
        self.word = queries.get_statement(actor, self.kwargs["statement_id"])
        super().load(actor)
        self.intro = f"{self.word.signer_name}, {self.word.clearance.label}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.strike_statement(actor, statement_id=self.word.id, reason=cleaned["reason"])
