"""The board: a page that stays open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from muster.response import queries
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import PageView, page

FRAGMENT = "X-Muster-Fragment"


class Live(PageView):
    """A page whose fragment is answered alone when the live script asks for it."""

    fragment_name = ""

    def load(self, actor: Actor) -> None:
        asked = self.request.GET.get("exercise")
        self.exercise = next(
            (each for each in queries.open_exercises(actor) if str(each.id) == asked), None
        )
        if asked and self.exercise is None:
            raise NotFound("exercise")

    @property
    def exercise_id(self) -> UUID | None:
        return self.exercise.id if self.exercise else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = self.fragment_name if FRAGMENT in request.headers else self.template_name
        return page(request, name, self.context())


class BoardPage(Live):
    template_name = "response/board.html"
    fragment_name = "response/_board.html"

    def context(self) -> dict[str, Any]:
        context = {"board": queries.get_board(self.actor, self.exercise_id)}
        if FRAGMENT in self.request.headers:
            return context
        return context | {
            "own": queries.own_part(self.actor, self.exercise_id),
            "exercise": self.exercise,
            "exercises": queries.open_exercises(self.actor),
            "may_follow": queries.may_follow(self.actor),
        }


class OwnPartPage(Live):
    """The reader's own part alone; the whole board when opened as a page."""

    template_name = "response/own.html"
    fragment_name = "response/_own.html"

    def context(self) -> dict[str, Any]:
        own = queries.own_part(self.actor, self.exercise_id)
        return {"own": own, "exercise": self.exercise}
