"""A request as a short text that a phone signed without a network, small enough for a QR code.

    M1.<payload>.<signature>

Both parts are base64url. The payload is a JSON array in the order of `PaperRequest`; the signature
is the phone's, by the key that only its owner's PIN opens, over a fixed word and the payload. The
text may stand behind the `#` of an address, as in the code that any camera opens.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid.forms.asking import KINDS
from muster.offline import sealing
from muster.web.text import plain_line, plain_lines

MARK = "M1"
SIGNED_AS = "muster-paper-request"
LONGEST_TEXT = 4000
LONGEST_PHONE, LONGEST_NOTE = 20, 1000
MOST_PACKAGES, MOST_ASKED = 20, 100_000
MOST_AGE, MOST_AHEAD = timedelta(hours=48), timedelta(hours=1)
"""A code is for the night on which it was made; a phone's clock may be a little fast."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


class Unreadable(ValueError):
    """No text of such a code, or a part of one."""


@dataclass(frozen=True)
class PaperRequest:
    """What a phone wrote down and signed; nothing of it is believed before the signature is."""

    device_id: UUID
    aid_request_id: UUID
    signed_at: datetime
    network_id: UUID
    party_id: UUID
    kind: str
    work_packages: tuple[tuple[UUID, int], ...]
    reporting_phone: str
    note: str
    own_means_used: bool
    payload: str
    signature: str

    @property
    def kind_label(self) -> str:
        return dict(KINDS)[self.kind]

    def is_signed_by(self, public_key: str) -> bool:
        """Whether the key's owner signed exactly this."""
        return sealing.is_signed(public_key, f"{SIGNED_AS}\n{self.payload}", self.signature)

    def is_in_time(self, at: datetime) -> bool:
        """Whether it was signed lately enough, and not ahead of all clocks."""
        return at - MOST_AGE < self.signed_at < at + MOST_AHEAD


def read_text(text: str) -> PaperRequest:
    """What the text says. Raises `Unreadable`."""
    parts = "".join(text[:LONGEST_TEXT].split()).rpartition("#")[2].split(".")
    if len(parts) != 3 or parts[0] != MARK:
        raise Unreadable("not such a text")
    try:
        return _from(json.loads(sealing.decoded(parts[1])), parts[1], parts[2])
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable("not such a text") from error


def _from(said: Any, payload: str, signature: str) -> PaperRequest:
    device, made, at, network, party, kind, packages, phone, note, own_means = said
    if kind not in dict(KINDS) or not 0 < at < LATEST or len(packages) > MOST_PACKAGES:
        raise Unreadable("out of bounds")
    return PaperRequest(
        device_id=_id(device),
        aid_request_id=_id(made),
        signed_at=datetime.fromtimestamp(at, UTC),
        network_id=_id(network),
        party_id=_id(party),
        kind=kind,
        work_packages=tuple((_id(package), _count(count)) for package, count in packages),
        reporting_phone=plain_line(phone)[:LONGEST_PHONE],
        note=plain_lines(note)[:LONGEST_NOTE],
        own_means_used=own_means == 1,
        payload=payload,
        signature=signature,
    )


def _id(text: str) -> UUID:
    return UUID(bytes=sealing.decoded(text))


def _count(number: Any) -> int:
    if type(number) is not int or not 0 < number <= MOST_ASKED:
        raise Unreadable("not a number of things")
    return number
