"""The written authority of a mission: one page to show at the door."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.agreements import queries as agreements
from muster.aid import queries
from muster.rules.terms import Terms
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("authority.typ")
MOST_ITEMS = 24


def answer(request: HttpRequest, mission: Any, items: list[Any]) -> HttpResponse:
    """The page as a PDF, to be shown in the browser and never kept by caches in between."""
    address = request.build_absolute_uri(reverse("aid:mission", args=[mission.id]))
    content = render_pdf(TEMPLATE, contents(mission, items, address))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="authority-{mission.reference}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def contents(mission: Any, items: list[Any], address: str) -> dict[str, Any]:
    """Everything on the page, in words; the digest is of all the rest."""
    terms = agreements.terms_of(mission.agreement_version)
    zone = terms.zone
    page = {
        "reference": mission.reference,
        "is_exercise": mission.exercise_id is not None,
        "is_sample": mission.network.is_sample,
        "network": mission.network.name,
        "label": mission.aid_request.incident.sharing_label,
        "requesting_party": mission.requesting_party.name,
        "responding_party": mission.responding_party.name,
        "incident": mission.aid_request.incident.reference,
        "aid_request": mission.aid_request.reference,
        "offer": mission.offer.reference,
        "place": mission.place or "as the contact says",
        "contact": mission.reporting_contact,
        "contact_phone": mission.reporting_phone,
        "supervisor": mission.supervisor_name,
        "supervisor_phone": mission.supervisor_phone,
        "access": mission.access_note or "As the contact directs; nothing else.",
        "starts": _moment(mission.starts_at, zone),
        "ends": _moment(mission.ends_at, zone),
        "authorized": _moment(mission.authorized_at, zone),
        "authorized_by": mission.authorized_by_name,
        "signed": [*_signed(mission.aid_request, mission), *_signed(mission.offer, mission)],
        "own_means": _own_means(mission.aid_request, zone),
        "state": mission.state.replace("_", " "),
        "items": [_item(item) for item in items[:MOST_ITEMS]],
        "more_items": max(0, len(items) - MOST_ITEMS),
        "agreement": f"{mission.agreement_version.title}, {mission.agreement_version.label}",
        "clauses": clauses(terms),
        "address": address,
    }
    page["digest"] = digest_of(page)
    return page


def _own_means(asked: Any, zone: ZoneInfo) -> str:
    """What was said of the asking party's own means, where anything was."""
    if asked.own_means_said_at is None:
        return ""
    said = _moment(asked.own_means_said_at, zone)
    return f"Used up, or will be, said {asked.own_means_said_by or 'somebody'} on {said}."


def clauses(terms: Terms) -> list[dict[str, str]]:
    """What the agreement says of people sent: who directs, who answers, what gates access."""
    rows = (
        ("response", "Help is voluntary and may be recalled."),
        ("control", terms.control.wording or f"Directed by: {terms.control.by}."),
        ("liability", terms.liability.wording or "As the signed agreement says."),
        ("data_access", _gates(terms)),
    )
    return [
        {"title": terms.term(key).TITLE, "words": words, "clause": terms.clause(key)}
        for key, words in rows
    ]


def _gates(terms: Terms) -> str:
    gates = ", ".join(
        gate.replace("_", " ").replace("cjis", "CJIS") for gate in terms.data_access.gates
    )
    return f"Before protected data is touched: {gates}." if gates else "No gate is stated."


def _signed(asked: Any, mission: Any) -> list[str]:
    """Who had signed the request, or agreed to the offer, where the agreement takes several."""
    zone = agreements.terms_of(mission.agreement_version).zone
    what = "request" if asked.id == mission.aid_request_id else "offer"
    return [
        f"{each.person_name}, {what} {asked.reference}, {_moment(each.signed_at, zone)}"
        for each in queries.signatures_at(asked, mission.authorized_at)
    ]


def _item(item: Any) -> dict[str, Any]:
    return {
        "what": item.label,
        "kind": item.resource.resource_type.label,
        "quantity": str(item.quantity),
    }


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%b} {local.day}, {local.year}, {local:%H:%M} {local:%Z}"


def digest_of(page: dict[str, Any]) -> str:
    """SHA-256 over everything else on the page, to compare with the record."""
    text = json.dumps(page, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
