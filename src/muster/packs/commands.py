"""Making a pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.command import command
from muster.journal.record import record
from muster.members import queries as members
from muster.packs import events, queries
from muster.packs.documents.bundle import pack_bundle
from muster.packs.documents.paper import pack_pdf
from muster.packs.papers import papers_of
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused

FEWEST_CHARACTERS, FEWEST_DIFFERENT, LONGEST_PHRASE = 14, 5, 200


@dataclass(frozen=True)
class Made:
    """The file of a pack, and a name to save it by."""

    content: bytes
    name: str
    media_type: str


def print_pack(actor: Actor, *, party_id: UUID) -> Made:
    """Make the pack of a party as a PDF, to be printed and kept where it is found at night.

    It is rendered before anything is written: no row waits for a page to be laid out. Refuses and
    records what `note_pack_made` does.
    """
    pack = queries.pack(actor, party_id)
    content = pack_pdf(pack)
    note_pack_made(actor, party_id=party_id, kind="pdf", expires_on=pack.expires_on)
    return Made(content, f"pack-{pack.made_on}.pdf", "application/pdf")


def seal_pack(actor: Actor, *, party_id: UUID, passphrase: str) -> Made:
    """Make the pack of a party, the blank forms and the agreement as one HTML file that opens from
    a disk with the passphrase.

    The passphrase is kept nowhere: not in the file, nor in the fact. Refuses
    `pack.weak_passphrase`, and what `note_pack_made` does.
    """
    pack = queries.pack(actor, party_id)
    typed = passphrase.strip(" ")
    if len(typed) < FEWEST_CHARACTERS or len(set(typed)) < FEWEST_DIFFERENT:
        values = {"fewest": FEWEST_CHARACTERS, "different": FEWEST_DIFFERENT}
        raise Refused(Refusal("pack.weak_passphrase", field="passphrase", values=values))
    content = pack_bundle(pack, papers_of(actor), typed)
    note_pack_made(actor, party_id=party_id, kind="bundle", expires_on=pack.expires_on)
    return Made(content, f"pack-{pack.made_on}.html", "text/html; charset=utf-8")


@command("pack.make")
def note_pack_made(actor: Actor, *, party_id: UUID, kind: str, expires_on: date) -> None:
    """Put on record that a pack was taken along: `kind` is `pdf` or `bundle`.

    Raises `NotFound` for those who do not act for the party. Refuses `pack.weak_passphrase` before,
    where it is sealed. Records PackMade. Clause: none.
    """
    if not members.may_act_for(actor, party_id):
        raise NotFound("pack")
    record(
        events.PackMade(party_id, kind, expires_on),
        actor=actor,
        subjects=[("pack", queries.pack_id(party_id)), ("party", party_id)],
        audience=[party_id],
    )
