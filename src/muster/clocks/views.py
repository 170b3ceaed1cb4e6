"""Deadlines as pages."""

from __future__ import annotations

from typing import Any

from muster.clocks import commands, queries
from muster.clocks.addresses import address_of
from muster.clocks.forms import HappeningForm
from muster.clocks.subjects import get_subject
from muster.clocks.words import (
    EVENTS,
    SILENCES,
    TONES,
    counting_words,
    looks_at_holidays,
    rule_words,
    starts_words,
    state_words,
)
from muster.files.commands import store_file
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.happenings import GIVEN_BY_HAND, Scope
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.terms import ClockEvent
from muster.web.views import CommandView, PageView

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
        "by_hours": shown.by_hours,
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
            "started_words": starts_words(shown.clock),
            "stopped_words": EVENTS[stops] if stops else getattr(shown.clock, "until", ""),
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
