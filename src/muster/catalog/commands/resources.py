"""Listing, changing and retiring what one's own party can lend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from muster.catalog.commands.stating import (
    PLAIN,
    HeldSince,
    ResourceInputs,
    build,
    held_since,
    inputs_of,
    plain,
    refusals_for,
    save_parts,
    search_text,
    words_of,
)
from muster.catalog.events import ResourceAdded, ResourceEdited, ResourceRetired
from muster.catalog.models import Resource
from muster.catalog.queries import availability
from muster.files.commands import store_file
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if


@command("resource.edit")
def add_resource(
    actor: Actor,
    *,
    resource_type: str,
    name: str,
    party_id: UUID | None = None,
    resource_id: UUID | None = None,
    clearances: Iterable[HeldSince | Mapping[str, Any]] = (),
    evidence: tuple[str, bytes] | None = None,
    **inputs: Any,
) -> Resource:
    """List a person, a thing, licences, capacity or a place that one's own party can lend.

    The kind is that of the resource type; `details` holds what that kind alone has. `evidence` is a
    file (name, content) that shows how a licence's publisher permits lending.
    Refuses: `resource.unknown_type`, `resource.no_name`, `resource.unknown_skill`,
    `resource.unknown_clearance`, `resource.unknown_detail`, `resource.no_quantity`,
    `resource.reserve_above_quantity`, `resource.one_person`, `resource.rate_invalid`,
    `resource.other_party`, `id.taken`.
    Records: ResourceAdded. Clause: response.
    """
    owner_id = own_party(actor, party_id)
    known = Resource.objects.filter(id=resource_id).first()
    if known is not None:
        if (known.network_id, known.party_id) != (actor.network_id, owner_id):
            raise Refused(Refusal("id.taken"))
        return known
    if evidence is not None:
        inputs["details"] = with_evidence(actor, inputs.get("details", {}), evidence)
    said = ResourceInputs(
        resource_type=resource_type, name=name, clearances=held_since(clearances), **plain(inputs)
    )
    words = words_of(actor.network_id, owner_id)
    refuse_if(refusals_for(actor, owner_id, said, words))
    row = build(actor, owner_id, said, words, resource_id)
    row.save(force_insert=True)
    save_parts(row, said, words, is_new=True)
    record(
        ResourceAdded(row.id, owner_id, row.kind, row.name),
        actor=actor,
        subjects=[("resource", row.id), ("party", owner_id)],
        audience=EVERYONE,
    )
    return row


@command("resource.edit")
def edit_resource(
    actor: Actor,
    *,
    resource_id: UUID,
    evidence: tuple[str, bytes] | None = None,
    **changes: Any,
) -> Resource:
    """Change what is said of a resource of one's own party; what is not named stays.

    Refuses: as `add_resource`, and `resource.below_promised`, `resource.other_kind`,
    `resource.retired`.
    Records: ResourceEdited. Clause: response.
    """
    row = own_resource(actor, resource_id)
    if row.retired_at is not None:
        raise Refused(Refusal("resource.retired"))
    before = inputs_of(row)
    if evidence is not None:
        changes["details"] = with_evidence(actor, changes.get("details", {}), evidence)
    if "clearances" in changes:
        changes["clearances"] = held_since(changes["clearances"])
    if "details" in changes:
        changes["details"] = {**before.details, **changes["details"]}
    said = replace(before, **plain(changes))
    words = words_of(actor.network_id, row.party_id)
    promised = availability.most_promised(row.id, clock.now())
    refuse_if(refusals_for(actor, row.party_id, said, words, kept=before, promised=promised))
    changed = tuple(name for name, value in asdict(said).items() if value != asdict(before)[name])
    if not changed:
        return row
    new_type = words.types.get(said.resource_type)
    if new_type is not None and new_type.kind != row.kind:
        raise Refused(Refusal("resource.other_kind", field="resource_type"))
    for name in PLAIN:
        setattr(row, name, getattr(said, name))
    row.resource_type = new_type or row.resource_type
    row.search_text = search_text(row, members.party_names([row.party_id])[row.party_id])
    row.changed_at = clock.now()
    row.save()
    save_parts(row, said, words, is_new=False)
    record(
        ResourceEdited(row.id, row.party_id, row.name, changed),
        actor=actor,
        subjects=[("resource", row.id)],
        audience=[row.party_id],
    )
    return row


@command("resource.edit")
def retire_resource(actor: Actor, *, resource_id: UUID) -> Resource:
    """Take a resource of one's own party off the catalogue; its past stays on record.

    Refuses: `resource.still_promised`, `resource.in_package`. Records: ResourceRetired.
    Clause: response.
    """
    row = own_resource(actor, resource_id)
    if row.retired_at is not None:
        return row
    at = clock.now()
    if promised := availability.most_promised(row.id, at):
        raise Refused(Refusal("resource.still_promised", values={"promised": promised}))
    package = row.readypackageitem_set.filter(package__retired_at__isnull=True).first()
    if package is not None:
        values = {"package": package.package.name}
        raise Refused(Refusal("resource.in_package", values=values))
    row.retired_at = row.changed_at = at
    row.save(update_fields=["retired_at", "changed_at"])
    record(
        ResourceRetired(row.id, row.party_id, row.name),
        actor=actor,
        subjects=[("resource", row.id), ("party", row.party_id)],
        audience=EVERYONE,
        at=at,
    )
    return row


def rewrite_search_texts(party_id: UUID) -> int:
    """Write anew what a text search looks in, after a party's name changed; safe to repeat."""
    name = members.party_names([party_id]).get(party_id, "")
    rows = list(Resource.objects.filter(party_id=party_id))
    for row in rows:
        row.search_text = search_text(row, name)
    Resource.objects.bulk_update(rows, ["search_text"], batch_size=500)
    return len(rows)


def said_of(actor: Actor, resource_id: UUID) -> ResourceInputs:
    """What is said of a resource of one's own party now, for its form."""
    row = Resource.objects.filter(network_id=actor.network_id, id=resource_id).first()
    if row is None or not (actor.is_system or row.party_id == actor.party_id):
        raise NotFound("resource")
    return inputs_of(row)


def with_evidence(
    actor: Actor, details: Mapping[str, Any], evidence: tuple[str, bytes]
) -> dict[str, Any]:
    """The details with the file that was sent, kept."""
    name, content = evidence
    stored = store_file(actor, name=name, content=content)
    return {**details, "permission_evidence_file_id": stored.id}


def own_party(actor: Actor, party_id: UUID | None) -> UUID:
    """The party that lists: one's own; Muster's own loaders name it."""
    owner_id = party_id or actor.party_id
    if owner_id is None or (not actor.is_system and owner_id != actor.party_id):
        raise Refused(Refusal("resource.other_party"))
    members.get_membership(actor, owner_id)
    return owner_id


def own_resource(actor: Actor, resource_id: UUID) -> Resource:
    """A resource of one's own party, under lock; another party's is not there."""
    row = (
        Resource.objects.select_for_update()
        .filter(network_id=actor.network_id, id=resource_id)
        .first()
    )
    if row is None or not (actor.is_system or row.party_id == actor.party_id):
        raise NotFound("resource")
    return row
