"""What parties sign on paper: the agreement's text made of its terms, and the certificate page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from muster.agreements import queries as agreements
from muster.agreements.plain_words import parts_of
from muster.web.pdf import render_pdf

AGREEMENT = Path(__file__).with_name("agreement.typ")
CERTIFICATE = Path(__file__).with_name("certificate.typ")


def agreement_pdf(version: Any, network: Any) -> bytes:
    """The version's terms in plain words, as the document that is signed."""
    terms = agreements.terms_of(version)
    heading = terms.heading
    return render_pdf(
        AGREEMENT,
        {
            "title": version.title,
            "network": network.name,
            "is_sample": network.is_sample,
            "summary": heading.summary,
            "facts": [
                ["Version", version.label],
                ["Jurisdiction", heading.jurisdiction],
                ["Currency", heading.currency],
                ["Days begin and end in", heading.time_zone],
                ["SHA-256 of the terms file", version.terms_sha256],
            ],
            "parts": [_part(part) for part in parts_of(terms)],
        },
    )


def _part(part: Any) -> dict[str, Any]:
    return {
        "title": part.title,
        "terms": [
            {
                "title": term.title,
                "clause": f"Clause {term.clause}" if term.is_clause_known else "",
                "note": term.note,
                "values": [[value.says, value.words] for value in term.values],
            }
            for term in part.terms
        ],
    }


def certificate_pdf(
    *, network: Any, version: Any, text: Any, party_name: str, signatures: list[dict[str, str]]
) -> bytes:
    """The page that is added to the document: who signed what, when, for whom, and how."""
    return render_pdf(
        CERTIFICATE,
        {
            "network": network.name,
            "is_sample": network.is_sample,
            "agreement": f"{version.title}, version {version.label}",
            "party": party_name,
            "sha256": text.sha256,
            "size": f"{text.size_bytes:,} bytes, {text.page_count} pages",
            "signatures": signatures,
        },
    )


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as paper shows it, with its zone."""
    local = at.astimezone(zone)
    return f"{local:%B} {local.day}, {local.year}, {local:%H:%M:%S} {local:%Z}"
