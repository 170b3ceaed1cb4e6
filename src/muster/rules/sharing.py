"""How far a thing may travel: sharing labels, who may read under them, what a message may say.

The labels are those of the Traffic Light Protocol, version 2.0 (FIRST, August 2022,
https://www.first.org/tlp/): RED for the individual recipients, AMBER+STRICT for the organization,
AMBER for the organization and its clients, GREEN for the community, CLEAR for everybody. The
protocol lets the members of a sharing organization be one organization: here that is the network.
A label says how far a thing is shared; it does not decide what a public-records law releases.

Default deny: an unknown label counts as the narrowest, an unknown channel as the most open to
strangers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class SharingLabel(StrEnum):
    """From the narrowest to the widest."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"


WIDTHS = {label: width for width, label in enumerate(SharingLabel)}


class Channel(StrEnum):
    """What leaves the house and is read on somebody else's machine."""

    EMAIL = "email"
    TEXT = "text"
    VOICE = "voice"
    PUSH = "push"
    CHAT = "chat"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class Said:
    """What a message may name. The link, which asks for sign-in, may always stand in it."""

    title: bool
    reference: bool

    def words(self, *, network: str, title: str, reference: str = "") -> str:
        """One sentence without the link: the title where it may be said, else only who calls."""
        if self.title:
            return title
        about = f" ({reference})" if self.reference and reference else ""
        return f"A request in {network} needs your answer{about}"


EVERYTHING = Said(title=True, reference=True)
REFERENCE = Said(title=False, reference=True)
NOTHING = Said(title=False, reference=False)


def label_of(value: str | None) -> SharingLabel:
    """The label that a stored word means; the narrowest for none and for one not in the protocol."""
    try:
        return SharingLabel(value or "")
    except ValueError:
        return SharingLabel.RED


def may_be_said(label: str | None, channel: str) -> Said:
    """What a message about a thing under `label` may name on `channel`.

    Under GREEN and CLEAR the title. Under AMBER and AMBER+STRICT a mail may carry the reference, a
    number that means nothing elsewhere, so that mails of one thing stand together; all that shows
    on a locked screen or in a chat, and everything under RED, says no more than which network asks.
    """
    known = label_of(label)
    if WIDTHS[known] >= WIDTHS[SharingLabel.GREEN]:
        return EVERYTHING
    if known is not SharingLabel.RED and channel == Channel.EMAIL:
        return REFERENCE
    return NOTHING


def is_wider(label: str | None, bound: str | None) -> bool:
    """Whether `label` would let a thing travel further than `bound` does."""
    return WIDTHS[label_of(label)] > WIDTHS[label_of(bound)]


def narrowest(labels: Iterable[str | None]) -> SharingLabel:
    """The label of a thing made of several: that of its most restricted part; CLEAR for nothing."""
    found = [label_of(label) for label in labels]
    return min(found, key=WIDTHS.__getitem__, default=SharingLabel.CLEAR)


def not_wider_than(bound: str | None) -> tuple[SharingLabel, ...]:
    """The labels that a part of a thing under `bound` may carry, the widest first."""
    return tuple(label for label in reversed(SharingLabel) if not is_wider(label, bound))
