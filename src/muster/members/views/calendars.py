"""One's calendars: links that are made, ended, and read by programs that cannot sign in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from muster.members import commands, queries
from muster.members.calendars import calendar_kind, calendar_kinds
from muster.members.posts import actor_at, posts_of
from muster.members.views.people import SHOWN_ONCE
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView


class Calendars(PageView):
    template_name = "members/calendars.html"

    def context(self) -> dict[str, Any]:
        is_party = self.actor.party_id is not None
        feeds = queries.calendar_feeds(self.actor)
        return {
            "kinds": [each for each in calendar_kinds() if is_party or not each.needs_party],
            "feeds": [(each, calendar_kind(each.kind)) for each in feeds],
        }


class OfCalendars(CommandView):
    def success_url(self, result: Any) -> str:
        return reverse("members:calendars")

    def back_url(self) -> str:
        return reverse("members:calendars")


class MakeCalendar(OfCalendars):
    commands = (commands.make_calendar_feed,)
    permission = "calendar_feed.make"
    submit_label = "Make the link"

    def load(self, actor: Actor) -> None:
        kind = calendar_kind(self.kwargs["calendar"])
        if kind is None or (kind.needs_party and actor.party_id is None):
            raise NotFound("calendar")
        self.kind = kind
        self.title = f"{kind.label} in your calendar"
        self.intro = (
            f"You get a link for your calendar program. Whoever has the link reads {kind.words}, "
            "and nothing else."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        made = commands.make_calendar_feed(actor, kind=self.kind.key)
        path = reverse("members:calendar", args=[made.secret])
        self.request.session[SHOWN_ONCE] = {
            "kind": "calendar",
            "name": actor.name,
            "secret": self.request.build_absolute_uri(path),
            "back": reverse("members:calendars"),
        }
        return made

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")


class RevokeCalendar(OfCalendars):
    commands = (commands.revoke_calendar_feed,)
    permission = "calendar_feed.revoke"
    title = submit_label = "End the link"
    intro = "Calendars that read it get nothing from then on."
    success_message = "Ended."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.feed = queries.get_calendar_feed(actor, self.kwargs["feed_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_calendar_feed(actor, feed_id=self.feed.id)


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a link, for the post in which it was made, while the person holds it."""
    feed = queries.feed_of_secret(secret[:200])
    kind = calendar_kind(feed.kind)
    if kind is None:
        raise NotFound("calendar_feed")
    content = kind.write(_actor_of(feed), request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="{kind.key}.ics"'
    return response


def _actor_of(feed: Any) -> Actor:
    """The person in the link's post; no post left, no calendar."""
    for post in posts_of(feed.person):
        if post.network_id == feed.network_id and post.party_id == feed.party_id:
            return actor_at(feed.person, post, via="calendar")
    raise NotFound("calendar_feed")
