"""Codes for one person: a phone's, or the ones that the word of two makes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from muster.breakglass import making
from muster.breakglass.models import Code, Purpose
from muster.journal import clock
from muster.journal.ids import new_id
from muster.rules import breakglass as rules


def new_personal_code(
    network_id: UUID, party_id: UUID, person: Any, way: str, lifetime: timedelta
) -> str:
    """A code for one person, in groups; those made before in the same way for that person end.

    A phone's code is asked for by anybody, and so must not end the one that two people vouched for.
    """
    at = clock.now()
    Code.objects.filter(
        person=person, way=way, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=at)
    plain = making.new_code(making.PERSONAL_SIGN)
    Code.objects.create(
        id=new_id(),
        network_id=network_id,
        party_id=party_id,
        person=person,
        purpose=Purpose.SIGN_IN,
        way=way,
        digest=making.digest(plain),
        made_at=at,
        expires_at=at + lifetime,
    )
    return rules.grouped(plain)
