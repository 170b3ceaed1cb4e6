"""Changing a rota: rotations, overrides and swaps in two taps, time off, notes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from muster.duty import commands, forms, queries
from muster.duty.commands.keeping import may_plan_for
from muster.duty.views.reading import rota_url
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.rotas import Duty
from muster.web.display import when_text
from muster.web.views import CommandView

SWAP_AHEAD = timedelta(days=70)
MOST_SWAPS = 40


class OfRota(CommandView):
    """A page that changes the rota of the party in its address."""

    back_label = "Rota"

    def load(self, actor: Actor) -> None:
        self.party_id: UUID = self.kwargs["party_id"]
        self.party = members.get_party(actor, self.party_id)
        self.row = queries.get_rota(actor, self.party_id)

    def people(self) -> list[tuple[str, str]]:
        """Whoever answers for the party, the first to be called first."""
        found = members.answering_for(self.actor.network_id, [self.party_id])[self.party_id]
        return [(str(each.person_id), each.name) for each in found]

    def plannable(self) -> list[tuple[str, str]]:
        """Those for whom the reader may plan."""
        return [each for each in self.people() if may_plan_for(self.actor, UUID(each[0]))]

    def success_url(self, result: Any) -> str:
        return rota_url(self.party_id)

    def back_url(self) -> str:
        return rota_url(self.party_id)


class EditRota(OfRota):
    commands = (commands.edit_rota,)
    permission = "duty.edit"
    form_class = forms.RotaForm
    title = "How we are asked"
    intro = "When a call for help goes out to us, these are the steps until somebody answers."
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        if self.row is None:
            usual = {"minutes_between": 5, "order": "one_by_one", "asks_officers": True}
            zone = queries.zone_of(self.actor, None)
            return {**usual, "last_resort": "everybody", "zone": zone}
        names = ("minutes_between", "order", "asks_officers", "last_resort", "zone")
        return {name: getattr(self.row, name) for name in names}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        values = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.edit_rota(actor, party_id=self.party_id, **values)


ROTATION_VALUES = (
    "name",
    "level",
    "starts_on",
    "hands_over_at",
    "length",
    "unit",
    "weekdays",
    "begins_at",
    "ends_at",
)


class OfRotation(OfRota):
    """A page with the values of a rotation."""

    permission = "duty.edit"
    form_class = forms.RotationForm

    def form_arguments(self) -> dict[str, Any]:
        return {"people": self.people(), "zone": queries.zone_of(self.actor, self.row)}

    def chosen(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        turns = sorted(
            (name for name in cleaned if name.startswith("turn_")),
            key=lambda name: int(name.removeprefix("turn_")),
        )
        people = [UUID(cleaned[name]) for name in turns if cleaned[name]]
        return {"person_ids": people, **{name: cleaned[name] for name in ROTATION_VALUES}}


class AddRotation(OfRotation):
    commands = (commands.add_rotation,)
    title = submit_label = "Add a rotation"
    intro = "People take turns in this order, for as long as you leave it so."
    success_message = "Added. The weeks ahead are below."

    def initial(self) -> dict[str, Any]:
        monday = clock.now().date()
        monday -= timedelta(days=monday.weekday())
        return {
            "name": "First line",
            "level": 1,
            "starts_on": monday,
            "hands_over_at": time(8),
            "length": 1,
            "unit": "weeks",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_rotation(
            actor,
            party_id=self.party_id,
            rotation_id=cleaned["submission_id"],
            **self.chosen(cleaned),
        )


class EditRotation(OfRotation):
    commands = (commands.edit_rotation,)
    title, submit_label = "Change a rotation", "Save"
    intro = "Whoever has the turn now keeps it until the next hand-over."
    success_message = "Saved. The weeks ahead are below."

    def load(self, actor: Actor) -> None:
        self.rotation = queries.get_rotation(actor, self.kwargs["rotation_id"])
        self.kwargs["party_id"] = self.rotation.rota.party_id
        super().load(actor)

    def initial(self) -> dict[str, Any]:
        row = self.rotation
        return {
            "person_ids": row.people,
            **{name: getattr(row, name) for name in ROTATION_VALUES},
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_rotation(actor, rotation_id=self.rotation.id, **self.chosen(cleaned))


class RemoveRotation(OfRota):
    commands = (commands.remove_rotation,)
    permission = "duty.edit"
    title = submit_label = "Remove the rotation"
    success_message = "Removed."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.rotation = queries.get_rotation(actor, self.kwargs["rotation_id"])
        self.kwargs["party_id"] = self.rotation.rota.party_id
        self.intro = f"“{self.rotation.name}” no longer fills level {self.rotation.level}."
        super().load(actor)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.remove_rotation(actor, rotation_id=self.rotation.id)


def asked_moment(text: str) -> datetime | None:
    """A moment from an address; None for whatever is none."""
    try:
        moment = parse_datetime(text[:40].replace(" ", "+"))
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year < 2100:
        return None
    return moment.astimezone(UTC)


class OfSpan(OfRota):
    """A page about a stretch that the address names."""

    def load(self, actor: Actor) -> None:
        super().load(actor)
        asked = self.request.GET
        at = clock.now().replace(second=0, microsecond=0)
        self.since = asked_moment(asked.get("since", "")) or at
        self.until = asked_moment(asked.get("until", "")) or self.since + timedelta(hours=12)
        level = asked.get("level", "")
        self.level = int(level) if level in {str(each) for each, _ in forms.LEVELS} else 1

    def span_words(self) -> str:
        return f"{when_text(self.since)} to {when_text(self.until)}, level {self.level}."


class GiveShift(OfSpan):
    commands = (commands.make_override,)
    permission = "duty.override"
    form_class = forms.OverrideForm
    template_name = "duty/give.html"
    title = "Who takes this span?"
    success_message = "Taken. The rota shows it."

    def form_arguments(self) -> dict[str, Any]:
        return {"people": self.plannable()}

    def initial(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until, "level": self.level}

    def context(self) -> dict[str, Any]:
        return {"people": self.plannable(), "span_words": self.span_words()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.make_override(
            actor,
            party_id=self.party_id,
            level=cleaned["level"],
            person_id=UUID(cleaned["person"]),
            since=cleaned["since"],
            until=cleaned["until"],
            reason=cleaned["reason"],
            override_id=cleaned["submission_id"],
        )


class SwapShift(OfSpan):
    commands = (commands.swap_shifts,)
    permission = "duty.override"
    form_class = forms.SwapForm
    template_name = "duty/swap.html"
    title = "Swap this span"
    success_message = "Swapped. The rota shows both."

    def shifts(self) -> list[tuple[str, str]]:
        """The shifts of others that one could take in return, as value and words."""
        shown = queries.rota_of(self.actor, self.party_id, ahead=SWAP_AHEAD)
        own = next((each for each in shown.duties if self._is_asked(each)), None)
        others = [
            each
            for each in sorted(shown.duties, key=lambda each: (each.since, each.level))
            if each.person_id and own and each.person_id != own.person_id
        ]
        return [
            (
                f"{each.level}@{each.since.isoformat()}",
                f"{shown.names[each.person_id]}: {when_text(each.since)} to {when_text(each.until)}",
            )
            for each in others[:MOST_SWAPS]
        ]

    def _is_asked(self, duty: Duty) -> bool:
        return duty.level == self.level and self.since < duty.until

    def form_arguments(self) -> dict[str, Any]:
        return {"shifts": self.shifts()}

    def context(self) -> dict[str, Any]:
        return {"shifts": self.shifts(), "span_words": self.span_words()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        level, _, since = cleaned["other"].partition("@")
        return commands.swap_shifts(
            actor,
            party_id=self.party_id,
            level=self.level,
            since=self.since,
            other_level=int(level),
            other_since=datetime.fromisoformat(since),
        )


class TakeOver(OfSpan):
    commands = (commands.take_over,)
    permission = "duty.override"
    form_class = forms.TakeOverForm
    title = submit_label = "Take over now"
    intro = "You are on duty from now until the running duty of the level ends."
    success_message = "You are on duty."

    def initial(self) -> dict[str, Any]:
        return {"level": self.level}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_over(actor, party_id=self.party_id, level=cleaned["level"])


class EndOverride(OfRota):
    commands = (commands.end_override,)
    permission = "duty.override"
    title = submit_label = "End the override"
    success_message = "Ended. The rotation counts again."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.override = queries.get_override(actor, self.kwargs["override_id"])
        self.kwargs["party_id"] = self.override.rota.party_id
        super().load(actor)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.end_override(actor, override_id=self.override.id)


class NoteTimeOff(OfSpan):
    commands = (commands.note_time_off,)
    permission = "duty.take_time_off"
    form_class = forms.TimeOffForm
    title, submit_label = "Time off", "Save"
    intro = "Whoever is away is not on duty: the next in turn stands in. No reason is asked."
    success_message = "Saved. The rota shows who stands in."

    def form_arguments(self) -> dict[str, Any]:
        return {"people": self.plannable()}

    def initial(self) -> dict[str, Any]:
        until = self.since + timedelta(days=7)
        return {"person": str(self.actor.person_id), "since": self.since, "until": until}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.note_time_off(
            actor,
            party_id=self.party_id,
            person_id=UUID(cleaned["person"]),
            since=cleaned["since"],
            until=cleaned["until"],
            time_off_id=cleaned["submission_id"],
        )


class EndTimeOff(OfRota):
    commands = (commands.end_time_off,)
    permission = "duty.take_time_off"
    title = submit_label = "End the time off"
    success_message = "Ended. Their turns are theirs again."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.time_off = queries.get_time_off(actor, self.kwargs["time_off_id"])
        self.kwargs["party_id"] = self.time_off.rota.party_id
        super().load(actor)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.end_time_off(actor, time_off_id=self.time_off.id)


class WriteHandoverNote(OfRota):
    commands = (commands.write_handover_note,)
    permission = "duty.write_note"
    form_class = forms.HandoverNoteForm
    title, submit_label = "Leave a hand-over note", "Leave it"
    success_message = "Left for whoever is on duty next."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.write_handover_note(
            actor,
            party_id=self.party_id,
            text=cleaned["text"],
            note_id=cleaned["submission_id"],
        )
