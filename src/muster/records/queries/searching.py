"""Searching the record within a scope: what the actor may see, as forms and reviews say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.afteraction import queries as afteraction
from muster.aid import queries as aid
from muster.claims import queries as claims
from muster.exchange import queries as exchange
from muster.exchange.paper import get_layout
from muster.files import queries as files
from muster.journal.keyset import Page
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.refusal import NotFound

LOOKED_AT = 100
REVIEW, CHRONOLOGY, FILE = "review", "chronology", "file"
TITLES = {REVIEW: "After-action review", CHRONOLOGY: "Chronology of the incident", FILE: "File"}
FORMS = {
    "aid_request": ("request",),
    "offer": ("offer",),
    "mission": ("mission", "close-out", "ics-214"),
    "claim": ("claim",),
}
KINDS = (*(key for keys in FORMS.values() for key in keys), REVIEW, CHRONOLOGY, FILE)
READ_BYTES = 200_000
TEXTUAL = (".txt", ".csv", ".md", ".json", ".log")
"""Files whose content is text as it stands; of all others the name alone is searched."""


@dataclass(frozen=True)
class Found:
    """A record within the scope; `key` is its kind and id."""

    kind: str
    record_id: UUID
    title: str
    fields: tuple[tuple[str, str, str], ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.record_id}"


def search(
    actor: Actor, words: str, from_day: date | None = None, until_day: date | None = None
) -> list[Found]:
    """The records in which every word occurs, of the newest hundred things of each kind on the
    days; a day is one of the network's zone."""
    wanted = words.casefold().split()
    days = Days(from_day, until_day, ZoneInfo(members.get_network(actor).time_zone))
    found = []
    for kind, record_id in _things(actor, days):
        record = read(actor, kind, record_id)
        text = "\n".join((record.title, *(each[2] for each in record.fields))).casefold()
        if all(word in text for word in wanted):
            found.append(record)
    return found


def read(actor: Actor, kind: str, record_id: UUID) -> Found:
    """One record as fields of words. Raises `NotFound`."""
    if kind == REVIEW:
        return _review(actor, record_id)
    if kind == CHRONOLOGY:
        return _chronology(actor, record_id)
    if kind == FILE:
        return _file(actor, record_id)
    if kind not in KINDS:
        raise NotFound("record")
    reference, fields = exchange.form_texts(actor, kind, record_id)
    title = f"{get_layout(kind).name}, {reference}"
    return Found(kind, record_id, title, tuple(fields))


def _things(actor: Actor, days: Days) -> Iterator[tuple[str, UUID]]:
    """The newest of each kind on the days, by the moment at which each began; drafts of any day."""
    asked = aid.AidRequestFilter(days=days)
    sources: tuple[tuple[tuple[str, ...], Page[Any]], ...] = (
        ((CHRONOLOGY,), aid.incidents(actor, days=days, limit=LOOKED_AT)),
        (FORMS["aid_request"], aid.aid_requests(actor, asked, limit=LOOKED_AT)),
        (FORMS["offer"], aid.offer_list(actor, days=days, limit=LOOKED_AT)),
        (FORMS["mission"], aid.missions(actor, days=days, limit=LOOKED_AT)),
        (FORMS["claim"], claims.claims(actor, days=days, limit=LOOKED_AT)),
        ((REVIEW,), afteraction.reviews(actor, days=days, limit=LOOKED_AT)),
    )
    for kinds, page in sources:
        for row in page.items:
            for kind in kinds:
                yield kind, row.id
    for stored in files.newest_files(actor, LOOKED_AT, days=days):
        yield FILE, stored.id


def _review(actor: Actor, review_id: UUID) -> Found:
    review = afteraction.get_review(actor, review_id)
    fields = [
        ("overview", "In short", review.overview),
        ("went_well", "What went well", review.went_well),
        ("went_badly", "What did not", review.went_badly),
    ]
    for each in afteraction.findings_of(actor, review.id):
        said = (each.text, each.recommendation, each.owner_name, each.proof)
        text = "\n".join(part for part in said if part)
        fields.append((f"finding_{each.number}", f"Finding {each.number}", text))
    title = f"{TITLES[REVIEW]}, {review.reference}"
    return Found(REVIEW, review_id, title, tuple(each for each in fields if each[2]))


def _chronology(actor: Actor, incident_id: UUID) -> Found:
    incident = aid.get_incident(actor, incident_id)
    lines = [
        f"{each.at:%Y-%m-%d %H:%M} UTC | {each.party or each.who} | {each.sentence}"
        for each in afteraction.chronology(actor, incident_id)
    ]
    title = f"{TITLES[CHRONOLOGY]} {incident.reference}"
    fields = (("incident", "Incident", incident.title), ("entries", "Entries", "\n".join(lines)))
    return Found(CHRONOLOGY, incident_id, title, fields)


def _file(actor: Actor, file_id: UUID) -> Found:
    """A file's name, and what it says where that is text. Raises `NotFound` for a file that may be
    read here and not taken out."""
    stored = files.get_file_to_take(actor, file_id)
    fields = [("name", "Name", stored.name), ("digest", "SHA-256", stored.sha256)]
    if stored.name.casefold().endswith(TEXTUAL):
        start = files.beginning_of(actor, file_id, READ_BYTES)
        text = start.decode("utf-8", "replace").replace("\0", "")
        is_cut = stored.size_bytes > READ_BYTES
        title = f"Content, the first {READ_BYTES:,} bytes" if is_cut else "Content"
        fields.append(("content", title, text))
    shown = tuple(each for each in fields if each[2].strip())
    return Found(FILE, file_id, f"{TITLES[FILE]} {stored.name}", shown)
