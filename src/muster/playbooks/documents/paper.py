"""One playbook on paper, to hang beside the door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse

from muster.web import display
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("playbook.typ")


def answer(version: Any) -> HttpResponse:
    """The playbook as a PDF; never kept by caches in between."""
    content = render_pdf(TEMPLATE, contents(version))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="playbook-v{version.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def contents(version: Any) -> dict[str, Any]:
    """Everything on the paper, in words."""
    playbook = version.playbook
    withdrawn = playbook.withdrawn_at is not None
    return {
        "title": version.title,
        "whose": playbook.party.name if playbook.party else playbook.network.name,
        "network": playbook.network.name,
        "is_sample": playbook.network.is_sample,
        "kind": display.label_text(version.kind),
        "label": version.sharing_label,
        "when_to_use": version.when_to_use,
        "steps": list(version.step_list),
        "version": str(version.number),
        "reviewed": display.day_text(version.reviewed_on),
        "review_by": display.day_text(version.review_by),
        "withdrawn": f"Withdrawn: {playbook.withdrawn_reason}" if withdrawn else "",
    }
