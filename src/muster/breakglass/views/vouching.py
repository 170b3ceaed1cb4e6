"""Vouching for somebody who cannot sign in: which agency, who, at which number."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.breakglass import commands, queries
from muster.breakglass.forms import VouchForm
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView

SHOWN_ONCE = "break_glass_vouched"


class Vouch(PageView):
    """The agencies, and the words that wait for a second one."""

    template_name = "breakglass/vouch.html"
    permission = "break_glass.vouch"

    def context(self) -> dict[str, Any]:
        return {
            "parties": queries.vouchable_parties(self.actor),
            "waiting": queries.waiting_vouchings(self.actor),
        }


class VouchParty(PageView):
    """The registered people of one agency."""

    template_name = "breakglass/vouch_party.html"
    permission = "break_glass.vouch"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        self.people = queries.people_to_vouch_for(actor, self.party.id)

    def context(self) -> dict[str, Any]:
        return {"party": self.party, "people": self.people}


class VouchPerson(CommandView):
    """The numbers of the register alone, and what to ask."""

    commands = (commands.vouch_for,)
    permission = "break_glass.vouch"
    form_class = VouchForm
    template_name = "breakglass/vouch_person.html"
    submit_label = "I vouch"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        people = queries.people_to_vouch_for(actor, self.party.id)
        found = [each for each in people if each.id == self.kwargs["person_id"]]
        if not found:
            raise NotFound("person")
        self.person = found[0]
        self.numbers = queries.call_back_numbers(actor, self.party.id, self.person.id)
        self.opened = queries.open_vouching(actor.network_id, self.person.id)
        self.title = f"Vouch for {self.person.name}"

    def form_arguments(self) -> dict[str, Any]:
        return {"numbers": self.numbers}

    def context(self) -> dict[str, Any]:
        return {"party": self.party, "person": self.person, "opened": self.opened}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        vouched = commands.vouch_for(
            actor,
            party_id=self.party.id,
            person_id=self.person.id,
            called_phone=cleaned["called_phone"],
        )
        if vouched.code:
            self.request.session[SHOWN_ONCE] = {"name": vouched.person_name, "code": vouched.code}
        return vouched

    def success_url(self, result: Any) -> str:
        return reverse("breakglass:vouched" if result.code else "breakglass:vouch")

    def message(self, result: Any) -> str:
        if result.code:
            return ""
        return "Noted. Now ask somebody of yet another agency, or the coordinator, to vouch too."

    def back_url(self) -> str:
        return reverse("breakglass:vouch")


class Vouched(PageView):
    """The code to be spoken, this one time."""

    template_name = "breakglass/vouched.html"

    def context(self) -> dict[str, Any]:
        return {"shown": self.request.session.pop(SHOWN_ONCE, None)}
