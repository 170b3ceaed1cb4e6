"""Packing the answer to a public-records request."""

from __future__ import annotations

from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.members import queries as members
from muster.records.commands.own import Taken
from muster.records.commands.requests import open_request, write_down
from muster.records.disclosure import disclosure_of, pack
from muster.records.events import RecordsExported
from muster.records.queries import requests as queries
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("records_request.edit", step_up=True)
def export_records(actor: Actor, *, request_id: UUID) -> Taken:
    """Pack the picked records without what is withheld, and the log of what was and under which rule.

    *Refuses* `records_request.wrong_state`, `records_request.nothing_picked`. *Records*
    RecordsExported. *Clause*: none.
    """
    asked = open_request(actor, request_id)
    picked = queries.picked_of(actor, asked.id)
    if not picked:
        raise Refused(Refusal("records_request.nothing_picked"))
    at = clock.now()
    whole = disclosure_of(asked, picked, queries.grounds(actor), members.get_network(actor), at)
    content, digest, count = pack(whole)
    asked.exported_at = at
    asked.save(update_fields=["exported_at"])
    happened = RecordsExported(
        asked.id, asked.reference, len(whole["records"]), len(whole["withheld"]), digest
    )
    write_down(happened, actor, asked)
    return Taken(content, f"{asked.reference}.zip", digest, count)
