"""What the pages of a claim show of federal assistance."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from muster.claims import queries
from muster.claims.forms import FederalPartForm
from muster.claims.reasons import reason_sentences
from muster.rules.actor import Actor
from muster.rules.settlement import show_number


def grant_context(request: HttpRequest, actor: Actor, claim_id: UUID) -> dict[str, Any]:
    """The claim as the grant sees it; the address may name another federal part and an amount.

    Values that are no numbers are told beside the field, and the terms' own part is shown.
    """
    form = FederalPartForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = queries.grant_of(actor, claim_id, asked.get("federal_percent"))
    waive = asked.get("waive")
    waive_cents = None if waive is None else min(int(waive * 100), max(found.owed.cents, 0))
    return {
        "grant": found.view,
        "grant_percent": show_number(found.view.federal_percent),
        "grant_typed": _typed(request, form) or show_number(found.view.federal_percent),
        "grant_errors": [words for each in form.errors.values() for words in each],
        "grant_lines": [(line, reason_sentences(line.reasons)) for line in found.view.lines],
        "grant_words": reason_sentences(found.view.reasons),
        "grant_waivers": found.waivers,
        "forfeited_by_all": found.forfeits(found.owed.cents),
        "waive_cents": waive_cents,
        "waive_text": ""
        if waive_cents is None
        else f"{waive_cents // 100}.{waive_cents % 100:02d}",
        "would_forfeit": None if waive_cents is None else found.forfeits(waive_cents),
    }


def _typed(request: HttpRequest, form: FederalPartForm) -> str:
    """What was typed and cannot be read: it stays in its field, beside the words about it."""
    return request.GET.get("federal_percent", "")[:20] if "federal_percent" in form.errors else ""
