"""Signing what waits for a second person: one page, one button."""

from __future__ import annotations

from typing import Any

from muster.aid import commands, queries
from muster.aid.views.amending import RequestCommand
from muster.aid.views.offers import OfferCommand
from muster.rules.actor import Actor


class SignOffAidRequest(RequestCommand):
    permission = "aid_request.sign_off"
    commands = (commands.sign_off_aid_request,)
    template_name = "aid/sign_off.html"
    title = "Sign the request"
    submit_label = "Sign, and ask for help"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "aid_request": self.aid_request,
            "lines": queries.lines_of(self.aid_request.id),
            "waiting": queries.sign_off_of(self.actor, self.aid_request),
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.sign_off_aid_request(actor, aid_request_id=self.aid_request.id)

    def message(self, result: Any) -> str:
        waiting = queries.sign_off_of(self.actor, result)
        if waiting is not None and waiting.missing:
            return "Signed. Another signature is still missing; nothing goes on before."
        return f"Signed. Request {result.reference} is open: the network sees it as it stands now."


class TakeBackAidRequest(RequestCommand):
    permission = "aid_request.open"
    commands = (commands.take_back_aid_request,)
    title = submit_label = "Make it a draft again"
    intro = (
        "It stops waiting for the second person, who is told. The signatures fall away: change what "
        "you like, then open it again."
    )
    success_message = "It is a draft again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_back_aid_request(actor, aid_request_id=self.aid_request.id)


class SignOffOffer(OfferCommand):
    permission = "offer.sign_off"
    commands = (commands.sign_off_offer,)
    template_name = "aid/sign_off.html"
    title = "Agree to send help"
    submit_label = "Agree, and send the offer"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "aid_request": self.offer.aid_request,
            "waiting": queries.sign_off_of(self.actor, self.offer),
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.sign_off_offer(actor, offer_id=self.offer.id)

    def message(self, result: Any) -> str:
        if result.state == "submitted":
            return "Agreed. The offer is sent; nothing is reserved until it is accepted."
        return "Agreed. Another signature is still missing; nothing is sent before."
