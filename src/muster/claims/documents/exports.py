"""A claim as CSV, JSON and PDF: the same lines, the same working, for the books of both parties."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse

from muster.claims import queries
from muster.claims.reasons import reason_sentences
from muster.claims.working import shown_steps
from muster.rules.actor import Actor
from muster.rules.money import Money, format_money
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("claim.typ")
COLUMNS = (
    "claim",
    "invoice_number",
    "purchase_order",
    "account_code",
    "line",
    "kind",
    "description",
    "quantity",
    "unit",
    "rate",
    "free_quantity",
    "whole_cost",
    "free",
    "borne_by_claimant",
    "claimed",
    "currency",
    "clause",
    "reasons",
    "working",
)
# A spreadsheet would run a cell that begins so.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class WholeClaim:
    """A claim with everything that an export shows."""

    claim: Any
    lines: list[Any]
    payments: list[Any]
    waivers: list[Any]
    credit_notes: list[Any]

    @classmethod
    def of(cls, actor: Actor, claim: Any) -> WholeClaim:
        return cls(
            claim,
            queries.lines(actor, claim.id),
            queries.payments(actor, claim.id),
            queries.waivers(actor, claim.id),
            queries.credit_notes(actor, claim.id),
        )


def as_csv(whole: WholeClaim) -> HttpResponse:
    """The lines as a file for a spreadsheet."""
    return _file(lines_csv(whole), "text/csv; charset=utf-8", whole.claim, "csv")


def lines_csv(whole: WholeClaim) -> bytes:
    """One row a line; amounts with a point and no currency sign."""
    claim = whole.claim
    rows = []
    for line in whole.lines:
        row = (
            claim.reference,
            claim.invoice_number,
            claim.purchase_order,
            claim.account_code,
            line.number,
            line.kind,
            line.description,
            line.quantity.replace(",", ""),
            line.unit,
            _rate(line),
            line.free_quantity.replace(",", ""),
            *(_plain(cents) for cents in (line.gross_cents, line.free_cents)),
            *(_plain(cents) for cents in (line.borne_cents, line.amount_cents)),
            claim.currency,
            line.clause,
            " ".join(reason_sentences(line.reasons)),
            "\n".join(str(step) for step in shown_steps(line.working)),
        )
        rows.append(row)
    return csv_of(COLUMNS, rows)


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table for a spreadsheet, in UTF-8 with its mark; no cell runs as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_json(whole: WholeClaim, content: dict[str, Any]) -> HttpResponse:
    """The claim as the API shows it, as a file."""
    response = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    return _named(response, whole.claim, "json")


def as_pdf(whole: WholeClaim) -> HttpResponse:
    """The claim on paper: tagged, accessible, the same bytes for the same claim."""
    made = render_pdf(TEMPLATE, contents(whole))
    return _file(made, "application/pdf", whole.claim, "pdf")


def contents(whole: WholeClaim) -> dict[str, Any]:
    """Everything on the paper, in words."""
    claim = whole.claim
    zone = queries.terms_of_claim(claim).zone
    balance = queries.balance_of(claim)

    def money(cents: int) -> str:
        return format_money(Money.from_cents(cents, claim.currency))

    return {
        "reference": claim.reference,
        "network": claim.network.name,
        "label": claim.mission.aid_request.incident.sharing_label,
        "is_sample": claim.network.is_sample,
        "is_exercise": claim.exercise_id is not None,
        "state": claim.state.replace("_", " "),
        "claimant": claim.claimant_party.name,
        "owing": claim.owing_party.name,
        "mission": claim.mission.reference,
        "agreement": f"{claim.mission.agreement_version.title}, {claim.mission.agreement_version.label}",
        "submitted": shown_moment(claim.submitted_at, zone) or "not submitted: a draft",
        "numbers": [
            [name, value]
            for name, value in (
                ("Invoice", claim.invoice_number),
                ("Account code", claim.account_code),
                ("Purchase order", claim.purchase_order),
                ("Payer's account code", claim.payer_account_code),
                ("Note", claim.note),
            )
            if value
        ],
        "lines": [_paper_line(line, claim.currency, money) for line in whole.lines],
        "total": money(claim.total_cents),
        "balance": [
            ["Claimed", money(balance.total_cents)],
            ["Credited", money(balance.credited_cents)],
            ["Waived", money(balance.waived_cents)],
            ["Paid", money(balance.paid_cents)],
            ["Left to pay", money(balance.owed_cents)],
        ],
        "reasons": reason_sentences(claim.settlement.get("reasons", ())),
        "warnings": reason_sentences(queries.doubts_of(claim)),
        "digest": claim.settlement_sha256,
    }


def _paper_line(line: Any, currency: str, money: Any) -> dict[str, Any]:
    rate = format_money(Money.from_rate(line.rate_ten_thousandths or 0, currency))
    return {
        "number": str(line.number),
        "what": line.description,
        "quantity": f"{line.quantity} {line.unit}".strip(),
        "free": line.free_quantity,
        "rate": rate,
        "gross": money(line.gross_cents),
        "amount": money(line.amount_cents),
        "clause": line.clause,
        "reasons": reason_sentences(line.reasons),
        "steps": [
            {
                "label": f"{step.order}. {step.label}",
                "inputs": step.inputs,
                "result": step.result,
                "ground": step.ground,
            }
            for step in shown_steps(line.working)
        ],
    }


def _plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _rate(line: Any) -> str:
    rate = line.rate_ten_thousandths or 0
    return f"{rate // 10_000}.{rate % 10_000:04d}"


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def shown_moment(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment in the agreement's zone, with the zone named; nothing for none."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{local:%b} {local.day}, {local.year}, {local:%H:%M} {local:%Z}"


def _file(content: bytes, media_type: str, claim: Any, ending: str) -> HttpResponse:
    return _named(HttpResponse(content, content_type=media_type), claim, ending)


def _named(response: HttpResponse, claim: Any, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{claim.reference}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
