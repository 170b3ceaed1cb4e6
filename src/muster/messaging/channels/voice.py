"""Calls that read a sentence aloud. They lead to no keypad: who is called answers on the phone's
screen, or by a text."""

from __future__ import annotations

from muster.messaging.carriers import carrier_for
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "voice"
LABEL = "Call"


def is_open() -> bool:
    return carrier_for(NAME) is not None


def deliver(parcel: Parcel) -> Delivery:
    carrier = carrier_for(NAME)
    if carrier is None:
        return Delivery.of(Outcome.REFUSED, "no carrier of calls is configured")
    delivery: Delivery = carrier.deliver(NAME, parcel, words(parcel))
    return delivery


def words(parcel: Parcel) -> str:
    """The short form without links, which nobody can listen to."""
    exercise = "Exercise, exercise, exercise. " if parcel.is_exercise else ""
    return (
        f"{exercise}This is Muster. {parcel.words}. Please look at your messages, or open Muster."
    )
