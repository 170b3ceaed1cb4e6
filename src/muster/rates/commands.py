"""Every write of this room: importing rates, declaring fringe and overhead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.rates import events
from muster.rates.models import LoadDeclaration, Rate, RateTable
from muster.rates.reading import KINDS, Read, ReadRate, read_rates
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
TITLES = {
    "gsa_per_diem": "Nights and meals by place (GSA per diem)",
    "irs_mileage": "Miles by car (IRS standard mileage)",
}
MOST_SHOWN = 50
MOST_PERCENT = Decimal(500)
TEN_THOUSAND = 10_000


@command("rate.import")
def import_rates(
    actor: Actor, *, kind: str, text: str, table_key: str = "", title: str = ""
) -> RateTable:
    """Bring a table of rates up to date from a file: all rows or none.

    Public files go to the table of their own name unless another is named; a rate card needs one.
    A row that says what the table says already changes nothing. Refuses `rate.unknown_kind`,
    `rate.bad_key`, `rate.no_title`, `rate.bad_line` for each mistake, `rate.nothing_in_file`.
    Records RatesImported. Clause: travel, labour, equipment.
    """
    found = checked_file(kind, text)
    key = table_key.strip() or (kind if kind in TITLES else "")
    table = _table(actor, key, title.strip() or TITLES.get(key, ""))
    added, replaced = _take_in(table, found.rates, actor, clock.now())
    record(
        events.RatesImported(table.id, table.key, added, replaced),
        actor=actor,
        subjects=[("rate_table", table.id)],
        audience=EVERYONE,
    )
    return table


def checked_file(kind: str, text: str) -> Read:
    """What a file holds, or a refusal for each of its mistakes."""
    if kind not in KINDS:
        raise Refused(
            Refusal("rate.unknown_kind", field="kind", values={"known": ", ".join(KINDS)})
        )
    found = read_rates(kind, text)
    refuse_if(
        Refusal(
            "rate.bad_line",
            field="file",
            values={"line": each.line, "column": each.column, "sentence": each.sentence},
        )
        for each in found.mistakes[:MOST_SHOWN]
    )
    if not found.rates:
        raise Refused(Refusal("rate.nothing_in_file", field="file"))
    return found


def _table(actor: Actor, key: str, title: str) -> RateTable:
    """The table of that key, made when it is not there yet; locked."""
    if not KEY.fullmatch(key):
        raise Refused(Refusal("rate.bad_key", field="table_key"))
    rows = RateTable.objects.select_for_update()
    table = rows.filter(network_id=actor.network_id, key=key).first()
    at = clock.now()
    if table is None:
        if not title:
            raise Refused(Refusal("rate.no_title", field="title"))
        currency = members.get_network(actor).currency
        return RateTable.objects.create(
            network_id=actor.network_id,
            key=key,
            title=title[:200],
            currency=currency,
            made_at=at,
            changed_at=at,
        )
    table.title, table.changed_at = (title or table.title)[:200], at
    table.save(update_fields=["title", "changed_at"])
    return table


def _take_in(
    table: RateTable, rates: Iterable[ReadRate], actor: Actor, at: datetime
) -> tuple[int, int]:
    """Add what is new, replace what differs; how many of each."""
    known = {
        (row.key, row.part, row.valid_from): row
        for row in Rate.objects.filter(table=table, replaced_at__isnull=True)
    }
    fresh, replaced = [], []
    for each in rates:
        amount = int(each.amount * TEN_THOUSAND)
        old = known.get(each.place)
        if old is not None:
            if (old.amount_ten_thousandths, old.valid_until) == (amount, each.valid_until):
                continue
            replaced.append(old.pk)
        fresh.append(
            Rate(
                table=table,
                key=each.key,
                part=each.part,
                amount_ten_thousandths=amount,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                source=each.source,
                imported_at=at,
                imported_by_id=actor.person_id,
            )
        )
    for start in range(0, len(replaced), 500):
        Rate.objects.filter(pk__in=replaced[start : start + 500]).update(replaced_at=at)
    Rate.objects.bulk_create(fresh, batch_size=500)
    return len(fresh) - len(replaced), len(replaced)


@command("rate.declare_load")
def declare_load(
    actor: Actor,
    *,
    fringe_percent: Decimal,
    overtime_fringe_percent: Decimal | None = None,
    overhead_percent: Decimal = Decimal(0),
    note: str = "",
    declaration_id: UUID | None = None,
) -> LoadDeclaration:
    """Declare the own party's fringe and overhead; it counts for people who depart afterwards.

    Refuses `rate.no_party`, `rate.bad_percent`, `field.too_long`. Records LoadDeclared.
    Clause: labour.
    """
    if actor.party_id is None:
        raise Refused(Refusal("rate.no_party"))
    known = LoadDeclaration.objects.filter(pk=declaration_id).first()
    if known is not None:
        if known.party_id != actor.party_id or known.network_id != actor.network_id:
            raise NotFound("declaration")
        return known
    percents = {
        "fringe_percent": fringe_percent,
        "overtime_fringe_percent": overtime_fringe_percent,
        "overhead_percent": overhead_percent,
    }
    refusals = [
        Refusal("rate.bad_percent", "labour", name)
        for name, value in percents.items()
        if value is not None and not _is_percent(value)
    ]
    if len(note.strip()) > 500:
        refusals.append(Refusal("field.too_long", field="note", values={"limit": 500}))
    refuse_if(refusals)
    row = LoadDeclaration.objects.create(
        id=declaration_id or new_id(),
        network_id=actor.network_id,
        party_id=actor.party_id,
        note=note.strip(),
        declared_at=clock.now(),
        declared_by_id=actor.person_id,
        declared_by_name=actor.name[:200],
        **percents,
    )
    record(
        events.LoadDeclared(row.id, actor.party_id, *percents.values()),
        actor=actor,
        subjects=[("party", actor.party_id)],
        audience=EVERYONE,
    )
    return row


def _is_percent(value: Decimal) -> bool:
    return (
        value.is_finite()
        and 0 <= value <= MOST_PERCENT
        and value == value.quantize(Decimal("0.001"))
    )
