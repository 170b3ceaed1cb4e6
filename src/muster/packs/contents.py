"""What a pack says, section by section, in plain words: paper, page and program show the same.

Every list is bounded, so that the essentials stay on two pages; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from muster.agreements import queries as agreements
from muster.agreements.plain_words import figures_of
from muster.breakglass import queries as breakglass
from muster.catalog import queries as catalog
from muster.exchange import queries as exchange
from muster.members import queries as members
from muster.members.queries.calling import call_list
from muster.members.templatetags.members import phone
from muster.packs.papers import LARGEST, agreement_size
from muster.rules.actor import Actor, PartyRole
from muster.web import display

MOST_OWN, MOST_PEOPLE, MOST_PARTIES, MOST_SHEETS, MOST_PACKAGES = 8, 8, 60, 4, 5
LONGEST_NAME, LONGEST_TEXT = 52, 150
ANSWERING = (PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER)


@dataclass(frozen=True)
class Line:
    """A name and what is said of it."""

    name: str
    text: str


@dataclass(frozen=True)
class Section:
    """One part of the pack; `note` says what was left out, or that there is nothing."""

    key: str
    title: str
    lines: tuple[Line, ...]
    note: str = ""


def sections_of(actor: Actor, party: Any, today: date) -> tuple[Section, ...]:
    """The parts of a party's pack in the order in which they are needed at night."""
    return (
        how_to_ask(),
        addresses(),
        own_contacts(actor, party.id),
        authority(actor, party.id),
        code_sheets(actor, party.id),
        ready_packages(actor, party.id),
        forms_and_agreement(actor),
        other_parties(actor, party),
    )


def how_to_ask() -> Section:
    """Five steps that need no mail, no sign-on and no computer of one's own."""
    number = settings.MUSTER_COORDINATOR_PHONE
    whom = f"the coordinator ({phone(number)})" if number else "any other party"
    steps = (
        f"Any phone with a connection: open {settings.MUSTER_BASE_URL}/break-glass/. If it does "
        "not answer, use the standby's address below, if one is listed.",
        "Type a code of your printed sheet, choose your name, and cross the code out. Or use the "
        "passkey on your own phone.",
        "Answer three questions: what happened, what you need, which number reaches you.",
        f"No connection: call {whom}, or any party below. They file for you, call you back at a "
        "number of the register, and read it to you. A code for requests confirms it at once.",
        "Trust no mail in your own name. Press “Fence our accounts now” if a stranger may read it.",
    )
    lines = tuple(Line(str(number), step) for number, step in enumerate(steps, 1))
    return Section("steps", "How to ask without mail or sign-on", lines)


def addresses() -> Section:
    """Where Muster is, and where it is when its host is the victim."""
    known = [Line("Muster", settings.MUSTER_BASE_URL)]
    if settings.MUSTER_STANDBY_URL:
        known.append(Line("Standby, when Muster does not answer", settings.MUSTER_STANDBY_URL))
    if settings.MUSTER_COORDINATOR_PHONE:
        known.append(Line("The coordinator", phone(settings.MUSTER_COORDINATOR_PHONE)))
    return Section("addresses", "Addresses and the coordinator", tuple(known))


def own_contacts(actor: Actor, party_id: UUID) -> Section:
    """The party's own contacts in call order."""
    rows = members.contacts(actor, party_id)
    lines = [Line(_clipped(_who(row)), _clipped(_reach(row), LONGEST_TEXT)) for row in rows]
    note = _left_out(lines, MOST_OWN, "of your own contacts; the first in call order are here")
    return Section("own", "Our own people, in call order", tuple(lines[:MOST_OWN]), note)


def authority(actor: Actor, party_id: UUID) -> Section:
    """Which agreement holds, who may ask and who may send help under it, and its few figures."""
    version = agreements.version_in_force(actor)
    if version is None:
        return Section("authority", "Our authority", (), "No agreement is in force yet.")
    terms = agreements.terms_of(version)
    asks, sends = terms.requester, terms.approver
    lines = [
        Line("Agreement", f"{version.title}, {version.label}"),
        Line("Who may ask", _signing(", ".join((asks.title, *asks.officials)), asks.sign_offs)),
        Line("Who may send help", _signing(sends.title, sends.sign_offs)),
        Line("Who answers for us", _people(actor, party_id)),
        *(Line(name, words) for name, words in figures_of(terms)),
    ]
    shown = tuple(Line(_clipped(each.name), _clipped(each.text, LONGEST_TEXT)) for each in lines)
    return Section("authority", "Our authority", shown)


def code_sheets(actor: Actor, party_id: UUID) -> Section:
    """Which sheets of one-time codes hold; never a code."""
    live = [
        sheet
        for sheet in breakglass.code_sheet(actor, party_id)
        if sheet.live_count and not sheet.is_revoked and not sheet.is_over
    ]
    lines = [
        Line(
            f"Sheet {sheet.sign}",
            f"{_clipped(sheet.purpose_label)}, {sheet.live_count} of {len(sheet.codes)} codes left; "
            f"made {display.day_text(sheet.made_at)}, good until "
            f"{display.day_text(sheet.expires_at)}",
        )
        for sheet in live
    ]
    note = _left_out(lines, MOST_SHEETS, "sheets; the youngest are here")
    if not lines:
        note = "No sheet holds. A representative makes one under One-time codes."
    return Section("codes", "Our sheets of one-time codes", tuple(lines[:MOST_SHEETS]), note)


def ready_packages(actor: Actor, party_id: UUID) -> Section:
    """What the party can send as one thing, at a price, by name."""
    currency = members.get_network(actor).currency
    found = catalog.packages(actor, party_id=party_id, limit=MOST_PACKAGES)
    lines = tuple(
        Line(
            _clipped(each.name),
            f"{display.money_text(each.price_cents, currency)}, ready in "
            f"{display.hours_text(each.mobilization_hours)}, for "
            f"{display.hours_text(each.duration_hours)}",
        )
        for each in found.items
    )
    note = "More of them stand in the catalog." if found.next else ""
    return Section("packages", "What we have ready", lines, note if lines else "Nothing is listed.")


def forms_and_agreement(actor: Actor) -> Section:
    """What belongs beside the pack on paper, and is inside its sealed file."""
    base = settings.MUSTER_BASE_URL
    version = agreements.version_in_force(actor)
    lines = [
        Line(
            "Blank forms",
            f"{len(exchange.forms())} of them, in the sealed file; {base}/forms/blank.pdf",
        )
    ]
    if version is not None:
        is_inside = agreement_size(version) <= LARGEST
        where = (
            "in the sealed file too"
            if is_inside
            else "too large for the sealed file: keep it beside"
        )
        lines.append(Line("The agreement", f"{_clipped(version.title)}, {version.label}; {where}"))
    return Section("papers", "Forms and the agreement", tuple(lines))


def other_parties(actor: Actor, party: Any) -> Section:
    """The first number of every other party: those of the own county first, then by name."""
    if party.membership.standing not in members.BOUND:
        note = "Numbers of others are for parties whose agreement is in force."
        return Section("others", "Whom else to call", (), note)
    rows = [(other, contacts) for other, contacts in call_list(actor) if other.id != party.id]
    rows.sort(key=lambda row: (_is_elsewhere(row[0], party), row[0].name.casefold()))
    lines = [
        Line(_clipped(other.name), _clipped(f"{phone(first.phone)} {_who(first)}"))
        for other, contacts in rows
        if (first := next((each for each in contacts if each.phone), None))
    ]
    note = _left_out(lines, MOST_PARTIES, "parties; those of our county come first, then by name")
    return Section("others", "Whom else to call", tuple(lines[:MOST_PARTIES]), note)


def _is_elsewhere(other: Any, party: Any) -> bool:
    here = (party.county.casefold(), party.state_code)
    return not party.county or (other.county.casefold(), other.state_code) != here


def _people(actor: Actor, party_id: UUID) -> str:
    """Representatives and duty officers by name: at night somebody asks who they are."""
    names = [
        each.name
        for each in members.role_holders(actor, party_id)
        if each.is_active and not set(ANSWERING).isdisjoint(each.roles)
    ]
    more = f" and {len(names) - MOST_PEOPLE} more" if len(names) > MOST_PEOPLE else ""
    return (
        ", ".join(_clipped(name, LONGEST_NAME) for name in names[:MOST_PEOPLE]) + more
        or "Nobody yet"
    )


def _signing(title: str, sign_offs: int) -> str:
    who = title or "As the signed agreement says"
    return f"{who}; {sign_offs} sign" if sign_offs > 1 else who


def _who(row: Any) -> str:
    named: Iterable[str] = (row.name, row.position_title)
    return ", ".join(part for part in named if part) or row.get_kind_display()


def _reach(row: Any) -> str:
    ways = (phone(row.phone) if row.phone else "", row.email, row.note)
    return " · ".join(way for way in ways if way) or "No number is listed"


def _left_out(lines: Sequence[Line], most: int, words: str) -> str:
    return f"{most} of {len(lines)} {words}." if len(lines) > most else ""


def _clipped(text: str, longest: int = LONGEST_NAME) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
