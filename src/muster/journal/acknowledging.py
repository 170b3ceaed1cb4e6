"""Putting on record that somebody sent on what looked like a secret, having been warned."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from muster.journal.events import SecretAcknowledged
from muster.journal.record import record
from muster.rules.actor import Actor


def note_acknowledged(actor: Actor, where: str, found: Mapping[str, str]) -> None:
    """Record it once for a submission; nothing where nothing was found. `found` maps fields to kinds."""
    if not found:
        return
    kinds = ", ".join(dict.fromkeys(found.values()))
    with transaction.atomic():
        record(
            SecretAcknowledged(where[:200], ", ".join(found), kinds),
            actor=actor,
            subjects=[("person", actor.person_id)] if actor.person_id else [],
            audience=[actor.party_id] if actor.party_id else [],
        )
