"""Deadlines as pages, and as a calendar file behind a secret link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from muster.clocks import commands, queries
from muster.clocks.addresses import address_of
from muster.clocks.calendars import calendar_file
from muster.clocks.forms import HappeningForm
from muster.clocks.subjects import get_subject
from muster.clocks.words import (
    EVENTS,
    SILENCES,
    TONES,
    counting_words,
    looks_at_holidays,
    rule_words,
    state_words,
)
from muster.files.commands import store_file
from muster.journal import clock
from muster.members.posts import actor_at, posts_of
from muster.members.views.people import SHOWN_ONCE
from muster.rules.actor import Actor
from muster.rules.happenings import GIVEN_BY_HAND, Scope
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.terms import ClockEvent
from muster.web.views import CommandView, PageView

MOST_IN_CALENDAR = 200
WHICH = (("mine", "Ours"), ("all", "Ours and the other side's"), ("ended", "Done or over"))


def in_words(shown: queries.ShownDeadline) -> dict[str, Any]:
    """A deadline with the words and addresses that its rows and its page show."""
    row = shown.row
    return {
        "shown": shown,
        "row": row,
        "state_words": state_words(shown.state, shown.clock.effect),
        "tone": TONES.get(shown.state, "quiet"),
        "rule_words": rule_words(shown.clock),
        "by_hours": shown.clock.unit == "hours",
        "term_anchor": f"clocks-{row.clock_key}".replace("_", "-"),
        "subject_url": address_of(row.scope, row.subject_id),
    }


class Deadlines(PageView):
    template_name = "clocks/deadlines.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        is_party = self.actor.party_id is not None
        which = given.get("which", "mine" if is_party else "all")
        asked = queries.DeadlineFilter(ended=which == "ended", mine=which == "mine" and is_party)
        page = queries.deadlines(
            self.actor, asked, cursor=given.get("cursor", "")[:500] or None, limit=25
        )
        return {
            "page": page,
            "items": [in_words(each) for each in page.items],
            "which": which,
            "choices": WHICH if is_party else (("all", "Running"), WHICH[2]),
        }


class DeadlinePage(PageView):
    template_name = "clocks/deadline.html"

    def load(self, actor: Actor) -> None:
        self.shown = queries.get_deadline(actor, self.kwargs["deadline_id"])

    def context(self) -> dict[str, Any]:
        shown, row = self.shown, self.shown.row
        stops = ClockEvent(row.stop_event) if row.stop_event else None
        happening = row.happening
        return {
            **in_words(shown),
            "clock": shown.clock,
            "counting_words": counting_words(shown.clock),
            "holidays_missing": looks_at_holidays(shown.clock) and not shown.knows_holidays,
            "silence_words": SILENCES[shown.clock.silence],
            "started_words": EVENTS[shown.clock.starts],
            "stopped_words": EVENTS[stops] if stops else "",
            "happening": happening,
            "may_note": row.stopped_at is None
            and stops in GIVEN_BY_HAND
            and is_permitted(self.actor, "clock.note"),
        }


class NoteHappening(CommandView):
    commands = (commands.note_happening,)
    permission = "clock.note"
    form_class = HappeningForm
    title = "Write down what was done"
    intro = "For what happens outside Muster, such as a notice to the state. Its clock stops by it."
    submit_label = "Write it down"
    success_message = "Written down."

    def load(self, actor: Actor) -> None:
        try:
            self.scope = Scope(self.kwargs["scope"])
        except ValueError as unknown:
            raise NotFound("scope") from unknown
        self.subject = get_subject(actor, self.scope, self.kwargs["subject_id"])
        self.events = queries.events_to_note(actor, self.scope, self.subject.id)
        if not self.events:
            raise NotFound("happening")

    def form_arguments(self) -> dict[str, Any]:
        return {"events": self.events}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("event", "")
        first = asked if asked in self.events else self.events[0]
        return {"happened_at": clock.now(), "event": first}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        upload = cleaned["evidence"]
        kept = store_file(actor, name=upload.name, content=upload.read()) if upload else None
        return commands.note_happening(
            actor,
            event=cleaned["event"],
            scope=self.scope,
            subject_id=self.subject.id,
            happened_at=cleaned["happened_at"],
            note=cleaned["note"],
            evidence_file_id=kept.id if kept else None,
            happening_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return address_of(self.scope, self.subject.id)

    def back_url(self) -> str:
        return address_of(self.scope, self.subject.id)


class Calendars(PageView):
    template_name = "clocks/calendars.html"

    def context(self) -> dict[str, Any]:
        return {"feeds": queries.feeds(self.actor)}


class MakeCalendar(CommandView):
    commands = (commands.make_calendar_feed,)
    permission = "calendar_feed.make"
    title = "Put the deadlines into your calendar"
    intro = (
        "You get a link for your calendar program. Whoever has the link reads titles, references "
        "and days of the deadlines that you see in this post, and nothing else."
    )
    submit_label = "Make the link"
    success_message = ""

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        made = commands.make_calendar_feed(actor)
        path = reverse("clocks:calendar", args=[made.secret])
        self.request.session[SHOWN_ONCE] = {
            "kind": "calendar",
            "name": actor.name,
            "secret": self.request.build_absolute_uri(path),
            "back": reverse("clocks:calendars"),
        }
        return made

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")

    def back_url(self) -> str:
        return reverse("clocks:calendars")


class RevokeCalendar(CommandView):
    commands = (commands.revoke_calendar_feed,)
    permission = "calendar_feed.revoke"
    title = submit_label = "End the link"
    intro = "Calendars that read it get nothing from then on."
    success_message = "Ended."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.feed = queries.get_feed(actor, self.kwargs["feed_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_calendar_feed(actor, feed_id=self.feed.id)

    def success_url(self, result: Any) -> str:
        return reverse("clocks:calendars")

    def back_url(self) -> str:
        return reverse("clocks:calendars")


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a link, for the post in which it was made, while the person holds it."""
    feed = queries.feed_of_secret(secret[:200])
    actor = _actor_of(feed)
    found = queries.deadlines(
        actor, queries.DeadlineFilter(mine=actor.party_id is not None), limit=MOST_IN_CALENDAR
    ).items
    pages: dict[UUID, str] = {
        each.id: request.build_absolute_uri(reverse("clocks:deadline", args=[each.id]))
        for each in found
    }
    content = calendar_file(f"Deadlines, {feed.network.name}", request.get_host(), found, pages)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


def _actor_of(feed: Any) -> Actor:
    """The person in the link's post; no post left, no calendar."""
    for post in posts_of(feed.person):
        if post.network_id == feed.network_id and post.party_id == feed.party_id:
            return actor_at(feed.person, post, via="calendar")
    raise NotFound("calendar_feed")
