"""Which versions a party has adopted, and which one applies between two parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.agreements import queries as agreements
from muster.joining.models import Accession
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import Purpose, applies_between, deemed_versions
from muster.rules.lifecycle import JoiningState, VersionState
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.rules.terms import JoiningKind


@dataclass(frozen=True)
class Adopted:
    """What a party has adopted, the newest first. `is_deemed`: bound before papers were kept here."""

    party_id: UUID
    version_ids: tuple[UUID, ...] = ()
    since: date | None = None
    is_deemed: bool = False

    @property
    def newest_id(self) -> UUID | None:
        return self.version_ids[0] if self.version_ids else None


@dataclass(frozen=True)
class Standpoint:
    """One party in the list of who is on which version."""

    party_id: UUID
    party_name: str
    standing: str
    adopted: Adopted
    label: str
    is_on_newest: bool


def once_in_force(actor: Actor) -> list[Any]:
    """Every version that is or was in force, the newest first."""
    rows = [each for each in agreements.versions(actor) if each.state != VersionState.DRAFT]
    return sorted(rows, key=lambda each: each.in_force_from, reverse=True)


def adopted_by(actor: Actor, party_ids: Iterable[UUID]) -> dict[UUID, Adopted]:
    """What each of the parties has adopted: by its own papers, or because it was bound before.

    A version whose terms ask nothing for adopting it binds every party that is bound at all.
    """
    party_ids = list(party_ids)
    newest_first = once_in_force(actor)
    moments = [(each.id, each.in_force_from) for each in newest_first]
    for_all = {each.id for each in newest_first if not agreements.terms_of(each).joining.adopting}
    rows: dict[UUID, list[Accession]] = defaultdict(list)
    for row in _in_force(network_id=actor.network_id, party_ids=party_ids):
        rows[row.party_id].append(row)
    since = members.bound_since(actor, party_ids)
    found = {}
    for party_id in party_ids:
        own = {row.version_id for row in rows[party_id]}
        has_joined = any(row.purpose == Purpose.JOIN for row in rows[party_id])
        deemed = set() if has_joined else set(deemed_versions(moments, since.get(party_id)))
        everything = own | deemed | (for_all if since.get(party_id) else set())
        found[party_id] = Adopted(
            party_id=party_id,
            version_ids=tuple(each.id for each in newest_first if each.id in everything),
            since=max((row.effective_on for row in rows[party_id]), default=None),
            is_deemed=not own and bool(everything),
        )
    return found


@kept
def _in_force(*, network_id: UUID | None, party_ids: Collection[UUID]) -> QuerySet[Accession]:
    return Accession.objects.filter(
        network_id=network_id,
        party_id__in=party_ids,
        state=JoiningState.IN_FORCE,
        other_party_id__isnull=True,
    )


def version_of(actor: Actor, party_id: UUID) -> Any | None:
    """The newest version that a party has adopted; the one in force where it has adopted none yet
    (its standing then decides what it may do)."""
    return _version_of(actor, party_id, once_in_force(actor))


def _version_of(actor: Actor, party_id: UUID, newest_first: list[Any]) -> Any | None:
    if len(newest_first) < 2:
        return newest_first[0] if newest_first else None
    own = adopted_by(actor, [party_id])[party_id]
    return next((each for each in newest_first if each.id == own.newest_id), newest_first[0])


def versions_in_use(actor: Actor) -> list[Any]:
    """The versions under which the parties in force ask, the newest first; see `version_of`."""
    newest_first = once_in_force(actor)
    if len(newest_first) < 2:
        return newest_first
    found = adopted_by(actor, [party.id for party in members.in_force(actor)])
    used = {each.newest_id or newest_first[0].id for each in found.values()}
    return [each for each in newest_first if each.id in used]


def version_between(actor: Actor, asking_id: UUID, answering_id: UUID) -> Any | None:
    """The version under which one party asks another; None where they share none."""
    newest_first = once_in_force(actor)
    if not newest_first:
        return None
    rule = agreements.terms_of(newest_first[0]).joining
    if rule.kind is JoiningKind.BILATERAL:
        return _between_two(actor, newest_first, asking_id, answering_id)
    if len(newest_first) == 1:
        return newest_first[0]
    found = adopted_by(actor, {asking_id, answering_id})
    chosen = applies_between(
        rule.between_versions,
        [each.id for each in newest_first],
        found[asking_id].version_ids,
        found[answering_id].version_ids,
    )
    return next((each for each in newest_first if each.id == chosen), None)


def are_bound_to_each_other(actor: Actor, one_id: UUID, other_id: UUID) -> bool:
    """Whether the two have signed any version with each other that binds them now."""
    return _between_two(actor, once_in_force(actor), one_id, other_id) is not None


def _between_two(actor: Actor, newest_first: list[Any], one_id: UUID, other_id: UUID) -> Any | None:
    """The newest version that the two have signed with each other."""
    rows = Accession.objects.filter(
        network_id=actor.network_id,
        state=JoiningState.IN_FORCE,
        party_id__in=(one_id, other_id),
        other_party_id__in=(one_id, other_id),
    )
    signed = set(rows.values_list("version_id", flat=True))
    return next((each for each in newest_first if each.id in signed), None)


@dataclass(frozen=True)
class AskingUnder:
    """Under which version a party asks, and which others it does not reach by it.

    `others`: bound parties with whom another version applies, or none at all (None).
    """

    version: Any
    others: dict[UUID, Any]

    @property
    def kept(self) -> dict[str, str | None]:
        """The others as plain values, to be kept with a request."""
        return {str(each): str(found.id) if found else None for each, found in self.others.items()}


def asking_under(actor: Actor, asking_id: UUID) -> AskingUnder | None:
    """What applies when a party asks the network; None before any version was in force."""
    newest_first = once_in_force(actor)
    own = _version_of(actor, asking_id, newest_first)
    if own is None:
        return None
    found = _with_everyone(actor, asking_id, newest_first)
    return AskingUnder(own, {each: one for each, one in found.items() if one != own})


def versions_with_everyone(actor: Actor, asking_id: UUID) -> dict[UUID, Any]:
    """By bound party, the version that applies when `asking_id` asks it; None where there is none."""
    return _with_everyone(actor, asking_id, once_in_force(actor))


def _with_everyone(actor: Actor, asking_id: UUID, newest_first: list[Any]) -> dict[UUID, Any]:
    if not newest_first:
        return {}
    rule = agreements.terms_of(newest_first[0]).joining
    is_bilateral = rule.kind is JoiningKind.BILATERAL
    if len(newest_first) == 1 and not is_bilateral:
        return {}
    bound = [party.id for party in members.in_force(actor) if party.id != asking_id]
    if is_bilateral:
        return {each: _between_two(actor, newest_first, asking_id, each) for each in bound}
    by_id = {each.id: each for each in newest_first}
    found = adopted_by(actor, [asking_id, *bound])
    asking = found[asking_id].version_ids
    rule_between = rule.between_versions
    return {
        each: by_id.get(applies_between(rule_between, list(by_id), asking, found[each].version_ids))
        for each in bound
    }


def version_for_answer(
    actor: Actor, asking_id: UUID, answering_id: UUID, own_id: UUID, kept: dict[str, str | None]
) -> UUID:
    """The version under which a request is answered: as it was kept when the request was opened.

    `own_id`: the request's version; `kept`: the others of that moment. A party that was bound later
    is looked at now. Refuses `version.none_between`.
    """
    if str(answering_id) in kept:
        chosen = kept[str(answering_id)]
        if chosen is None:
            raise Refused(Refusal("version.none_between", "joining"))
        return UUID(chosen)
    newest_first = once_in_force(actor)
    if len(newest_first) == 1 and newest_first[0].id == own_id:
        rule = agreements.terms_of(newest_first[0]).joining
        if rule.kind is not JoiningKind.BILATERAL:
            return own_id
    found = version_between(actor, asking_id, answering_id)
    if found is None:
        raise Refused(Refusal("version.none_between", "joining"))
    return own_id if own_id in _adopted_ids(actor, answering_id) else found.id


def _adopted_ids(actor: Actor, party_id: UUID) -> tuple[UUID, ...]:
    return adopted_by(actor, [party_id])[party_id].version_ids


def standpoints(actor: Actor) -> list[Standpoint]:
    """Who has adopted the version in force, and who is still on an older one; bound parties only."""
    newest_first = once_in_force(actor)
    labels = {each.id: each.label for each in newest_first}
    parties = members.in_force(actor)
    found = adopted_by(actor, [party.id for party in parties])
    return [
        Standpoint(
            party_id=party.id,
            party_name=party.name,
            standing=str(party.membership.standing),
            adopted=found[party.id],
            label=labels.get(found[party.id].newest_id, ""),
            is_on_newest=bool(newest_first) and found[party.id].newest_id == newest_first[0].id,
        )
        for party in parties
    ]


def has_adopted(actor: Actor, party_id: UUID, version_id: UUID) -> bool:
    """Whether the party is bound by that very version."""
    return version_id in adopted_by(actor, [party_id])[party_id].version_ids


def get_version_in_force(actor: Actor) -> Any:
    """The version in force. Refuses `agreement.none_in_force`."""
    try:
        return agreements.get_version_in_force(actor)
    except NotFound as error:
        raise Refused(Refusal("agreement.none_in_force", "joining")) from error


def version_between_known(actor: Actor, asking_id: UUID, answering_id: UUID) -> Any | None:
    """The same for two parties that somebody names. Raises `NotFound` for one that is not here."""
    for party_id in (asking_id, answering_id):
        members.get_membership(actor, party_id)
    return version_between(actor, asking_id, answering_id)
