"""What parties sign on paper: the agreement's text made of its terms, and the certificate page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from muster.agreements import queries as agreements
from muster.agreements.documents.paper import document_pdf
from muster.web.pdf import render_pdf

CERTIFICATE = Path(__file__).with_name("certificate.typ")


def agreement_pdf(version: Any) -> bytes:
    """The version in plain words, as the document that is signed."""
    terms = agreements.terms_of(version)
    return document_pdf(terms, version.terms_text, f"Version {version.label}")


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
