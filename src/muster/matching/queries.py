"""Who could fill a line: the catalogue's candidates through the rule, and the rows that pages show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.catalog import queries as catalog
from muster.journal import clock
from muster.matching.words import words_of
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.matching import (
    CandidateFacts,
    CandidateKind,
    LeftOut,
    LineNeed,
    Ranked,
    Ranking,
    Reason,
    rank,
)

MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class LineToMatch:
    """A line of an aid request, as plain values. `quantity` is what is still needed of it."""

    requesting_party_id: UUID
    resource_type_id: UUID
    kind: str
    quantity: int
    needed_from: datetime
    needed_until: datetime
    skill_id: UUID | None = None
    clearance_id: UUID | None = None
    work_package_id: UUID | None = None
    is_on_site: bool = True
    place: tuple[float, float] | None = None
    exercise_id: UUID | None = None


@dataclass(frozen=True)
class MatchRow:
    """A candidate as a page shows it. `reasons` are codes with the values of their sentences;
    `score` is None for one that is left out."""

    candidate_id: UUID
    kind: str
    party_id: UUID
    party_name: str
    name: str
    home_base: str
    unit: str
    score: float | None
    quantity: int
    distance_km: float | None
    arrives_at: datetime | None
    rate_ten_thousandths: int
    rate_basis: str
    price_cents: int | None
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> list[str]:
        """The reasons as people read them."""
        return [words for words in map(words_of, self.reasons) if words]


@dataclass(frozen=True)
class Match:
    """The best of those chosen, and some of those left out; the counts are of all."""

    chosen: tuple[MatchRow, ...]
    left_out: tuple[MatchRow, ...]
    chosen_count: int
    left_out_count: int


def match_line(actor: Actor, line: LineToMatch) -> Ranking:
    """Everything in the network that could fill a line, best first, with reasons; and what could
    not, with its reasons."""
    return rank(_need(line), _candidates(actor, line))


@dataclass(frozen=True)
class PartyMatch:
    """A party that could help with a line: its best candidate's score and reasons, in words."""

    party_id: UUID
    score: float
    quantity: int
    reasons: tuple[str, ...]


def matching_parties(
    actor: Actor, line: LineToMatch, among: Collection[UUID] = ()
) -> list[PartyMatch]:
    """The parties that could help with a line, each once, by their best candidate; only those
    `among` a list, where one is given."""
    candidates = _candidates(actor, line)
    if among:
        wanted = frozenset(among)
        candidates = [each for each in candidates if each.party_id in wanted]
    ranking = rank(_need(line), candidates)
    parties = {each.id: each.party_id for each in candidates}
    found: dict[UUID, PartyMatch] = {}
    for each in ranking.chosen:
        party_id = parties[each.candidate_id]
        if party_id not in found:
            words = tuple(words for words in map(words_of, each.reasons) if words)
            found[party_id] = PartyMatch(party_id, each.score, each.quantity, words)
    return list(found.values())


def match_rows(
    actor: Actor, line: LineToMatch, *, party_id: UUID | None = None, most: int = MOST_SHOWN
) -> Match:
    """The match as a page shows it; only what one party has, where it is named."""
    candidates = _candidates(actor, line)
    if party_id is not None:
        candidates = [each for each in candidates if each.party_id == party_id]
    ranking = rank(_need(line), candidates)
    known = {each.id: each for each in candidates}
    # The asker's own things come last among those left out: that they are its own is no news.
    left_out = sorted(
        ranking.left_out,
        key=lambda each: known[each.candidate_id].party_id == line.requesting_party_id,
    )
    shown = [*ranking.chosen[:most], *left_out[:most]]
    describe = _Describer(actor, [known[each.candidate_id] for each in shown])
    return Match(
        chosen=tuple(describe.row(each) for each in ranking.chosen[:most]),
        left_out=tuple(describe.row(each) for each in left_out[:most]),
        chosen_count=len(ranking.chosen),
        left_out_count=len(ranking.left_out),
    )


def _candidates(actor: Actor, line: LineToMatch) -> list[CandidateFacts]:
    """As far as the actor reads the catalogue: a party that is not bound finds its own alone."""
    found = catalog.candidates(
        actor.network_id,
        line.resource_type_id,
        line.kind,
        line.needed_from,
        line.needed_until,
        work_package_id=line.work_package_id,
        exercise_id=line.exercise_id,
    )
    if catalog.sees_others(actor):
        return found
    return [each for each in found if each.party_id == actor.party_id]


def _need(line: LineToMatch) -> LineNeed:
    at = clock.now()
    return LineNeed(
        requesting_party_id=line.requesting_party_id,
        resource_type_id=line.resource_type_id,
        quantity=max(1, line.quantity),
        needed_from=line.needed_from,
        needed_until=line.needed_until,
        at=at,
        work_package_id=line.work_package_id,
        skills=frozenset({line.skill_id} if line.skill_id else ()),
        clearances=frozenset({line.clearance_id} if line.clearance_id else ()),
        is_on_site=line.is_on_site,
        place=line.place,
    )


class _Describer:
    """Names and rates of the candidates that are shown, in a few queries."""

    def __init__(self, actor: Actor, candidates: Iterable[CandidateFacts]):
        self.candidates = {each.id: each for each in candidates}
        listed = list(self.candidates.values())
        self.resources = catalog.resources_by_id(
            actor, [each.id for each in listed if each.kind is not CandidateKind.PACKAGE]
        )
        self.packages: dict[Any, Any] = {
            each.id: catalog.get_package(actor, each.id)
            for each in listed
            if each.kind is CandidateKind.PACKAGE
        }
        self.parties = members.party_names({each.party_id for each in listed})

    def row(self, judged: Ranked | LeftOut) -> MatchRow:
        facts = self.candidates[judged.candidate_id]
        card: Any = self.packages.get(facts.id) or self.resources[facts.id]
        is_package = facts.kind is CandidateKind.PACKAGE
        chosen = judged if isinstance(judged, Ranked) else None
        return MatchRow(
            candidate_id=facts.id,
            kind="package" if is_package else "resource",
            party_id=facts.party_id,
            party_name=self.parties.get(facts.party_id, ""),
            name=card.name,
            home_base="" if is_package else card.home_base,
            unit="package" if is_package else card.unit,
            score=chosen.score if chosen else None,
            quantity=chosen.quantity if chosen else 0,
            distance_km=chosen.distance_km if chosen else None,
            arrives_at=chosen.arrives_at if chosen else None,
            rate_ten_thousandths=0 if is_package else card.rate_ten_thousandths,
            rate_basis="" if is_package else card.rate_basis,
            price_cents=card.price_cents if is_package else None,
            reasons=judged.reasons,
        )
