"""Reading pages: a view for signed-in readers, and one way to render."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from muster.rules.actor import Actor
from muster.rules.permissions import need


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a template for the reader; never kept by shared caches."""
    response = render(request, template, context or {}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


class ActorView(View):
    """A view for someone signed in: `self.actor`; strangers are led to the sign-in page.

    `load(actor)` fetches what the page is about through queries. `NotFound` becomes a 404 and
    `Refused` a page with the sentences (both in `web.middleware`).
    """

    permission: str | None = None
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is None:
            return self.no_actor(request)
        self.actor = actor
        if self.permission:
            need(actor, self.permission)
        self.load(actor)
        return super().dispatch(request, *args, **kwargs)

    def no_actor(self, request: HttpRequest) -> HttpResponseBase:
        """Not signed in: to the sign-in page and back; signed in without a post: a page that says so."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return page(request, "web/no_post.html", status=403)
        return redirect_to_login(request.get_full_path())

    def load(self, actor: Actor) -> None:
        """Fetch what the page is about; `self.kwargs` holds the parts of the address."""


class PageView(ActorView):
    """A page that shows something: set `template_name`, fill `context()`."""

    template_name = ""

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return page(request, self.template_name, self.context())
