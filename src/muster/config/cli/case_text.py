"""A settled case and its clocks as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import muster.aid.wording  # the sentences of refused requests
import muster.members.wording  # noqa: F401
from muster.claims.reasons import reason_sentences
from muster.rules.money import Money, format_money
from muster.rules.refusal import Refusal
from muster.web.wording import sentence as refusal_sentence

WIDTH = 100


def settled_text(answer: dict[str, Any], with_working: bool = False) -> str:
    """The claims with their lines, then what each party owes, then requests and standing."""
    lines = [answer["title"] or "Case", f"Under: {answer['agreement']}, {answer['version']}", ""]
    for claim in answer["claims"]:
        lines += _claim(claim, with_working)
    if answer["claims"]:
        lines.append(f"Claimed in all: {_money(answer['total'])}")
        if _is_something(answer["waived"]):
            lines.append(f"Given up:       {_money(answer['waived'])}")
        if _is_something(answer["paid"]):
            lines.append(f"Paid:           {_money(answer['paid'])}")
        lines += _owed(answer)
        lines += ["", *_parties(answer)]
    lines += _requests(answer["requests"])
    lines += _standing(answer["standing"])
    return "\n".join(lines).rstrip()


def clocks_text(rows: Iterable[dict[str, Any]], at: datetime, zone: ZoneInfo) -> str:
    """One paragraph a clock, in the agreement's zone."""
    lines = [f"At {_when(at.isoformat(), zone)}", ""]
    for row in rows:
        about = f" ({row['about']})" if row["about"] else ""
        lines.append(f"{row['state'].replace('_', ' ').upper()}  {row['title']}{about}")
        lines.append(f"    {row['rule']}")
        lines.append(f"    clause: {row['clause']}; whose task: {row['owner'].replace('_', ' ')}")
        if row["started_at"]:
            lines.append(
                f"    started {_when(row['started_at'], zone)}; last day {row['last_day']}"
            )
            lines.append(f"    over at {_when(row['ends_at'], zone)}")
        if row["stopped_at"]:
            kept = "in time" if row["was_kept"] else "late"
            lines.append(f"    done {_when(row['stopped_at'], zone)}, {kept}")
        if row["follows_on"]:
            lines.append(f"    unanswered, it is {row['silence']} from {row['follows_on']} on")
        lines.append("")
    return "\n".join(lines).rstrip()


def _claim(claim: dict[str, Any], with_working: bool) -> Iterator[str]:
    settlement = claim["settlement"]
    yield f"Claim {claim['id']}: {claim['responding']} helped {claim['requesting']}"
    for line in settlement["lines"]:
        amount = _money(line["amount"])
        quantity = f"{line['quantity']} {line['unit']}".strip()
        yield f"  {line['label'][:52]:<52} {quantity:>16} {amount:>20}"
        if _is_something(line["free"]):
            hours = "" if line["free_quantity"] == "0" else f"{line['free_quantity']} h, "
            yield f"      free: {hours}worth {_money(line['free'])}"
        if with_working:
            yield from _working(line)
        yield from _sentences("      ", line["reasons"])
    yield f"  {'Total':<69} {_money(settlement['total']):>20}"
    for name, words in (("refusals", "REFUSED"), ("warnings", "LOOK"), ("notes", "NOTE")):
        yield from _sentences(f"  {words}: ", claim[name])
    yield from _sentences("  ", settlement["reasons"])
    if _is_something(claim["waived"]):
        overpaid = _is_something(claim["overpaid"])
        owed = "nothing owed" if overpaid else f"owed {_money(claim['owed'])}"
        yield f"  Given up {_money(claim['waived'])}; {owed}"
    grant = claim["grant"]
    if _is_something(grant["eligible"]):
        percent = Decimal(grant["federal_percent"]).normalize()
        yield (
            f"  Eligible for federal assistance: {_money(grant['eligible'])}; "
            f"{percent:f} % of it is {_money(grant['federal'])}"
        )
    yield ""


def _working(line: dict[str, Any]) -> Iterator[str]:
    for step in line["working"]:
        inputs = ", ".join(f"{name} {value}" for name, value in step["inputs"].items())
        rule = f" [{step['rule']}; {step['clause']}]" if step["rule"] else ""
        rounding = f", rounded {step['rounding']}" if step["rounding"] else ""
        given = f" ({inputs})" if inputs else ""
        yield f"      {step['label']}: {step['result']}{given}{rounding}{rule}"


def _sentences(before: str, reasons: Iterable[dict[str, Any]]) -> Iterator[str]:
    for sentence in reason_sentences(reasons):
        blank = " " * len(before)
        yield from textwrap.wrap(sentence, WIDTH, initial_indent=before, subsequent_indent=blank)


def _owed(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Still owed:     {_money(answer['owed'])}"
    if _is_something(answer["overpaid"]):
        yield f"Overpaid, to be returned: {_money(answer['overpaid'])}"


def _parties(answer: dict[str, Any]) -> Iterator[str]:
    for each in answer["parties"]:
        is_overpaid = _is_something(each["overpaid"])
        back = f", gets back {_money(each['overpaid'])}" if is_overpaid else ""
        yield (
            f"{each['party']}: claims {_money(each['claims'])}, owes {_money(each['owes'])}{back}, "
            f"gave {each['free_hours_given']} h free, had {each['free_hours_received']} h free"
        )
    yield ""


def _requests(requests: Iterable[dict[str, Any]]) -> Iterator[str]:
    for each in requests:
        yield f"Request {each['id']} of {each['requesting']}"
        for refusal in each["refusals"]:
            yield f"  REFUSED: {_refusal(refusal)}"
        if each["use_instead"]:
            yield f"  Ask under instead: {', '.join(each['use_instead'])}"
        for need in each["needs"]:
            yield (
                f"  {need['label'] or need['id']}: asked {need['asked']}, given {need['given']}, "
                f"open {need['open']}"
            )
            for line in need["lines"]:
                why = f" ({', '.join(line['reasons'])})" if line["reasons"] else ""
                escort = " (with an escort)" if line["needs_escort"] else ""
                yield f"      {line['party']}: {line['quantity']}{escort}{why}"
        for party in each["declined"]:
            yield f"  {party} declined"
        if each["awaits_writing"]:
            yield "  Made by voice: it is still to be put in writing"
        yield ""


def _refusal(refusal: dict[str, Any]) -> str:
    return refusal_sentence(Refusal(refusal["code"], refusal["term"], None, refusal["values"]))


def _standing(parties: Iterable[dict[str, Any]]) -> Iterator[str]:
    for each in parties:
        if each["state"] == "in_force":
            continue
        missing = f"; missing: {', '.join(each['missing'])}" if each["missing"] else ""
        debts = "; what it owes stays owed" if each["debts_survive"] else ""
        yield f"{each['id']} is {each['state'].replace('_', ' ')}{missing}{debts}"


def _money(given: dict[str, str]) -> str:
    return format_money(Money(Decimal(given["amount"]), given["currency"]))


def _is_something(given: dict[str, str]) -> bool:
    return bool(Decimal(given["amount"]))


def _when(text: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
