"""A write that may be sent again: the same key gives the first result, and writes nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from muster.journal import clock
from muster.journal.models import Receipt
from muster.journal.record import to_plain
from muster.rules.refusal import Refusal, Refused


def digest_of(*parts: Any) -> str:
    """A digest of what was sent, to tell a repetition from another write under the same key."""
    text = json.dumps(to_plain(list(parts)), sort_keys=True, default=_plain_digest)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_digest(value: Any) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)


def once(owner: str, key: str | None, digest: str, run: Callable[[], Any]) -> tuple[Any, bool]:
    """Run `run` unless `owner` already did under `key`; answers (result, was it a repetition?).

    The result is plain JSON and is kept in the transaction of the write. Without a key it just
    runs. Refuses `idempotency.key_reused` when the key belongs to something else.
    """
    if not key:
        return run(), False
    try:
        with transaction.atomic():
            kept = Receipt.objects.select_for_update().filter(owner=owner, key=key).first()
            if kept is None:
                kept = Receipt.objects.create(owner=owner, key=key, digest=digest, at=clock.now())
                kept.result = run()
                kept.save(update_fields=["result"])
                return kept.result, False
    except IntegrityError:
        kept = Receipt.objects.filter(owner=owner, key=key).first()
        if kept is None:
            raise
    if kept.digest != digest:
        raise Refused(Refusal("idempotency.key_reused"))
    return kept.result, True
