"""Fencing a party in one tap, and agreeing that it is over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.urls import reverse

from muster.breakglass import commands, queries, sessions
from muster.members import queries as members
from muster.members.step_up import factor_lately
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView


class OfParty(CommandView):
    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])

    def success_url(self, result: Any) -> str:
        return reverse("breakglass:state", args=[self.party.id])

    def back_url(self) -> str:
        return reverse("members:party", args=[self.party.id])


class State(PageView):
    """How the party stands: what is shut, who still has to agree, and what to do next."""

    template_name = "breakglass/state.html"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        self.period = queries.period_of(actor, self.party.id)

    def context(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "period": self.period,
            "may_act": members.may_act_for(self.actor, self.party.id),
        }


class Fence(OfParty):
    commands = (commands.fence_party,)
    permission = "break_glass.fence"
    title, submit_label, is_danger = "Fence the agency's accounts", "Fence now", True
    intro = (
        "Everybody of the agency is signed out everywhere, tokens and calendar links end, nothing is "
        "mailed to them, and neither a password alone nor the agency's single sign-on opens an "
        "account. Passkeys, authenticator apps and break-glass codes go on working. It takes the "
        "agency's representative and the coordinator to lift it."
    )
    success_message = "Fenced. Nobody gets in by the agency's mail or single sign-on."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        stays = sessions.mark_of(self.request) is not None or bool(factor_lately(self.request))
        period = commands.fence_party(actor, party_id=self.party.id)
        if actor.party_id == self.party.id:
            if stays:
                sessions.keep_through_fence(self.request)
            else:
                logout(self.request)
        return period

    def success_url(self, result: Any) -> str:
        if self.request.user.is_authenticated:
            return super().success_url(result)
        return reverse("breakglass:entrance")


class Lift(OfParty):
    commands = (commands.agree_to_lift,)
    permission = "break_glass.lift"
    title, submit_label = "Agree that break-glass ends", "I agree"
    intro = (
        "Say so once mail, machines and sign-on are clean and passwords were changed. Where accounts "
        "are fenced it takes two: the agency's representative and the coordinator."
    )

    def load(self, actor: Actor) -> None:
        super().load(actor)
        if queries.period_of(actor, self.party.id) is None:
            raise NotFound("break_glass")

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.agree_to_lift(actor, party_id=self.party.id)

    def message(self, result: Any) -> str:
        if result.ended_at is not None:
            return "Break-glass is over for this agency."
        return "Noted. The other of the two still has to agree."
