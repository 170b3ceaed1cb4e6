"""The exact document of a version: uploaded by the coordinator, or made of the version's terms."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.files.commands import store_file
from muster.joining import documents, queries
from muster.joining.events import AgreementTextKept
from muster.joining.models import AgreementText
from muster.joining.sealing.inspection import inspect
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("agreement_text.attach")
def attach_text(actor: Actor, *, version_id: UUID, name: str, content: bytes) -> AgreementText:
    """Keep the signed-off text of a version as the PDF that parties will sign.

    Without it the document is made of the version's terms in plain words.
    Refuses: `agreement_text.signed`, `agreement_text.holds_signatures`, `pdf.not_pdf`,
    `pdf.encrypted`, `pdf.broken`, `pdf.too_many_pages`, `file.too_large`.
    Records: AgreementTextKept. Clause: joining.
    """
    version = agreements.get_version(actor, version_id, lock=True)
    if queries.signatures_on(version.id):
        raise Refused(Refusal("agreement_text.signed", "joining", "file"))
    found = inspect(content, [])
    if isinstance(found, Refusal):
        raise Refused(found)
    refuse_if(
        [Refusal("agreement_text.holds_signatures", "joining", "file")] if found.signatures else []
    )
    return _keep(actor, version, name, content, found.page_count, is_made=False)


def ensure_text(actor: Actor, version: Any) -> AgreementText:
    """The document of a version; made of its terms where none was uploaded."""
    known = queries.text_of(version.id)
    if known is not None:
        return known
    content = documents.agreement_pdf(version)
    found = inspect(content, [])
    if isinstance(found, Refusal):
        raise Refused(found)
    name = f"agreement {version.label}.pdf"
    return _keep(actor, version, name, content, found.page_count, is_made=True)


def _keep(
    actor: Actor, version: Any, name: str, content: bytes, page_count: int, *, is_made: bool
) -> AgreementText:
    stored = store_file(system_actor(actor.network_id), name=name, content=content)
    text, _ = AgreementText.objects.update_or_create(
        version_id=version.id,
        defaults={
            "network_id": actor.network_id,
            "file_id": stored.id,
            "sha256": hashlib.sha256(content).hexdigest(),
            "size_bytes": len(content),
            "page_count": page_count,
            "is_made_from_terms": is_made,
            "kept_at": clock.now(),
            "kept_by_name": actor.name[:200],
        },
    )
    record(
        AgreementTextKept(version.id, version.label, stored.id, text.sha256, is_made),
        actor=actor,
        subjects=[("agreement_version", version.id)],
        audience=EVERYONE,
    )
    return text
