"""Who reads the record of the record."""

from __future__ import annotations

from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import Refusal, Refused

VIEW = "record.view"


def need(actor: Actor) -> None:
    """Coordinators and auditors read; for anybody else `permission.denied`."""
    if not is_permitted(actor, VIEW):
        raise Refused(Refusal("permission.denied", values={"permission": VIEW}))
