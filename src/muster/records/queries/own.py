"""Everything that a party may take along: its own rows, and those that it shares with a partner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any
from uuid import UUID

from muster.access import queries as access
from muster.afteraction import queries as afteraction
from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.catalog import queries as catalog
from muster.claims import queries as claims
from muster.clocks import queries as clocks
from muster.deployments import queries as deployments
from muster.joining import queries as joining
from muster.journal import queries as journal
from muster.journal.plain import to_plain
from muster.members import queries as members
from muster.playbooks import queries as playbooks
from muster.rates import queries as rates
from muster.rules.actor import Actor

PAGE = 200
JOURNAL_PAGE = 1_000
Rows = Iterable[Mapping[str, Any]]


def tables_of(actor: Actor) -> Iterator[tuple[str, Rows]]:
    """Each table by its name with its rows, as the actor's own queries show them.

    Exercises are taken along too, marked by their `exercise_id`.
    """
    party_id = actor.party_id
    yield "party", [plain_row(members.get_party(actor, party_id))]
    yield "membership", [plain_row(members.get_membership(actor, party_id))]
    yield "contacts", map(plain_row, members.contacts(actor, party_id))
    yield "people", map(plain_row, members.role_holders(actor, party_id))
    yield "attestations", map(plain_row, agreements.attestations(actor, party_id))
    wanted = catalog.ResourceFilter(party_id=party_id, with_retired=True)
    yield "resources", map(plain_row, _all(catalog.resources, actor, wanted=wanted))
    yield "ready_packages", map(plain_row, _all(catalog.packages, actor, party_id=party_id))
    yield "load_declarations", map(plain_row, rates.declarations(actor, party_id))
    yield from _joined(actor, party_id)
    yield from _asked(actor)
    yield from _worked(actor)
    yield from _claimed(actor)
    yield from _learned(actor)
    yield from _in_time(actor)
    yield "journal", map(plain_row, _journal(actor))


def plain_row(row: Any) -> dict[str, Any]:
    """A row of a table, or of a query's own shape, in JSON's types and under its columns' names."""
    if is_dataclass(row) and not isinstance(row, type):
        return to_plain(asdict(row))
    return {
        field.attname: to_plain(getattr(row, field.attname)) for field in row._meta.concrete_fields
    }


def _joined(actor: Actor, party_id: UUID) -> Iterator[tuple[str, Rows]]:
    """The papers by which the party is bound, or was."""
    found = list(_all(joining.joinings, actor, party_id=party_id))
    yield "joinings", map(plain_row, found)
    yield "joining_steps", _many(joining.steps_of, actor, found)
    yield "signatures", _many(joining.signatures_of, actor, found)
    yield "exit_notices", map(plain_row, joining.exit_notices(actor, party_id))
    yield "opt_outs", map(plain_row, joining.opt_outs(actor, party_id))


def _asked(actor: Actor) -> Iterator[tuple[str, Rows]]:
    party_id = actor.party_id
    incidents = list(_each_exercise(aid.incidents, actor, party_id=party_id))
    yield "incidents", map(plain_row, incidents)
    asked = [
        row
        for incident in incidents
        for row in _all(
            aid.aid_requests,
            actor,
            aid.AidRequestFilter(incident_id=incident.id, exercise_id=incident.exercise_id),
        )
        if row.requesting_party_id == party_id
    ]
    yield "aid_requests", map(plain_row, asked)
    yield "aid_request_lines", _many(aid.lines, actor, asked)
    yield "declines", _many(aid.declines, actor, asked)
    offers = list(_each_exercise(aid.offer_list, actor))
    yield "offers", map(plain_row, offers)
    yield "offer_lines", (plain_row(line) for offer in offers for line in offer.line_list)


def _worked(actor: Actor) -> Iterator[tuple[str, Rows]]:
    missions = list(_each_exercise(aid.missions, actor))
    yield "missions", map(plain_row, missions)
    for name, read in (
        ("mission_items", aid.mission_items),
        ("cost_shares", aid.cost_shares),
        ("deployments", deployments.deployments_of),
        ("time_entries", _with_voided(deployments.time_entries)),
        ("expenses", _with_voided(deployments.expenses)),
        ("hand_overs", deployments.hand_overs),
        ("access_grants", access.grants_of),
        ("clearance_acceptances", deployments.acceptances),
        ("signed_statements", deployments.statements),
        ("activities", deployments.activities),
        ("stays", _with_voided(deployments.stays)),
        ("uses", _with_voided(deployments.uses)),
        ("supplies", _with_voided(deployments.supplies)),
        ("continuations", deployments.continuations),
        ("recalls", deployments.recalls),
        ("extensions", deployments.extensions),
    ):
        yield name, _many(read, actor, missions)


def _claimed(actor: Actor) -> Iterator[tuple[str, Rows]]:
    found = list(_each_exercise(claims.claims, actor))
    whole = [claims.get_claim(actor, row.id) for row in found]
    yield "claims", map(plain_row, whole)
    for name, read in (
        ("claim_lines", claims.lines),
        ("claim_questions", claims.questions),
        ("payments", claims.payments),
        ("waivers", claims.waivers),
        ("credit_notes", claims.credit_notes),
    ):
        yield name, _many(read, actor, whole)


def _learned(actor: Actor) -> Iterator[tuple[str, Rows]]:
    reviews = [
        row for row in _each_exercise(afteraction.reviews, actor) if row.party_id == actor.party_id
    ]
    yield "reviews", map(plain_row, reviews)
    yield "findings", _many(afteraction.findings_of, actor, reviews)
    yield "playbooks", map(plain_row, playbooks.own_playbooks(actor))
    yield "playbook_versions", map(plain_row, playbooks.own_versions(actor))


def _in_time(actor: Actor) -> Iterator[tuple[str, Rows]]:
    """Deadlines of the party and of the other side of its missions, with what was noted of them."""
    shown = [
        each
        for exercise_id in (None, *(each.id for each in members.exercises(actor)))
        for ended in (False, True)
        for each in _all(
            clocks.deadlines, actor, clocks.DeadlineFilter(ended=ended, exercise_id=exercise_id)
        )
    ]
    yield "deadlines", (plain_row(each.row) for each in shown)
    noted = {each.row.happening_id: each.row.happening for each in shown if each.row.happening}
    yield "happenings", map(plain_row, noted.values())


def _all(query: Callable[..., Any], *asked: Any, **given: Any) -> Iterator[Any]:
    """Every row of a paged query."""
    cursor = None
    while True:
        page = query(*asked, cursor=cursor, limit=PAGE, **given)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _each_exercise(query: Callable[..., Any], actor: Actor, **given: Any) -> Iterator[Any]:
    """The real rows, then those of each exercise."""
    for exercise_id in (None, *(each.id for each in members.exercises(actor))):
        yield from _all(query, actor, exercise_id=exercise_id, **given)


def _many(read: Callable[[Actor, UUID], Iterable[Any]], actor: Actor, rows: Iterable[Any]) -> Rows:
    return (plain_row(each) for row in rows for each in read(actor, row.id))


def _with_voided(read: Callable[..., Any]) -> Callable[[Actor, UUID], Iterable[Any]]:
    return lambda actor, mission_id: read(actor, mission_id, with_voided=True)


def _journal(actor: Actor) -> Iterator[Any]:
    """What the party may see of the network's journal, with what proves it."""
    position = 0
    while entries := journal.sealed_after(actor, position, JOURNAL_PAGE):
        yield from entries
        position = entries[-1].position or position
