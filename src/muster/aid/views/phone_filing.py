"""Filing for a party that called, and the party's own word on it afterwards."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import commands, queries
from muster.aid.forms import ConfirmForm, PhoneFilingForm, RejectForm
from muster.aid.forms.asking import KINDS
from muster.aid.read_back import read_back_text
from muster.aid.views.asking import answers, asks_declaration, exercise_choices
from muster.catalog import queries as catalog
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.forms import MusterForm
from muster.web.views import CommandView, PageView


class WhoCalled(PageView):
    """Which party it is."""

    template_name = "aid/who_called.html"
    permission = "aid_request.file_by_phone"

    def context(self) -> dict[str, Any]:
        return {"parties": queries.fileable_parties(self.actor)}


class FileByPhone(CommandView):
    """One page: the call, the three questions, the text to be read back."""

    permission = "aid_request.file_by_phone"
    commands = (commands.file_by_phone,)
    form_class = PhoneFilingForm
    template_name = "aid/file_by_phone.html"
    submit_label = "File the request"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        if all(each.id != self.party.id for each in queries.fileable_parties(actor)):
            raise NotFound("party")
        self.numbers = queries.phone_register(actor, self.party.id)
        self.packages = catalog.work_packages(actor)
        self.title = f"File for {self.party.name}"

    def form_arguments(self) -> dict[str, Any]:
        return {
            "packages": self.packages,
            "exercises": exercise_choices(self.actor),
            "asks_declaration": asks_declaration(self.actor),
            "asks_own_means": queries.asks_own_means(self.actor, self.party.id),
            "numbers": self.numbers,
            "words": self.words,
        }

    def words(self, cleaned: dict[str, Any]) -> str:
        kind = dict(KINDS)[cleaned["kind"]]
        return read_back_text(self.party.name, kind, self.packages, cleaned)

    def context(self) -> dict[str, Any]:
        return {"party": self.party, "numbers": self.numbers}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        asked = {**answers(cleaned), "party_id": self.party.id}
        for name in ("reporting_phone", "reporting_contact"):
            if not asked[name]:
                del asked[name]
        call = {name: cleaned[name] for name in (*PhoneFilingForm.CALL, "code", "read_back")}
        return commands.file_by_phone(actor, **asked, **call)

    def success_url(self, result: Any) -> str:
        return reverse("aid:request", args=[result.id])

    def message(self, result: Any) -> str:
        return f"Filed as {result.reference}. The network sees it now; tell the caller the number."

    def back_url(self) -> str:
        return reverse("aid:who_called")


class OfFiling(CommandView):
    """What the party's word on a request needs."""

    def load(self, actor: Actor) -> None:
        self.aid_request = queries.get_aid_request(actor, self.kwargs["aid_request_id"])
        self.filing = queries.phone_filing_of(actor, self.aid_request.id)
        if self.filing is None:
            raise NotFound("phone_filing")
        if queries.sees_the_call(actor, self.aid_request.requesting_party_id, self.filing):
            self.intro = self.filing.read_back

    def success_url(self, result: Any) -> str:
        return reverse("aid:request", args=[self.aid_request.id])

    def back_url(self) -> str:
        return reverse("aid:request", args=[self.aid_request.id])


class Confirm(OfFiling):
    """For the party itself one button; for others a code that it reads out."""

    permission = "aid_request.confirm"
    commands = (commands.confirm_aid_request,)
    submit_label = "Confirm"
    success_message = "Confirmed: the request is in writing now."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        is_own = actor.party_id == self.aid_request.requesting_party_id
        self.form_class = MusterForm if is_own else ConfirmForm
        self.title = f"Confirm {self.aid_request.reference}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.confirm_aid_request(
            actor, aid_request_id=self.aid_request.id, code=cleaned.get("code", "")
        )


class Reject(OfFiling):
    permission = "aid_request.reject"
    commands = (commands.reject_aid_request,)
    form_class = RejectForm
    submit_label, is_danger = "We did not ask for this", True
    success_message = "The request is cancelled, and everybody who saw it can see why."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"Reject {self.aid_request.reference}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.reject_aid_request(
            actor, aid_request_id=self.aid_request.id, reason=cleaned["reason"]
        )
