"""How to reach me: a person's own ways, their order, codes, quiet hours, this browser."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from muster.messaging import commands, forms, queries
from muster.messaging.channels import CHANNELS, label_of
from muster.messaging.commands.ways import LISTABLE, MOST_TRIES
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView


def listable_channels() -> list[tuple[str, str]]:
    """The ways that this installation can go, and that are listed by typing an address."""
    return [(way.NAME, way.LABEL) for way in CHANNELS if way.NAME in LISTABLE and way.is_open()]


class Ways(PageView):
    template_name = "messaging/ways.html"

    def context(self) -> dict[str, Any]:
        points = queries.contact_points(self.actor)
        return {
            "ways": [
                {
                    "point": point,
                    "channel": label_of(point.channel),
                    "address": queries.address_for_owner(point),
                }
                for point in points
            ],
            "quiet": queries.quiet_hours(self.actor),
            "push_key": queries.push_public_key(),
            "push_form": forms.PushForm(),
        }


class OfWays(CommandView):
    def success_url(self, result: Any) -> str:
        return reverse("messaging:ways")

    def back_url(self) -> str:
        return reverse("messaging:ways")


class OfOneWay(OfWays):
    def load(self, actor: Actor) -> None:
        self.point = queries.get_contact_point(actor, self.kwargs["contact_point_id"])


class AddWay(OfWays):
    commands = (commands.add_contact_point,)
    form_class = forms.WayForm
    title, submit_label = "Add a way to reach you", "Add it and send a code"
    intro = "Only you see what you type here. A code goes there, to prove that it is yours."

    def initial(self) -> dict[str, Any]:
        return {"is_personal": True}

    def form_arguments(self) -> dict[str, Any]:
        return {"channels": listable_channels()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_contact_point(
            actor,
            channel=cleaned["channel"],
            address=cleaned["address"],
            label=cleaned["label"],
            is_personal=cleaned["is_personal"],
            contact_point_id=cleaned.get("submission_id"),
        )

    def success_url(self, result: Any) -> str:
        return reverse("messaging:verify_way", args=[result.id])


class VerifyWay(OfOneWay):
    commands = (commands.verify_contact_point,)
    form_class = forms.CodeForm
    template_name = "messaging/verify.html"
    title, submit_label = "Type the code", "That is the code"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.verify_contact_point(
            actor, contact_point_id=self.point.id, code=cleaned["code"]
        )

    def message(self, result: Any) -> str:
        if result.verified_at is not None:
            return "You are reached there from now on."
        left = MOST_TRIES - result.code_tries
        messages.error(self.request, f"That is not the code. Tries left: {left}.")
        return ""

    def success_url(self, result: Any) -> str:
        if result.verified_at is None:
            return reverse("messaging:verify_way", args=[result.id])
        return reverse("messaging:ways")

    def context(self) -> dict[str, Any]:
        return {"point": self.point, "address": queries.address_for_owner(self.point)}


class SendCode(OfOneWay):
    commands = (commands.send_contact_code,)
    title, submit_label = "Send a new code", "Send it"
    intro = "The earlier code is void from then on."
    success_message = "A new code is on its way."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.send_contact_code(actor, contact_point_id=self.point.id)

    def success_url(self, result: Any) -> str:
        return reverse("messaging:verify_way", args=[self.point.id])


class MoveWay(OfOneWay):
    """One place up or down: a button that works by keyboard, by thumb and without scripts."""

    commands = (commands.order_contact_points,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ids = [point.id for point in queries.contact_points(self.actor)]
        step = {"up": -1, "down": 1}.get(self.kwargs["direction"])
        if step is None:
            raise NotFound("page")
        commands.order_contact_points(self.actor, contact_point_ids=moved(ids, self.point.id, step))
        return redirect(f"{self.back_url()}#way-{self.point.id}")


def moved(ids: list[UUID], one: UUID, step: int) -> list[UUID]:
    """The ids with one of them a place further; at either end they stay as they are."""
    place = ids.index(one) + step
    others = [each for each in ids if each != one]
    return ids if not 0 <= place < len(ids) else [*others[:place], one, *others[place:]]


class RemoveWay(OfOneWay):
    commands = (commands.remove_contact_point,)
    title, submit_label, is_danger = "Take this way out of your list", "Take it out", True
    intro = "Nothing is sent there any more, and what you typed is wiped."
    success_message = "It is off your list."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.remove_contact_point(actor, contact_point_id=self.point.id)


class SetQuietHours(OfWays):
    commands = (commands.set_quiet_hours,)
    form_class = forms.QuietForm
    title, success_message = "Quiet hours", "Saved."
    intro = (
        "Between these times, in your own zone, no text, call, push or chat comes. Mail still does. "
        "Leave both empty for no quiet hours."
    )

    def initial(self) -> dict[str, Any]:
        hours = queries.quiet_hours(self.actor)
        if hours is None:
            return {"emergencies_break_through": True}
        return {
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "emergencies_break_through": hours.emergencies_break_through,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        names = ("quiet_from", "quiet_until", "emergencies_break_through")
        return commands.set_quiet_hours(actor, **{name: cleaned[name] for name in names})


class SubscribeToPush(OfWays):
    """The browser fills the form when its owner presses the button on the page of ways."""

    commands = (commands.subscribe_to_push,)
    form_class = forms.PushForm
    template_name = "messaging/push.html"
    title, submit_label = "Push to this browser", "Push to this browser"
    success_message = "This browser is pushed to from now on."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        names = ("endpoint", "p256dh", "auth", "label")
        return commands.subscribe_to_push(actor, **{name: cleaned[name] for name in names})

    def context(self) -> dict[str, Any]:
        return {"push_key": queries.push_public_key()}
