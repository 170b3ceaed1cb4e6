"""Every read of the agreement room: versions, terms, attestations, who meets the baseline.

A party's attestations are its own business and the coordinator's and auditor's; the rest of the
network learns only whether it meets the baseline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from muster.agreements.models import AgreementVersion, Attestation
from muster.files import queries as files
from muster.journal.kept import kept
from muster.journal.keyset import Page
from muster.members import queries as members
from muster.rules.actor import Actor, system_actor
from muster.rules.attesting import (
    SOON_DAYS,
    AttestationFacts,
    AttestationState,
    ItemState,
    baseline_gates_free_help,
    item_states,
    reasons_not_met,
)
from muster.rules.lifecycle import StandingState, VersionState
from muster.rules.refusal import NotFound, Refusal
from muster.rules.retention import DISPOSED, Due
from muster.rules.terms import BaselineItem, EvidenceReader, Reviewer, Terms, read_terms

MOST_VERSIONS = 200


@dataclass(frozen=True)
class Baseline:
    """Whether a party meets the security baseline at a moment.

    `items` and `reasons` are empty for readers who may learn only the yes or no; `is_whole` tells.
    """

    party_id: UUID
    at: datetime
    meets: bool
    items: tuple[ItemState, ...] = ()
    reasons: tuple[Refusal, ...] = ()
    gates_free_help: bool = False
    is_whole: bool = True


def version_in_force(actor: Actor) -> AgreementVersion | None:
    """The network's version in force; None before the first."""
    return _in_force.first(network_id=actor.network_id)


@kept
def _in_force(*, network_id: UUID | None) -> QuerySet[AgreementVersion]:
    rows = AgreementVersion.objects.filter(network_id=network_id, state=VersionState.IN_FORCE)
    return rows.order_by("pk")[:1]


def get_version_in_force(actor: Actor) -> AgreementVersion:
    """The version in force, for callers that cannot go on without one."""
    version = version_in_force(actor)
    if version is None:
        raise NotFound("agreement_version")
    return version


def versions(actor: Actor) -> list[AgreementVersion]:
    """All versions, the newest first; drafts only for network officers."""
    return _versions(_sees_drafts(actor), network_id=actor.network_id)


@kept
def _versions(with_drafts: bool, *, network_id: UUID | None) -> QuerySet[AgreementVersion]:
    rows = AgreementVersion.objects.filter(network_id=network_id)
    if not with_drafts:
        rows = rows.exclude(state=VersionState.DRAFT)
    return rows.order_by("-drafted_at", "-id")[:MOST_VERSIONS]


def get_version(actor: Actor, version_id: UUID, lock: bool = False) -> AgreementVersion:
    """One version; a draft is found by network officers only."""
    rows = AgreementVersion.objects.filter(network_id=actor.network_id, id=version_id)
    version = (rows.select_for_update() if lock else rows).first()
    if version is None or (version.state == VersionState.DRAFT and not _sees_drafts(actor)):
        raise NotFound("agreement_version")
    return version


def _sees_drafts(actor: Actor) -> bool:
    return actor.is_system or actor.is_network_officer


def terms_of(version: AgreementVersion) -> Terms:
    """The version's terms, read once for each text."""
    return _terms(version.terms_sha256, version.terms_text)


@lru_cache(maxsize=64)
def _terms(_sha256: str, text: str) -> Terms:
    return read_terms(text)


def day_of(terms: Terms, at: datetime) -> date:
    """The day on which a moment falls where the agreement's days begin."""
    return at.astimezone(terms.zone).date()


def network_day(actor: Actor, at: datetime) -> date:
    """The day on which a moment falls in the network's zone."""
    return at.astimezone(ZoneInfo(members.get_network(actor).time_zone)).date()


def end_of_day(actor: Actor, day: date) -> datetime:
    """The moment with which a day ends in the network's zone."""
    zone = ZoneInfo(members.get_network(actor).time_zone)
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def may_see_attestations(actor: Actor, party_id: UUID) -> bool:
    """A party's own people, network officers and Muster itself."""
    return actor.is_system or actor.is_network_officer or actor.party_id == party_id


def attestations(actor: Actor, party_id: UUID) -> list[Attestation]:
    """A party's attestations, withdrawn and lapsed ones too, the newest first."""
    members.get_membership(actor, party_id)
    if not may_see_attestations(actor, party_id):
        raise NotFound("party")
    rows = Attestation.objects.filter(network_id=actor.network_id, party_id=party_id)
    return list(rows.order_by("-made_at", "-id")[:MOST_VERSIONS])


def get_attestation(actor: Actor, attestation_id: UUID, lock: bool = False) -> Attestation:
    """One attestation of a party that the actor may look into."""
    rows = Attestation.objects.filter(network_id=actor.network_id, id=attestation_id)
    attestation = (rows.select_for_update() if lock else rows).first()
    if attestation is None or not may_see_attestations(actor, attestation.party_id):
        raise NotFound("attestation")
    return attestation


def baseline(actor: Actor, party_id: UUID, at: datetime) -> Baseline:
    """Whether the party meets the baseline; which items, for those who may look into it."""
    members.get_membership(actor, party_id)
    whole = _baselines(actor.network_id, [party_id], version_in_force(actor), at)[party_id]
    return whole if may_see_attestations(actor, party_id) else _only_yes_or_no(whole)


def baselines(actor: Actor, party_ids: Iterable[UUID], at: datetime) -> dict[UUID, Baseline]:
    """The same for many parties in two queries, for pages that list them."""
    found = _baselines(actor.network_id, list(party_ids), version_in_force(actor), at)
    return {
        party_id: each if may_see_attestations(actor, party_id) else _only_yes_or_no(each)
        for party_id, each in found.items()
    }


def _only_yes_or_no(whole: Baseline) -> Baseline:
    return Baseline(
        party_id=whole.party_id,
        at=whole.at,
        meets=whole.meets,
        gates_free_help=whole.gates_free_help,
        is_whole=False,
    )


def _baselines(
    network_id: UUID | None, party_ids: list[UUID], version: AgreementVersion | None, at: datetime
) -> dict[UUID, Baseline]:
    if version is None:
        reason = (Refusal("agreement.none_in_force", "baseline"),)
        return {
            party_id: Baseline(party_id, at, meets=False, reasons=reason) for party_id in party_ids
        }
    terms = terms_of(version)
    day = day_of(terms, at)
    facts: dict[UUID, list[AttestationFacts]] = defaultdict(list)
    rows = _attested(network_id=network_id, party_ids=party_ids)
    for party_id, *values in rows:
        facts[party_id].append(AttestationFacts(*values))
    gates = baseline_gates_free_help(terms)
    result = {}
    for party_id in party_ids:
        items = item_states(
            terms.baseline.items, facts[party_id], day, needs_review=terms.baseline.reviewed
        )
        reasons = tuple(reasons_not_met(items))
        result[party_id] = Baseline(party_id, at, not reasons, items, reasons, gates)
    return result


@kept
def _attested(
    *, network_id: UUID | None, party_ids: Collection[UUID]
) -> QuerySet[Attestation, Any]:
    rows = Attestation.objects.filter(
        network_id=network_id, party_id__in=party_ids, withdrawn_at__isnull=True
    )
    return rows.values_list("party_id", "item_key", "valid_from", "valid_until", "id", "review")


def freeze(
    actor: Actor, party_id: UUID, at: datetime, version: AgreementVersion | None
) -> dict[str, Any]:
    """What holds for a party at this moment under a version, as plain JSON that an aid
    request keeps for ever."""
    membership = members.get_membership(actor, party_id)
    whole = _baselines(actor.network_id, [party_id], version, at)[party_id]
    held = [item for item in whole.items if item.is_met]
    return {
        "agreement_version_id": str(version.id) if version else None,
        "agreement_label": version.label if version else None,
        "terms_sha256": version.terms_sha256 if version else None,
        "standing": str(membership.standing),
        "signature_confirmed": bool(membership.signature_confirmed),
        "attestations": [
            {"item": item.key, "valid_until": item.valid_until.isoformat()}
            for item in held
            if item.valid_until
        ],
        "meets_baseline": whole.meets,
        "lapsed": [item.key for item in whole.items if item.state == AttestationState.LAPSED],
        "missing": [item.key for item in whole.items if item.state == AttestationState.MISSING],
        "frozen_at": at.isoformat(),
    }


def evidence(actor: Actor, attestation_id: UUID) -> tuple[str, str, bytes]:
    """Name, media type and content of an attestation's evidence: for its owner, and for those that
    the terms in force name (`baseline.evidence_seen_by`). Raises `NotFound` for everybody else."""
    row = Attestation.objects.filter(network_id=actor.network_id, id=attestation_id).first()
    if row is None or row.evidence_file_id is None or not may_open_evidence(actor, row.party_id):
        raise NotFound("evidence")
    system = system_actor(actor.network_id)
    stored = files.get_file(system, row.evidence_file_id)
    return stored.name, stored.media_type, files.content_of(system, stored.id)


def may_open_evidence(actor: Actor, party_id: UUID) -> bool:
    """The owner's people, and whom the terms name: coordinator, auditor, every bound party."""
    if actor.is_system or actor.party_id == party_id:
        return True
    version = version_in_force(actor)
    readers = terms_of(version).baseline.evidence_seen_by if version else ()
    if EvidenceReader.COORDINATOR in readers and actor.is_coordinator:
        return True
    if EvidenceReader.AUDITOR in readers and actor.is_auditor:
        return True
    if EvidenceReader.PARTIES not in readers or actor.party_id is None:
        return False
    standing = members.get_membership(actor, actor.party_id).standing
    return standing in (StandingState.IN_FORCE, StandingState.WITHDRAWING)


def may_review(actor: Actor, party_id: UUID) -> bool:
    """Whom the terms in force name to review attestations (`baseline.reviewed_by`), none of the party."""
    version = version_in_force(actor)
    if actor.party_id == party_id or version is None:
        return False
    named = terms_of(version).baseline.reviewed_by
    return (Reviewer.COORDINATOR in named and actor.is_coordinator) or (
        Reviewer.AUDITOR in named and actor.is_auditor
    )


def lapsing_unnoted(actor: Actor, at: datetime, limit: int = 200) -> list[UUID]:
    """Attestations that lapse within thirty days and of which nobody was reminded yet."""
    day = network_day(actor, at)
    rows = Attestation.objects.filter(
        network_id=actor.network_id,
        withdrawn_at__isnull=True,
        lapsing_noted_at__isnull=True,
        valid_until__gte=day,
        valid_until__lt=day + timedelta(days=SOON_DAYS),
    )
    return list(rows.order_by("valid_until", "id").values_list("id", flat=True)[:limit])


@dataclass(frozen=True)
class Lapsing:
    """An item that a party must attest anew, and how many days are left."""

    party_id: UUID
    party_name: str
    title: str
    valid_until: date
    days_left: int
    within: int  # 30, 60 or 90 days


def lapsing(actor: Actor, at: datetime) -> list[Lapsing]:
    """What lapses within ninety days, the soonest first: of the own party; for officers of all."""
    version = version_in_force(actor)
    if version is None:
        return []
    day = day_of(terms_of(version), at)
    parties = {party.id: party.name for party in members.in_force(actor)}
    seen = [each for each in parties if may_see_attestations(actor, each)]
    found = baselines(actor, seen, at)
    lines = [
        Lapsing(
            party_id=party_id,
            party_name=parties[party_id],
            title=item.title,
            valid_until=item.valid_until,
            days_left=left,
            within=next(each for each in (30, 60, 90) if left < each),
        )
        for party_id, whole in found.items()
        for item in whole.items
        if item.is_met and item.valid_until and (left := (item.valid_until - day).days) < 90
    ]
    return sorted(lines, key=lambda line: (line.days_left, line.party_name, line.title))


def lapsed_unnoted(actor: Actor, at: datetime, limit: int = 200) -> list[UUID]:
    """The network's attestations whose last day is over and of which nothing was recorded yet."""
    rows = Attestation.objects.filter(
        network_id=actor.network_id,
        withdrawn_at__isnull=True,
        lapse_noted_at__isnull=True,
        valid_until__lt=network_day(actor, at),
    )
    return list(rows.order_by("valid_until", "id").values_list("id", flat=True)[:limit])


def networks_with_lapses(at: datetime) -> list[UUID]:
    """Networks that may hold such attestations, judged by the earliest day anywhere."""
    rows = Attestation.objects.filter(
        withdrawn_at__isnull=True,
        lapse_noted_at__isnull=True,
        valid_until__lt=at.date() + timedelta(days=1),
    )
    return list(rows.order_by().values_list("network_id", flat=True).distinct())


def party_name(actor: Actor, party_id: UUID) -> str:
    """A party's name."""
    return members.party_names([party_id]).get(party_id, "")


def baseline_items(actor: Actor) -> tuple[BaselineItem, ...]:
    """What each party attests under the version in force."""
    version = version_in_force(actor)
    return terms_of(version).baseline.items if version else ()


def item_titles(actor: Actor) -> dict[str, str]:
    """What every item that any version asked or asks is called; the version in force comes first."""
    titles: dict[str, str] = {}
    in_force = version_in_force(actor)
    for version in [*([in_force] if in_force else ()), *versions(actor)]:
        for item in terms_of(version).baseline.items:
            titles.setdefault(item.id, item.title)
    return titles


def get_baseline_item(actor: Actor, item_key: str) -> BaselineItem:
    """One item of the version in force."""
    item = next((each for each in baseline_items(actor) if each.id == item_key), None)
    if item is None:
        raise NotFound("baseline_item")
    return item


def free_hours(actor: Actor) -> Decimal:
    """Hours that are free under the version in force."""
    version = version_in_force(actor)
    return terms_of(version).free_allowance.hours if version else Decimal(0)


@dataclass(frozen=True)
class PartyBaseline:
    """One line of the overview."""

    party_id: UUID
    party_name: str
    standing: str
    signature_confirmed: bool
    baseline: Baseline


def baseline_overview(
    actor: Actor, at: datetime, cursor: str | None = None, limit: int = 50
) -> Page[PartyBaseline]:
    """A page of the network's parties with whether each meets the baseline."""
    page = members.parties(actor, cursor=cursor, limit=limit)
    found = baselines(actor, [party.id for party in page.items], at)
    lines = [
        PartyBaseline(
            party_id=party.id,
            party_name=party.name,
            standing=str(party.membership.standing),
            signature_confirmed=bool(party.membership.signature_confirmed),
            baseline=found[party.id],
        )
        for party in page.items
    ]
    return Page(lines, page.next)


def attestations_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Attestations that lapsed or were withdrawn before a moment. For the records room."""
    rows = Attestation.objects.filter(network_id=network_id).exclude(statement=DISPOSED)
    over = Q(valid_until__lt=before.date()) | Q(withdrawn_at__lt=before)
    found = rows.filter(over).order_by("valid_until", "id")[:limit]
    return [
        Due(
            str(row.id),
            row.item_key,
            row.withdrawn_at or datetime.combine(row.valid_until, time(), UTC),
            frozenset({row.id, row.party_id}),
        )
        for row in found
    ]
