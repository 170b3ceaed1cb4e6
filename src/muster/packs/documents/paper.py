"""The pack as a tagged PDF: the essentials on two pages, the playbooks behind them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.web.display import day_text
from muster.web.pdf import render_pdf

if TYPE_CHECKING:
    from muster.packs.queries import Pack

TEMPLATE = Path(__file__).with_name("pack.typ")


def pack_pdf(pack: Pack) -> bytes:
    """The pack as a PDF; the same pack gives the same bytes."""
    return render_pdf(TEMPLATE, contents(pack))


def contents(pack: Pack) -> dict[str, Any]:
    """Everything on the paper, in JSON's own types."""
    return {
        "party": pack.party_name,
        "network": pack.network_name,
        "is_sample": pack.is_sample,
        "made": day_text(pack.made_on),
        "expires": day_text(pack.expires_on),
        "sections": [asdict(section) for section in pack.sections],
        "playbooks": [asdict(each) for each in pack.playbooks],
        "playbooks_note": pack.playbooks_note,
    }
