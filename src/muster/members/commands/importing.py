"""A whole register at once: seen before it is saved, all of it or nothing."""

from __future__ import annotations

from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries
from muster.members.commands.parties import add_party
from muster.members.events import PartiesImported
from muster.members.models import Party
from muster.members.queries.parties import preview_import
from muster.rules.actor import Actor
from muster.rules.refusal import refuse_if


@command("party.import")
def import_parties(actor: Actor, *, content: bytes | str) -> list[Party]:
    """Add every party of a CSV file to the network; one wrong cell and none is added.

    Refuses `import.cell`, `import.row_width`, `import.column_missing`, `import.column_unknown`,
    `import.column_twice`, `import.empty`, `import.not_csv`, `import.not_utf8`, `import.too_large`,
    `import.too_many_rows`. Records PartyAdded, PartiesImported. Clause: joining.
    """
    network = queries.get_network(actor, lock=True)
    preview = preview_import(actor, content)
    refuse_if(preview.refusals)
    parties = [
        add_party(actor, **{name: value for name, value in row.items() if name != "row"})
        for row in preview.rows
    ]
    record(
        PartiesImported([party.id for party in parties], len(parties)),
        actor=actor,
        subjects=[("network", network.id)],
        audience=EVERYONE,
    )
    return parties
