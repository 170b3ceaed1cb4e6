"""A claim as CSV, JSON and PDF: the same lines, the same working, for the books of both parties."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse

from muster.claims import queries
from muster.claims.reasons import reason_sentences
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
    """One row a line; amounts with a point and no currency sign."""
    claim = whole.claim
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
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
        )
        writer.writerow([_cell(value) for value in row])
    return _file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", claim, "csv")


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
        "is_sample": claim.network.is_sample,
        "is_exercise": claim.exercise_id is not None,
        "state": claim.state.replace("_", " "),
        "claimant": claim.claimant_party.name,
        "owing": claim.owing_party.name,
        "mission": claim.mission.reference,
        "agreement": f"{claim.mission.agreement_version.title}, {claim.mission.agreement_version.label}",
        "submitted": _moment(claim.submitted_at, zone),
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
            {"label": step["label"], "result": step["result"], "clause": step.get("clause", "")}
            for step in line.working
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


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return "not submitted: a draft"
    local = moment.astimezone(zone)
    return f"{local:%b} {local.day}, {local.year}, {local:%H:%M} {local:%Z}"


def _file(content: bytes, media_type: str, claim: Any, ending: str) -> HttpResponse:
    return _named(HttpResponse(content, content_type=media_type), claim, ending)


def _named(response: HttpResponse, claim: Any, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{claim.reference}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
