"""How long each kind of record is kept, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.agreements import queries as agreements
from muster.records.kinds import is_disposable, kind_of, kinds
from muster.records.models import RetentionChoice
from muster.records.queries.visibility import need
from muster.rules.actor import Actor
from muster.rules.retention import Keeping, keeping_of


@dataclass(frozen=True)
class KindRow:
    """One line of the schedule."""

    key: str
    title: str
    what_goes: str
    what_stays: str
    years: int | None
    source: str
    is_own_choice: bool
    is_disposable: bool


def schedule(actor: Actor) -> list[KindRow]:
    """Every kind of record with its length and source."""
    need(actor)
    chosen = _choices(actor.network_id)
    terms = _terms(actor)
    rows = []
    for key in kinds():
        kind, choice = kind_of(key), chosen.get(key)
        kept = _kept(choice) if choice else keeping_of(key, terms)
        rows.append(
            KindRow(
                key=key,
                title=kind.TITLE,
                what_goes=kind.WHAT_GOES,
                what_stays=kind.WHAT_STAYS,
                years=kept.years if is_disposable(key) else None,
                source=kept.source if is_disposable(key) else kind.WHAT_GOES,
                is_own_choice=choice is not None,
                is_disposable=is_disposable(key),
            )
        )
    return rows


def keeping(actor: Actor, kind: str) -> Keeping:
    """How long one kind is kept: the network's own choice before the agreement's."""
    choice = _choices(actor.network_id).get(kind)
    return _kept(choice) if choice else keeping_of(kind, _terms(actor))


def _terms(actor: Actor):
    version = agreements.version_in_force(actor)
    return agreements.terms_of(version) if version else None


def _choices(network_id: UUID) -> dict[str, RetentionChoice]:
    return {row.kind: row for row in RetentionChoice.objects.filter(network_id=network_id)}


def _kept(choice: RetentionChoice) -> Keeping:
    return Keeping(choice.years, f"The network's own choice: {choice.source}")
