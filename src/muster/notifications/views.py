"""The inbox, and what is mailed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from muster.notifications import queries
from muster.notifications.commands import choose_mail, read_all_notices, read_notice
from muster.notifications.forms import PreferencesForm
from muster.rules.actor import Actor
from muster.web.views import CommandView, PageView, page
from muster.web.views.pages import ActorView

FRAGMENT = "X-Muster-Fragment"


class Inbox(PageView):
    template_name = "notifications/inbox.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = "notifications/_inbox.html" if FRAGMENT in request.headers else self.template_name
        return page(request, name, self.context())

    def context(self) -> dict[str, Any]:
        unread = self.request.GET.get("show") == "unread"
        return {
            "page": queries.inbox(self.actor, unread=unread, cursor=self.request.GET.get("cursor")),
            "only_unread": unread,
            "unread": queries.unread_count(self.actor),
            "elsewhere": queries.unread_elsewhere(self.actor),
        }


class OpenNotice(ActorView):
    """A press marks the notice as read and leads to the thing."""

    commands = (read_notice,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = read_notice(self.actor, notice_id=self.kwargs["notice_id"])
        return redirect(notice.url)


class ReadAll(ActorView):
    commands = (read_all_notices,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        read_all_notices(self.actor)
        return redirect("notifications:inbox")


class Preferences(CommandView):
    commands = (choose_mail,)
    form_class = PreferencesForm
    title, submit_label = "What is mailed to you", "Save"
    intro = (
        "Every notice is in your inbox. Choose which are mailed as well. A mail carries no more than "
        "the incident's sharing label allows: mostly a reference and a link."
    )
    success_message = "Saved."

    def load(self, actor: Actor) -> None:
        self.choices = queries.preferences(actor)

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": self.choices}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return choose_mail(
            actor, kinds=[each.kind.key for each in self.choices if cleaned.get(each.kind.key)]
        )

    def success_url(self, result: Any) -> str:
        return reverse("notifications:inbox")

    def back_url(self) -> str:
        return reverse("notifications:inbox")
