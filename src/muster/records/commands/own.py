"""A party takes its data along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.conf import settings

from muster.agreements import queries as agreements
from muster.files import queries as files
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import queries as members
from muster.records.events import PartyDataTaken
from muster.records.packing import Pack, safe_name
from muster.records.queries.own import tables_of
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

FORMAT = "muster-party-export/1"


@dataclass(frozen=True)
class Taken:
    """The ZIP, ready to be read, under a name to save it by."""

    content: IO[bytes]
    name: str
    manifest_sha256: str
    part_count: int


@command("party_export.make", step_up=True)
def take_party_data(actor: Actor) -> Taken:
    """Pack everything that the actor's party owns or shares: JSON, CSV and files, with a manifest.

    *Refuses* `party_export.no_party`. *Records* PartyDataTaken. *Clause*: withdrawal.
    """
    if actor.party_id is None:
        raise Refused(Refusal("party_export.no_party", term="withdrawal"))
    party = members.get_party(actor, actor.party_id)
    at = clock.now()
    pack = Pack(
        {
            "format": FORMAT,
            "version": settings.MUSTER_VERSION,
            "made_at": at.isoformat(),
            "network": members.get_network(actor).name,
            "party": {"id": str(party.id), "name": party.name},
        }
    )
    for name, rows in tables_of(actor):
        pack.add_table(name, rows)
    _add_agreement(pack, actor)
    _add_files(pack, actor)
    content, digest, count = pack.close()
    record(
        PartyDataTaken(party.id, count, digest),
        actor=actor,
        subjects=[("party", party.id)],
        audience=[party.id],
        at=at,
    )
    return Taken(content, f"{safe_name(party.name)}-{at:%Y-%m-%d}.zip", digest, count)


def _add_agreement(pack: Pack, actor: Actor) -> None:
    """The terms that hold, as their file says them."""
    for version in agreements.versions(actor):
        if version.in_force_from is not None:
            name = f"agreement/{safe_name(version.label)}.toml"
            pack.add(name, version.terms_text.encode(), title=version.title)


def _add_files(pack: Pack, actor: Actor) -> None:
    for stored in files.files_to_take(actor):
        path = files.path_of(stored)
        if path.exists():
            pack.add_file(
                f"{stored.id}-{stored.name}", path, title=stored.name, label=stored.sharing_label
            )
