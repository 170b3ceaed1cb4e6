"""Deliveries: what left the house, what did not arrive, and one more try."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.messaging import queries
from muster.messaging.channels import label_of
from muster.messaging.commands import retry_delivery, send_held
from muster.messaging.forms import DeliveryFilter
from muster.rules.actor import Actor
from muster.web.views import CommandView, PageView


class Deliveries(PageView):
    template_name = "messaging/deliveries.html"
    permission = "delivery.view"

    def context(self) -> dict[str, Any]:
        form = DeliveryFilter(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        page = queries.deliveries_of_network(
            self.actor,
            state=chosen.get("state"),
            channel=chosen.get("channel"),
            cursor=self.request.GET.get("cursor"),
        )
        return {
            "form": form,
            "page": page,
            "counts": queries.counts(self.actor),
            "is_filtered": any(chosen.get(name) for name in ("state", "channel")),
        }


class DeliveryPage(PageView):
    template_name = "messaging/delivery.html"
    permission = "delivery.view"

    def load(self, actor: Actor) -> None:
        self.message = queries.get_delivery(actor, self.kwargs["message_id"])

    def context(self) -> dict[str, Any]:
        return {
            "message": self.message,
            "channel": label_of(self.message.channel),
            "is_stuck": queries.is_stuck(self.message),
            "attempts": queries.attempts(self.actor, self.message.id),
        }


class RetryDelivery(CommandView):
    commands = (retry_delivery,)
    permission = "delivery.retry"
    title, submit_label = "Send this message again", "Send again"
    success_message = "It is on its way again."

    def load(self, actor: Actor) -> None:
        self.delivery = queries.get_delivery(actor, self.kwargs["message_id"])
        if self.delivery.state in ("unknown", "held"):
            self.intro = (
                "Nobody knows whether it arrived. The next copy says that it may be a duplicate."
            )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return retry_delivery(actor, message_id=self.delivery.id)

    def success_url(self, result: Any) -> str:
        return reverse("messaging:delivery", args=[self.delivery.id])

    def back_url(self) -> str:
        return self.success_url(None)


class SendHeld(CommandView):
    commands = (send_held,)
    permission = "delivery.retry"
    title, submit_label = "Send all that is held", "Send them"
    intro = (
        "The host may have sent these before the standby took over. Each copy says that it may be "
        "a duplicate. Those that nobody needs any more can be left: they stay held."
    )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> int:
        return send_held(actor)

    def message(self, result: int) -> str:
        return "1 message is on its way." if result == 1 else f"{result} messages are on their way."

    def success_url(self, result: Any) -> str:
        return reverse("messaging:deliveries")

    def back_url(self) -> str:
        return self.success_url(None)
