"""Making a pack."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.command import command
from muster.journal.record import record
from muster.packs import events, queries
from muster.packs.documents.paper import pack_pdf
from muster.rules.actor import Actor


@dataclass(frozen=True)
class Made:
    """The file of a pack, and a name to save it by."""

    content: bytes
    name: str
    media_type: str


@command("pack.make")
def print_pack(actor: Actor, *, party_id: UUID) -> Made:
    """Make the pack of a party as a PDF, to be printed and kept where it is found at night.

    Refuses nothing. Records PackMade. Clause: none.
    """
    pack = queries.pack(actor, party_id)
    content = pack_pdf(pack)
    _record(actor, pack, "pdf")
    return Made(content, f"pack-{pack.made_on}.pdf", "application/pdf")


def _record(actor: Actor, pack: queries.Pack, kind: str) -> None:
    record(
        events.PackMade(pack.party_id, kind, pack.expires_on),
        actor=actor,
        subjects=[("pack", queries.pack_id(pack.party_id)), ("party", pack.party_id)],
        audience=[pack.party_id],
    )
