"""Signing: the exact document, an explicit consent, a second factor, and the network's seal."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.files.commands import store_file
from muster.joining import documents, queries
from muster.joining.commands.standing_here import (
    go_on,
    locked_joining,
    party_name,
    plain,
    require_open,
    side_of,
    subjects_of,
    today,
)
from muster.joining.events import AgreementSigned
from muster.joining.models import Accession, AgreementText, Signature
from muster.joining.sealing.inspection import Inspected, inspect
from muster.joining.sealing.network_key import certificates, network_key
from muster.joining.sealing.seal import sealed
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor, PartyRole
from muster.rules.joining import SECOND_FACTORS, Progress, refusals_for_step
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import JoiningKind, JoiningStep

STATEMENT = (
    "I have read this document. I sign it electronically for {party}, which I am authorized to "
    "bind, and I agree that this signature has the same effect as one made by hand."
)
METHODS = {
    "totp": "signed in, then confirmed with a code of an authenticator app",
    "webauthn": "signed in, then confirmed with a passkey",
    "recovery_codes": "signed in, then confirmed with a recovery code",
}


@command("joining.sign", step_up=True)
def sign_agreement(
    actor: Actor,
    *,
    joining_id: UUID,
    document_sha256: str,
    title: str,
    consents: bool,
    signature_id: UUID | None = None,
) -> Signature:
    """Sign for the own party: the document of that SHA-256, with consent and a second factor.

    The signed PDF is the document, a certificate page and the network's seal (PAdES).
    Refuses: `joining.not_yours`, `joining.wrong_state`, every reason of a step,
    `signature.by_hand_only`, `signature.no_consent`, `signature.other_document`, `signature.no_title`,
    `signature.second_factor`, `signature.signed_already`, `id.taken`.
    Records: AgreementSigned. Clause: joining.
    """
    if earlier := queries.known_signature(actor, joining_id, signature_id):
        return earlier
    accession = locked_joining(actor, joining_id)
    side = side_of(actor, accession, actor.party_id)
    require_open(accession)
    text = queries.get_text(actor, accession.version_id)
    progress = queries.progress_of(accession)[side]
    day = today(actor)
    refuse_if(
        [
            *refusals_for_step(progress, JoiningStep.SIGNATURE, day, day),
            *_refusals(actor, accession, side, text, document_sha256, title, consents),
        ]
    )
    signature = Signature(
        id=signature_id or new_id(),
        accession=accession,
        party_id=side,
        place=len(progress.signed_on) + 1,
        title=plain(title, 200),
        signer_name=actor.name[:200],
        person_id=actor.person_id,
        signed_on=day,
        recorded_at=clock.now(),
        method=actor.factor,
        statement=STATEMENT.format(party=party_name(accession, side)),
        document_sha256=text.sha256,
    )
    _seal(actor, accession, text, signature)
    signature.save(force_insert=True)
    return _tell(actor, accession, signature)


def _refusals(
    actor: Actor,
    accession: Accession,
    side: UUID,
    text: AgreementText,
    document_sha256: str,
    title: str,
    consents: bool,
) -> list[Refusal]:
    has_signed = accession.signatures.filter(party_id=side, person_id=actor.person_id).exists()
    checks = (
        (
            not queries.terms_of(accession).joining.electronic,
            "signature.by_hand_only",
            None,
        ),
        (not consents, "signature.no_consent", "consents"),
        (document_sha256.lower() != text.sha256, "signature.other_document", "document_sha256"),
        (not plain(title, 200), "signature.no_title", "title"),
        (actor.factor not in SECOND_FACTORS, "signature.second_factor", None),
        (has_signed, "signature.signed_already", None),
    )
    return [Refusal(code, "joining", field) for broken, code, field in checks if broken]


def _seal(actor: Actor, accession: Accession, text: AgreementText, signature: Signature) -> None:
    """Make the signed PDF, with everybody who has signed so far on its certificate page."""
    document = queries.text_content(actor, accession.version_id)
    if hashlib.sha256(document).hexdigest() != text.sha256:
        raise Refused(Refusal("signature.document_damaged", "joining"))
    network = accession.network
    page = documents.certificate_pdf(
        network=network,
        version=accession.version,
        text=text,
        party_name=party_name(accession),
        signatures=[
            _words(accession, each, ZoneInfo(network.time_zone))
            for each in [*accession.signatures.all(), signature]
        ],
    )
    key = network_key(network.id, network.name)
    content = sealed(document, page, key, reason=f"Signed for {party_name(accession)}")
    name = f"agreement {accession.version.label} signed {signature.place}.pdf"
    audience = queries.sides_of(accession)
    stored = store_file(actor, name=name, content=content, audience=audience)
    signature.file_id, signature.file_sha256 = stored.id, stored.sha256
    signature.certificate_sha256 = key.fingerprint


def _words(accession: Accession, signature: Signature, zone: ZoneInfo) -> dict[str, str]:
    """One signature as the certificate page says it."""
    when = documents.moment(signature.recorded_at, zone)
    if signature.is_made_elsewhere:
        when = f"{signature.signed_on.isoformat()}, recorded {when}"
    return {
        "name": signature.signer_name,
        "title": signature.title,
        "party": party_name(accession, signature.party_id),
        "when": when,
        "how": METHODS.get(signature.method, "signed elsewhere and uploaded"),
        "statement": signature.statement or "–",
    }


@command("joining.record", step_up=True)
def upload_signed(
    actor: Actor,
    *,
    joining_id: UUID,
    name: str,
    content: bytes,
    signer_name: str,
    title: str,
    signed_on: date,
    party_id: UUID | None = None,
    signature_id: UUID | None = None,
) -> Signature:
    """Keep a signed PDF that was made elsewhere; it is marked so, with the signatures that it holds.

    Refuses: `joining.not_yours`, `joining.wrong_state`, every reason of a step, `signature.no_name`,
    `signature.no_title`, `signature.none_inside`, `signature.not_as_is`, `pdf.not_pdf`, `pdf.encrypted`, `pdf.broken`,
    `pdf.too_many_pages`, `file.too_large`, `id.taken`. Records: AgreementSigned. Clause: joining.
    """
    if earlier := queries.known_signature(actor, joining_id, signature_id, is_made_elsewhere=True):
        return earlier
    accession = locked_joining(actor, joining_id)
    side = side_of(actor, accession, party_id)
    require_open(accession)
    text = queries.get_text(actor, accession.version_id)
    progress = queries.progress_of(accession)[side]
    found = inspect(content, certificates(accession.network_id))
    holds_document = content.startswith(queries.text_content(actor, accession.version_id))
    refuse_if(
        _refusals_for_upload(
            actor, accession, progress, found, holds_document, (signer_name, title), signed_on
        )
    )
    audience = queries.sides_of(accession)
    stored = store_file(actor, name=name, content=content, audience=audience)
    held = found.signatures if isinstance(found, Inspected) else ()
    signature = Signature.objects.create(
        id=signature_id or new_id(),
        accession=accession,
        party_id=side,
        place=len(progress.signed_on) + 1,
        title=plain(title, 200),
        signer_name=plain(signer_name, 200),
        signed_on=signed_on,
        recorded_at=clock.now(),
        is_made_elsewhere=True,
        document_sha256=text.sha256,
        file_id=stored.id,
        file_sha256=stored.sha256,
        findings={
            "holds_document": holds_document,
            "signatures": [each.as_dict() for each in held],
            "uploaded_by": actor.name[:200],
        },
    )
    return _tell(actor, accession, signature)


def _may_vouch(actor: Actor) -> bool:
    """Whether the actor's word stands for a paper that no electronic signature proves: the party's
    representative binds it anyway, and the coordinator has seen the paper."""
    return (
        actor.is_system or actor.is_coordinator or actor.holds(PartyRole.AUTHORIZED_REPRESENTATIVE)
    )


def _refusals_for_upload(
    actor: Actor,
    accession: Accession,
    progress: Progress,
    found: Inspected | Refusal,
    holds_document: bool,
    who: tuple[str, str],
    signed_on: date,
) -> list[Refusal]:
    is_as_is = queries.terms_of(accession).joining.kind is JoiningKind.SIGN_AS_IS
    reasons = refusals_for_step(progress, JoiningStep.SIGNATURE, signed_on, today(actor))
    if isinstance(found, Refusal):
        reasons.append(found)
    elif not found.signatures and not _may_vouch(actor):
        reasons.append(Refusal("signature.none_inside", "joining", "file"))
    elif is_as_is and not holds_document:
        reasons.append(Refusal("signature.not_as_is", "joining", "file"))
    said = zip(
        who, (("signature.no_name", "signer_name"), ("signature.no_title", "title")), strict=True
    )
    return reasons + [
        Refusal(code, "joining", field) for value, (code, field) in said if not plain(value, 1)
    ]


def _tell(actor: Actor, accession: Accession, signature: Signature) -> Any:
    follows = queries.next_words(accession)
    record(
        AgreementSigned(
            accession.id,
            signature.party_id,
            party_name(accession, signature.party_id),
            signature.signer_name,
            signature.title,
            signature.signed_on,
            signature.document_sha256,
            signature.file_sha256,
            signature.is_made_elsewhere,
            follows.value if follows else "",
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )
    go_on(actor, accession)
    return signature
