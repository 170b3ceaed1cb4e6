"""Text messages, through whichever carrier is configured."""

from __future__ import annotations

from muster.messaging.carriers import carrier_for
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "text"
LABEL = "Text message"


def is_open() -> bool:
    return carrier_for(NAME) is not None


def deliver(parcel: Parcel) -> Delivery:
    carrier = carrier_for(NAME)
    if carrier is None:
        return Delivery.of(Outcome.REFUSED, "no carrier of text messages is configured")
    delivery: Delivery = carrier.deliver(NAME, parcel, words(parcel))
    return delivery


def words(parcel: Parcel) -> str:
    """The short form, how to answer by text, and the link."""
    pieces = [parcel.words]
    if parcel.is_exercise and "EXERCISE" not in parcel.words:
        pieces.insert(0, "EXERCISE.")
    if parcel.reply_code:
        pieces.append(f"Reply {parcel.reply_code} YES or {parcel.reply_code} NO.")
    if parcel.answer_url:
        pieces.append(parcel.answer_url)
    return " ".join(pieces)
