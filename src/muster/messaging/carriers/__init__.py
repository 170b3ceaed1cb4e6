"""The companies and machines that carry texts and calls: one module each, the same face.

A carrier has `NAME`, `can(kind)`, `deliver(kind, parcel)`, and reads what comes in by its webhook:
`read(request)` answers an `Arrival` or raises `NotFromCarrier`.
"""

from __future__ import annotations

from types import ModuleType

from muster.messaging.carriers import generic, twilio

CARRIERS: tuple[ModuleType, ...] = (twilio, generic)


def carrier_for(kind: str) -> ModuleType | None:
    """The configured carrier of `text` or `voice`; a named provider before the generic gateway."""
    return next((each for each in CARRIERS if each.can(kind)), None)
