"""The document's contents: numbered sections of sentences, each naming its clause, source and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from muster.agreements.documents.sentences_of_help import OF_HELP, Saying
from muster.agreements.documents.sentences_of_money import OF_MONEY
from muster.agreements.plain_words import CLOCKS, PARTS, in_words
from muster.rules.terms import (
    CLAUSE_NOT_KNOWN,
    Clock,
    ClockEvent,
    Effect,
    FreeUnit,
    Mark,
    PerDiem,
    Roll,
    ShareBasis,
    Silence,
    Term,
    Terms,
)

SAYINGS: dict[str, Saying] = {**OF_HELP, **OF_MONEY}
MARK_WORDS = {
    Mark.SOURCED: "",
    Mark.CHOSEN_READING: "reading chosen by the network",
    Mark.CHOSEN_DEFAULT: "not known, chosen default",
}
UNITS = {"hours": "hours", "calendar_days": "calendar days", "business_days": "business days"}
AFTER: dict[ClockEvent, str] = {
    ClockEvent.INCIDENT_DISCOVERED: "the incident was discovered",
    ClockEvent.AID_REQUEST_ORAL: "help was asked for by voice",
    ClockEvent.AID_REQUEST_WRITTEN: "the request was written",
    ClockEvent.AID_REQUEST_OPENED: "the request was opened",
    ClockEvent.OFFER_SUBMITTED: "the offer was made",
    ClockEvent.OFFER_ANSWERED: "the offer was answered",
    ClockEvent.MISSION_AUTHORIZED: "the mission was authorized",
    ClockEvent.ARRIVED: "help arrived",
    ClockEvent.MISSION_ENDED: "the mission ended",
    ClockEvent.RECALL_GIVEN: "the recall was given",
    ClockEvent.RECALL_ORAL: "the recall was said by voice",
    ClockEvent.RECALL_WRITTEN: "the recall was put in writing",
    ClockEvent.INTENT_NOTICED: "the intent to claim was noticed",
    ClockEvent.CLAIM_BILLED: "the claim was sent",
    ClockEvent.CLAIM_RECEIVED: "the claim was received",
    ClockEvent.CLAIM_RETURNED: "the claim was returned",
    ClockEvent.CLAIM_APPROVED: "the claim was approved",
    ClockEvent.CLAIM_PAID: "the claim was paid",
    ClockEvent.DISPUTE_NOTICED: "notice of the dispute was given",
    ClockEvent.DISPUTE_SETTLED: "the dispute was settled",
    ClockEvent.BREACH_REPORTED: "the breach was reported",
    ClockEvent.LICENCE_ASSIGNED: "the licence was assigned",
    ClockEvent.WITHDRAWAL_NOTICED: "notice of withdrawal was given",
    ClockEvent.WITHDRAWN: "the party left",
}
SILENCE = {
    Silence.NOTHING: "",
    Silence.CONSENT: " Silence counts as consent.",
    Silence.FORFEIT: " After that it is forfeited.",
    Silence.DELINQUENT: " After that it is delinquent.",
}
ROLLS = {
    Roll.NONE: "",
    Roll.NEXT_BUSINESS_DAY: " A last day that is no business day moves to the next one.",
    Roll.PREVIOUS_BUSINESS_DAY: " A last day that is no business day moves to the one before.",
}


@dataclass(frozen=True)
class Sentence:
    """One statement and what it rests on; `source` is a key of the document's list of sources."""

    text: str
    clause: str
    source: str
    mark: Mark

    @property
    def ground(self) -> str:
        """The clause, the source and the mark on one line."""
        clause = self.clause if self.clause == CLAUSE_NOT_KNOWN else f"clause {self.clause}"
        if self.mark is Mark.CHOSEN_DEFAULT:
            return MARK_WORDS[self.mark]
        parts = (clause, f"source {self.source}", MARK_WORDS[self.mark])
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class Section:
    """One term's sentences, numbered within its part."""

    number: str
    title: str
    sentences: tuple[Sentence, ...]
    note: str


@dataclass(frozen=True)
class DocumentPart:
    """Sections that belong together."""

    number: int
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """A whole agreement in sentences."""

    name: str
    edition: str
    summary: str
    parts: tuple[DocumentPart, ...]
    sources: tuple[tuple[str, str], ...]
    sentences: int
    readings: int
    defaults: int


def document_of(terms: Terms) -> Document:
    """The agreement's terms as a document."""
    titled = [(title, [terms.term(key) for key in keys.split()]) for title, keys in PARTS]
    titled.append((CLOCKS, list(terms.clocks.values())))
    parts = tuple(
        DocumentPart(number, title, _sections(number, kept, terms))
        for number, (title, kept) in enumerate(titled, start=1)
        if kept
    )
    marks = [
        sentence.mark
        for part in parts
        for section in part.sections
        for sentence in section.sentences
    ]
    heading = terms.heading
    return Document(
        name=heading.name,
        edition=heading.version,
        summary=heading.summary,
        parts=parts,
        sources=tuple(terms.sources.items()),
        sentences=len(marks),
        readings=marks.count(Mark.CHOSEN_READING),
        defaults=marks.count(Mark.CHOSEN_DEFAULT),
    )


def _sections(number: int, kept: list[Term], terms: Terms) -> tuple[Section, ...]:
    return tuple(
        Section(
            f"{number}.{index}",
            term.title if isinstance(term, Clock) else term.TITLE,
            tuple(_sentences(term, terms)),
            term.note,
        )
        for index, term in enumerate(kept, start=1)
    )


def _sentences(term: Term, terms: Terms) -> list[Sentence]:
    if isinstance(term, Clock):
        return [_sentence(clock_in_words(term), term, _mark_of_clock(term))]
    found = []
    for each in term.values():
        if f"{term.KEY}.{each.name}" in silent_values(terms):
            continue
        words = said(f"{term.KEY}.{each.name}", getattr(term, each.name))
        if words:
            found.append(_sentence(words, term, term.mark(each.name)))
    return found


def _sentence(text: str, term: Term, mark: Mark) -> Sentence:
    return Sentence(text, term.clause, term.source or "", mark)


def said(place: str, value: Any) -> str:
    """What one value says; empty where there is nothing to say."""
    saying = SAYINGS[place]
    if isinstance(saying, Mapping):
        return saying[str(value)]
    if isinstance(saying, tuple):
        saying = saying[0] if value else saying[1]
    text = saying.format(words_in_sentence(value))
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."


def silent_values(terms: Terms) -> set[str]:
    """Values that say nothing because of another value."""
    silent: set[str] = set()
    free, travel = terms.free_allowance, terms.travel
    if not free.hours:
        names = [each.name for each in free.values() if each.name != "hours"]
        silent |= {f"free_allowance.{name}" for name in names}
    if not free.consecutive:
        silent.add("free_allowance.longest_break_hours")
    if free.unit not in (FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY, FreeUnit.PER_PERSON):
        silent.add("free_allowance.split")
    if terms.share.basis is ShareBasis.NEGOTIATED_PER_MISSION:
        silent.add("share.percent")
    if terms.continuation.confirm_before_hour is None:
        silent |= {"continuation.late_days", "continuation.without"}
    if not travel.paid or travel.per_diem in (PerDiem.ACTUAL, PerDiem.FIXED, PerDiem.NOT_PAID):
        silent |= {"travel.per_diem_table", "travel.per_diem_place"}
    if not travel.paid or travel.per_diem in (PerDiem.ACTUAL, PerDiem.NOT_PAID):
        silent.add("travel.first_last_day_percent")
    if terms.equipment.lost != "straight_line":
        silent.add("equipment.useful_life_months")
    if not terms.equipment.usage:
        silent |= {"equipment.use_unit", "equipment.begun_units"}
    if not terms.licence.paid:
        silent.add("licence.year_basis")
    return silent


def clock_in_words(clock: Clock) -> str:
    """A deadline or waiting time as a sentence or two."""
    span = f"{clock.length:,} {UNITS[clock.unit]}"
    after = AFTER[clock.starts]
    if clock.effect is Effect.DUE_BY:
        main = f"This is due within {span} after {after}."
    elif clock.effect is Effect.OPENS_ON:
        main = f"This becomes possible on the last day of {span} after {after}."
    else:
        main = f"This becomes possible once {span} are over after {after}."
    owner = f" It falls to the {clock.owner.replace('_', ' ')}."
    return main + owner + SILENCE[clock.silence] + ROLLS[clock.rolls]


def _mark_of_clock(clock: Clock) -> Mark:
    """A clock is as well grounded as its start and its length."""
    marks = {clock.mark("starts"), clock.mark("length")}
    for mark in (Mark.CHOSEN_DEFAULT, Mark.CHOSEN_READING):
        if mark in marks:
            return mark
    return Mark.SOURCED


def words_in_sentence(value: Any) -> str:
    """A value's words inside a sentence: codes in small letters, lists with an and."""
    if isinstance(value, tuple):
        words = [words_in_sentence(each) for each in value]
        return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
    if isinstance(value, StrEnum) or (isinstance(value, str) and _is_code(value)):
        words_of_code = in_words(str(value))
        first = words_of_code.split(" ", 1)[0]
        return words_of_code if first.isupper() else words_of_code[:1].lower() + words_of_code[1:]
    if isinstance(value, Decimal | int | str):
        return in_words(value)
    if isinstance(value, bool) or value is None:
        return ""
    return in_words({name: getattr(value, name) for name in value.__dataclass_fields__})


def _is_code(text: str) -> bool:
    return text.islower() and "_" in text and " " not in text
