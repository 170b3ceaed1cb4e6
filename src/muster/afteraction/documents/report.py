"""The after-action report on paper: findings, what went well, and the chronology."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse

from muster.afteraction import queries
from muster.rules.actor import Actor
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("report.typ")


def answer(actor: Actor, review: Any) -> HttpResponse:
    """The report as the reader may see it; never kept by caches in between."""
    response = HttpResponse(
        render_pdf(TEMPLATE, contents(actor, review)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{review.reference}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def contents(actor: Actor, review: Any) -> dict[str, Any]:
    """Everything on the paper, in words."""
    zone = ZoneInfo(review.network.time_zone)
    return {
        "reference": review.reference,
        "network": review.network.name,
        "is_sample": review.network.is_sample,
        "is_exercise": review.exercise_id is not None,
        "incident": f"{review.incident.title} ({review.incident.reference})",
        "party": review.party.name,
        "label": review.incident.sharing_label,
        "state": review.state,
        "texts": [
            [title, words]
            for title, words in (
                ("In short", review.overview),
                ("What went well", review.went_well),
                ("What did not", review.went_badly),
            )
            if words
        ],
        "findings": [_finding(each) for each in queries.findings_of(actor, review.id)],
        "chronology": [
            [_moment(each.at, zone), each.party or each.who, each.sentence]
            for each in queries.chronology_of(actor, review)
        ],
    }


def _finding(row: Any) -> dict[str, str]:
    owner = ", ".join(
        part for part in (row.owner_party.name if row.owner_party else "", row.owner_name) if part
    )
    return {
        "number": str(row.number),
        "kind": row.kind,
        "text": row.text,
        "recommendation": row.recommendation,
        "owner": owner or "–",
        "due": f"{row.due_on:%b} {row.due_on.day}, {row.due_on.year}" if row.due_on else "–",
        "state": row.state.replace("_", " "),
        "proof": row.proof,
    }


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%b} {local.day}, {local.year}, {local:%H:%M} {local:%Z}"
