"""The ways out of the house: one module each, with `NAME`, `LABEL`, `is_open()` and `deliver(parcel)`.

`deliver` answers a `Delivery` and raises nothing that it can tell apart: `sent`; `failed` (certainly
not delivered, try again); `refused` (will never be); `unknown` (perhaps delivered).
"""

from __future__ import annotations

from types import ModuleType

from muster.messaging.channels import chat, email, push, text, voice
from muster.messaging.channels.parcel import Delivery, Parcel

__all__ = ["CHANNELS", "Delivery", "Parcel", "channel", "label_of"]

CHANNELS: tuple[ModuleType, ...] = (email, text, voice, push, chat)
_BY_NAME = {each.NAME: each for each in CHANNELS}


def channel(name: str) -> ModuleType | None:
    """The channel of a name, or None where this version has none such."""
    return _BY_NAME.get(name)


def label_of(name: str) -> str:
    known = channel(name)
    return known.LABEL if known else name
