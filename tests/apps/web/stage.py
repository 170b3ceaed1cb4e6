"""A few pages of no app, to walk the views that every app is made of."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from muster.config import urls as house
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.web.forms import MusterForm
from muster.web.views import CommandView, PageView, page

ACTOR = Actor(UUID(int=1), UUID(int=3), UUID(int=2), frozenset({"duty_officer"}), "Duty officer")
DONE: list[dict[str, Any]] = []


class ActingMiddleware:
    """Puts a made-up actor on the request when the test's header asks for one."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if role := request.headers.get("X-Acting"):
            roles = ACTOR.roles if role == "1" else frozenset({role})
            request.actor = replace(ACTOR, roles=roles, stepped_up=role != "1")
            request.posts = []
            request.post_held = SimpleNamespace(
                key="1",
                label="Juniper Flats",
                party_name="Juniper Flats",
                network_name="Sample",
                roles=ACTOR.roles,
                is_sample=True,
                time_zone="America/Denver",
                currency="USD",
            )
        return self.get_response(request)


class HourForm(MusterForm):
    note = forms.CharField(label="Note")
    start = forms.CharField(label="Start", required=False)


def log_hours(actor: Actor, *, note: str) -> None:
    """Stands for a command that asks for presence."""


log_hours.command = SimpleNamespace(step_up=True)  # type: ignore[attr-defined]


class LogHours(CommandView):
    commands = (log_hours,)
    form_class = HourForm
    title = "Log hours"
    success_message = "Logged."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> None:
        if cleaned["note"] == "presence" and not actor.stepped_up:
            raise Refused(Refusal("step_up.required"))
        if cleaned["note"] == "late":
            raise Refused([Refusal("time.order", field="start"), Refusal("state.changed")])
        if cleaned["note"] == "hidden":
            raise NotFound("mission")
        DONE.append({**cleaned, "stepped_up": actor.stepped_up})

    def success_url(self, result: None) -> str:
        return "/"


class Thing(PageView):
    template_name = "web/no_post.html"

    def load(self, actor: Actor) -> None:
        if self.kwargs["what"] == "hidden":
            raise NotFound("thing")
        if self.kwargs["what"] == "refused":
            raise Refused(Refusal("state.changed"))


class ClaimsOnly(PageView):
    template_name = "web/no_post.html"
    permission = "claim.approve"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def moment(request: HttpRequest) -> HttpResponse:
    return page(request, "web/_footer.html")


urlpatterns = [
    path("hours", LogHours.as_view()),
    path("things/<str:what>", Thing.as_view()),
    path("claims-only", ClaimsOnly.as_view()),
    path("broken", broken),
    path("moment", moment),
    path("", include(house.urlpatterns)),
]
handler400, handler403 = house.handler400, house.handler403
handler429 = house.handler429
handler404, handler500 = house.handler404, house.handler500
