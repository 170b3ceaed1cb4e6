"""What a carrier brings in, once its signature was found good."""

from __future__ import annotations

from dataclasses import dataclass


class NotFromCarrier(Exception):
    """The signature is missing, wrong or too old. The reason is for the journal alone."""


@dataclass(frozen=True)
class Arrival:
    """An answer of somebody (`text` and `sender`), or the carrier's word on a message (`status`)."""

    carrier: str
    carrier_id: str
    channel: str
    sender: str = ""
    text: str = ""
    status: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Pressed:
    """A key that was pressed on a call; `call` is the carrier's own id of the call."""

    call: str
    digit: str
