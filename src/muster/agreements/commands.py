"""Every write of the agreement room: versions of the agreement, attestations to its baseline."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from muster.agreements import queries
from muster.agreements.drafts import as_taken, refusals_for_draft
from muster.agreements.events import (
    AttestationLapsed,
    AttestationLapsing,
    AttestationMade,
    AttestationReviewed,
    AttestationWithdrawn,
    VersionAmended,
    VersionDrafted,
    VersionPutInForce,
)
from muster.agreements.models import AgreementVersion, Attestation
from muster.files import queries as files
from muster.files.commands import dispose_files, store_file
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.attesting import Review, longest_validity, refusals_for_attestation
from muster.rules.lifecycle import AGREEMENT_VERSION, VersionState, move
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.retention import DISPOSED
from muster.rules.terms import BaselineItem, Terms


@command("agreement.draft")
def draft_version(
    actor: Actor, *, label: str, title: str, terms_text: str, version_id: UUID | None = None
) -> AgreementVersion:
    """Add a version of the agreement as a draft: its terms are checked, nothing is in force yet.

    A ready file that comes unchanged gets the network's own time zone; its line says so.
    Refuses: `terms.invalid` for every mistake with its line, `terms.other_zone`,
    `version.label_taken`, `id.taken`. Records: VersionDrafted. Clause: joining.
    """
    known = AgreementVersion.objects.filter(id=version_id).first()
    if known is not None:
        if known.network_id != actor.network_id:
            raise Refused(Refusal("id.taken"))
        return known
    terms_text = as_taken(actor, terms_text)
    sha256 = _checked(actor, label, terms_text, None)
    version = AgreementVersion.objects.create(
        id=version_id or new_id(),
        network_id=actor.network_id,
        label=label,
        title=title,
        terms_text=terms_text,
        terms_sha256=sha256,
        drafted_at=clock.now(),
        drafted_by_id=actor.person_id,
    )
    record(
        VersionDrafted(version.id, label, sha256),
        actor=actor,
        subjects=[("agreement_version", version.id)],
        audience=(),
    )
    return version


@command("agreement.draft")
def amend_version(
    actor: Actor, *, version_id: UUID, label: str, title: str, terms_text: str
) -> AgreementVersion:
    """Change a draft; a version that was ever in force is never changed again.

    Refuses: `agreement_version.wrong_state`, `terms.invalid`, `terms.other_zone`,
    `version.label_taken`.
    Records: VersionAmended. Clause: joining.
    """
    version = queries.get_version(actor, version_id, lock=True)
    move(AGREEMENT_VERSION, version.state, "amend")
    terms_text = as_taken(actor, terms_text)
    sha256 = _checked(actor, label, terms_text, version.id)
    version.label, version.title = label, title
    version.terms_text, version.terms_sha256 = terms_text, sha256
    version.save(update_fields=["label", "title", "terms_text", "terms_sha256"])
    record(
        VersionAmended(version.id, label, sha256),
        actor=actor,
        subjects=[("agreement_version", version.id)],
        audience=(),
    )
    return version


def _checked(actor: Actor, label: str, terms_text: str, own_id: UUID | None) -> str:
    """The digest of terms that may be used; refuses with every mistake."""
    refuse_if(refusals_for_draft(actor, label=label, terms_text=terms_text, version_id=own_id))
    return hashlib.sha256(terms_text.encode()).hexdigest()


@command("agreement.put_in_force", step_up=True)
def put_in_force(actor: Actor, *, version_id: UUID) -> AgreementVersion:
    """Put a drafted version in force for the whole network; the former one is superseded.

    What was opened under the former version stays under it.
    Refuses: `agreement_version.wrong_state`, `terms.invalid`, `terms.other_zone`.
    Records: VersionPutInForce. Clause: joining.
    """
    at = clock.now()
    former = (
        AgreementVersion.objects.select_for_update()
        .filter(network_id=actor.network_id, state=VersionState.IN_FORCE)
        .first()
    )
    version = queries.get_version(actor, version_id, lock=True)
    state = move(AGREEMENT_VERSION, version.state, "put_in_force")
    _checked(actor, version.label, version.terms_text, version.id)
    if former is not None:
        former.state = move(AGREEMENT_VERSION, former.state, "supersede")
        former.superseded_at = at
        former.save(update_fields=["state", "superseded_at"])
    version.state, version.in_force_from = state, at
    version.save(update_fields=["state", "in_force_from"])
    record(
        VersionPutInForce(
            version.id,
            version.label,
            version.terms_sha256,
            former.id if former else None,
            former.label if former else "",
        ),
        actor=actor,
        subjects=[("agreement_version", each.id) for each in (version, former) if each],
        audience=EVERYONE,
        at=at,
    )
    return version


@command("attestation.make")
def make_attestation(
    actor: Actor,
    *,
    item_key: str,
    statement: str,
    valid_until: date | None = None,
    evidence_file_id: UUID | None = None,
    evidence: tuple[str, bytes] | None = None,
    party_id: UUID | None = None,
    attestation_id: UUID | None = None,
) -> Attestation:
    """Attest, for one's own party, that it meets one item of the security baseline until a day.

    Without a day it holds for as long as the agreement lets it. `evidence` is a file's name and
    content, to be kept; `evidence_file_id` one that is kept already.
    Refuses: `agreement.none_in_force`, `attestation.unknown_item`, `attestation.no_statement`,
    `attestation.already_over`, `attestation.too_long`, `attestation.other_party`, `id.taken`.
    Records: AttestationMade. Clause: baseline.
    """
    at = clock.now()
    own_id = _own_party(actor, party_id)
    members.get_membership(actor, own_id)
    known = Attestation.objects.filter(id=attestation_id).first()
    if known is not None:
        if (known.network_id, known.party_id) != (actor.network_id, own_id):
            raise Refused(Refusal("id.taken"))
        return known
    terms = _terms_in_force(actor)
    day = queries.day_of(terms, at)
    item = _item(terms, item_key)
    last_day = valid_until or (longest_validity(item, day) if item else day)
    refuse_if(refusals_for_attestation(item, statement, last_day, day))
    if evidence_file_id is not None:
        files.get_file(actor, evidence_file_id)
    if evidence is not None:
        name, content = evidence
        evidence_file_id = store_file(actor, name=name, content=content).id
    attestation = Attestation.objects.create(
        id=attestation_id or new_id(),
        network_id=actor.network_id,
        party_id=own_id,
        item_key=item_key,
        statement=statement,
        evidence_file_id=evidence_file_id,
        attested_by_id=actor.person_id,
        attested_by_name=actor.name[:200],
        valid_from=day,
        valid_until=last_day,
        made_at=at,
    )
    record(
        AttestationMade(attestation.id, own_id, item_key, _title(item, item_key), last_day),
        actor=actor,
        subjects=[("attestation", attestation.id), ("party", own_id)],
        audience=[own_id],
        at=at,
    )
    return attestation


@command("attestation.withdraw")
def withdraw_attestation(actor: Actor, *, attestation_id: UUID, reason: str) -> Attestation:
    """Take an attestation back because it is not, or no longer, true.

    Aid requests that were opened before keep what was frozen into them.
    Refuses: `attestation.other_party`, `attestation.withdrawn`, `attestation.no_reason`.
    Records: AttestationWithdrawn. Clause: baseline.
    """
    at = clock.now()
    attestation = queries.get_attestation(actor, attestation_id, lock=True)
    # An auditor reads every party's attestations, and may represent a party beside that.
    if not members.may_act_for(actor, attestation.party_id):
        raise Refused(Refusal("attestation.other_party", "baseline"))
    if attestation.withdrawn_at is not None:
        raise Refused(Refusal("attestation.withdrawn", "baseline"))
    if not reason.strip():
        raise Refused(Refusal("attestation.no_reason", None, "reason"))
    attestation.withdrawn_at, attestation.withdrawn_reason = at, reason
    attestation.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        AttestationWithdrawn(
            attestation.id,
            attestation.party_id,
            attestation.item_key,
            _title_in_force(actor, attestation.item_key),
            reason,
        ),
        actor=actor,
        subjects=[("attestation", attestation.id), ("party", attestation.party_id)],
        audience=[attestation.party_id],
        at=at,
    )
    return attestation


@command("attestation.review")
def review_attestation(
    actor: Actor, *, attestation_id: UUID, accepts: bool, reason: str = ""
) -> Attestation:
    """Accept another party's attestation, or return it with a reason: then it no longer counts.

    Refuses: `attestation.own_review`, `attestation.not_reviewer`, `attestation.withdrawn`,
    `attestation.no_review_reason`.
    Records: AttestationReviewed. Clause: baseline.
    """
    at = clock.now()
    attestation = queries.get_attestation(actor, attestation_id, lock=True)
    is_own = actor.party_id == attestation.party_id
    is_named = queries.may_review(actor, attestation.party_id)
    checks = (
        (is_own, "attestation.own_review", None),
        (not is_own and not is_named, "attestation.not_reviewer", None),
        (attestation.withdrawn_at is not None, "attestation.withdrawn", None),
        (not accepts and not reason.strip(), "attestation.no_review_reason", "reason"),
    )
    refuse_if(Refusal(code, "baseline", field) for broken, code, field in checks if broken)
    attestation.review = Review.ACCEPTED if accepts else Review.RETURNED
    attestation.review_reason = reason.strip()[:300]
    attestation.reviewed_at, attestation.reviewed_by_name = at, actor.name[:200]
    attestation.save(update_fields=["review", "review_reason", "reviewed_at", "reviewed_by_name"])
    record(
        AttestationReviewed(
            attestation.id,
            attestation.party_id,
            attestation.item_key,
            _title_in_force(actor, attestation.item_key),
            str(attestation.review),
            attestation.review_reason,
        ),
        actor=actor,
        subjects=[("attestation", attestation.id), ("party", attestation.party_id)],
        audience=[attestation.party_id],
        at=at,
    )
    return attestation


@command("attestation.note_lapses")
def remind_of_lapses(actor: Actor) -> int:
    """Remind of each attestation once, thirty days before it lapses; the worker does it every hour.

    Refuses: nothing. Records: AttestationLapsing. Clause: baseline.
    """
    at, reminded = clock.now(), 0
    for attestation_id in queries.lapsing_unnoted(actor, at):
        attestation = _ticked_off(attestation_id, "lapsing_noted_at", at)
        if attestation is None:
            continue
        reminded += 1
        record(
            AttestationLapsing(
                attestation.id,
                attestation.party_id,
                attestation.item_key,
                _title_in_force(actor, attestation.item_key),
                attestation.valid_until,
            ),
            actor=actor,
            subjects=[("attestation", attestation.id), ("party", attestation.party_id)],
            audience=[attestation.party_id],
            at=at,
        )
    return reminded


@command("attestation.note_lapses")
def note_lapses(actor: Actor) -> int:
    """Record each attestation of the network that lapsed, once; the worker does it every hour.

    An item that a newer attestation carries on has not lapsed: it is only ticked off.
    Refuses: nothing. Records: AttestationLapsed. Clause: baseline.
    """
    at = clock.now()
    noted = 0
    for attestation_id in queries.lapsed_unnoted(actor, at):
        attestation = _ticked_off(attestation_id, "lapse_noted_at", at)
        if attestation is None:
            continue
        noted += 1
        record(
            AttestationLapsed(
                attestation.id,
                attestation.party_id,
                attestation.item_key,
                _title_in_force(actor, attestation.item_key),
                attestation.valid_until,
            ),
            actor=actor,
            subjects=[("attestation", attestation.id), ("party", attestation.party_id)],
            audience=[attestation.party_id],
            at=at,
        )
    return noted


def _ticked_off(attestation_id: UUID, mark: str, at: datetime) -> Attestation | None:
    """The attestation, marked once; None where it was marked or withdrawn before, or goes on."""
    rows = Attestation.objects.select_for_update().filter(
        id=attestation_id, withdrawn_at__isnull=True, **{f"{mark}__isnull": True}
    )
    attestation = rows.first()
    if attestation is None:
        return None
    setattr(attestation, mark, at)
    attestation.save(update_fields=[mark])
    return None if _is_carried_on(attestation) else attestation


def _is_carried_on(attestation: Attestation) -> bool:
    return Attestation.objects.filter(
        network_id=attestation.network_id,
        party_id=attestation.party_id,
        item_key=attestation.item_key,
        withdrawn_at__isnull=True,
        valid_until__gt=attestation.valid_until,
    ).exists()


def _own_party(actor: Actor, party_id: UUID | None) -> UUID:
    """Only the party itself can give its word; Muster's own loaders name the party."""
    own_id = party_id or actor.party_id
    if own_id is None or (not actor.is_system and own_id != actor.party_id):
        raise Refused(Refusal("attestation.other_party", "baseline"))
    return own_id


def _terms_in_force(actor: Actor) -> Terms:
    version = queries.version_in_force(actor)
    if version is None:
        raise Refused(Refusal("agreement.none_in_force", "baseline"))
    return queries.terms_of(version)


def _item(terms: Terms, item_key: str) -> BaselineItem | None:
    return next((item for item in terms.baseline.items if item.id == item_key), None)


def _title(item: BaselineItem | None, item_key: str) -> str:
    return item.title if item else item_key.replace("_", " ")


def _title_in_force(actor: Actor, item_key: str) -> str:
    version = queries.version_in_force(actor)
    item = _item(queries.terms_of(version), item_key) if version else None
    return _title(item, item_key)


@command("record.dispose")
def dispose_attestations(actor: Actor, *, attestation_ids: Collection[UUID]) -> int:
    """Take statements, names and evidence out of attestations; item, party and days stay.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    rows = Attestation.objects.filter(network_id=actor.network_id, id__in=attestation_ids)
    refuse_held_rows(actor.network_id, rows, "id", "party_id")
    proved = rows.filter(evidence_file_id__isnull=False)
    dispose_files(actor, file_ids=list(proved.values_list("evidence_file_id", flat=True)))
    return rows.update(statement=DISPOSED, attested_by_name="", withdrawn_reason="")
