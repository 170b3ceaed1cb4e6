"""The companies and machines that carry texts and calls: one module each, the same face.

A carrier has `NAME`, `can(kind)`, `deliver(kind, parcel, text)`, and reads what comes in by its webhook:
`read(request)` answers an `Arrival` or raises `NotFromCarrier`. Where it `gathers_keys()` on calls,
`deliver` takes the address to post them to as well, `read_key(request)` answers a `Pressed`, and
`said_back(words, keys_url)` is what the call goes on with: a body and its type.
"""

from __future__ import annotations

from types import ModuleType

from muster.messaging.carriers import generic, twilio

CARRIERS: tuple[ModuleType, ...] = (twilio, generic)


def carrier_for(kind: str) -> ModuleType | None:
    """The configured carrier of `text` or `voice`; a named provider before the generic gateway."""
    return next((each for each in CARRIERS if each.can(kind)), None)


def carrier_named(name: str) -> ModuleType | None:
    """The carrier of a name, whether it is configured or not."""
    return next((each for each in CARRIERS if name == each.NAME), None)
