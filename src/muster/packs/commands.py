"""Making a pack."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.command import command
from muster.journal.record import record
from muster.packs import events, queries
from muster.packs.documents.bundle import pack_bundle
from muster.packs.documents.paper import pack_pdf
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

FEWEST_SIGNS, FEWEST_DIFFERENT, LONGEST_PHRASE = 14, 5, 200


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


@command("pack.make")
def seal_pack(actor: Actor, *, party_id: UUID, passphrase: str) -> Made:
    """Make the pack of a party as one HTML file that opens from a disk with the passphrase.

    The passphrase is kept nowhere: not in the file, nor in the fact. Refuses `pack.weak_passphrase`.
    Records PackMade. Clause: none.
    """
    typed = passphrase.strip(" ")
    if len(typed) < FEWEST_SIGNS or len(set(typed)) < FEWEST_DIFFERENT:
        values = {"fewest": FEWEST_SIGNS, "different": FEWEST_DIFFERENT}
        raise Refused(Refusal("pack.weak_passphrase", field="passphrase", values=values))
    pack = queries.pack(actor, party_id)
    content = pack_bundle(pack, typed)
    _record(actor, pack, "bundle")
    return Made(content, f"pack-{pack.made_on}.html", "text/html; charset=utf-8")


def _record(actor: Actor, pack: queries.Pack, kind: str) -> None:
    record(
        events.PackMade(pack.party_id, kind, pack.expires_on),
        actor=actor,
        subjects=[("pack", queries.pack_id(pack.party_id)), ("party", pack.party_id)],
        audience=[pack.party_id],
    )
