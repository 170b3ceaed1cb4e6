"""Leaving the agreement, staying after all, opting out and in again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.joining import commands, forms, queries
from muster.joining.views.papers import sent
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import withdrawal_ends_on
from muster.rules.refusal import NotFound
from muster.web.display import day_text
from muster.web.views import CommandView


class OfParty(CommandView):
    """A writing page about a party that the actor may act for."""

    def load(self, actor: Actor) -> None:
        self.party: Any = members.get_party(actor, self.kwargs["party_id"])
        if not members.may_act_for(actor, self.party.id):
            raise NotFound("party")

    def success_url(self, result: Any) -> str:
        return reverse("members:party", args=[self.party.id])

    def back_url(self) -> str:
        return reverse("members:party", args=[self.party.id])


class Leave(OfParty):
    commands = (commands.give_exit_notice,)
    permission = "withdrawal.give_notice"
    form_class = forms.NoticeForm
    submit_label, is_danger = "Give notice", True

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"{self.party.name} leaves the agreement"
        terms = queries.terms_for_party(actor, self.party.id)
        if terms is None:
            return
        today = queries.day_here(actor, clock.now())
        debts = (
            "What is owed stays owed, and claims stay payable. "
            if terms.withdrawal.debts_survive
            else ""
        )
        self.intro = (
            f"The agreement asks for {terms.withdrawal.notice_days} days of notice. With notice "
            f"today the last day is {day_text(withdrawal_ends_on(terms, today))}; until then the "
            f"party stays bound. {debts}Every member is told."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.give_exit_notice(
            actor,
            party_id=self.party.id,
            reason=cleaned["reason"],
            given_on=cleaned["given_on"],
            upload=sent(dict(cleaned)),
        )

    def message(self, result: Any) -> str:
        return f"Notice is given. The last day is {day_text(result.ends_on)}."


class Stay(OfParty):
    commands = (commands.take_back_exit_notice,)
    permission = "withdrawal.take_back"
    form_class = forms.ReasonForm
    submit_label, success_message = "Stay", "The notice is taken back. The party stays."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        queries.get_running_notice(actor, self.party.id)
        self.title = f"{self.party.name} stays after all"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_back_exit_notice(
            actor, party_id=self.party.id, reason=cleaned["reason"]
        )


class OptOut(OfParty):
    commands = (commands.opt_out,)
    permission = "joining.opt_out"
    form_class = forms.OptOutForm
    submit_label, is_danger = "Opt out", True
    success_message = "Filed. The party is out."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"{self.party.name} opts out"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {**cleaned}
        cleaned.pop("submission_id", None)
        upload = sent(cleaned)
        return commands.opt_out(actor, party_id=self.party.id, upload=upload, **cleaned)


class OptIn(OfParty):
    commands = (commands.revoke_opt_out,)
    permission = "joining.opt_out"
    form_class = forms.OptInForm
    submit_label, success_message = "Revoke the opt-out", "Revoked. The party is in again."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"{self.party.name} revokes its opt-out"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_opt_out(
            actor,
            party_id=self.party.id,
            number=cleaned["number"],
            resolved_on=cleaned["resolved_on"],
        )
