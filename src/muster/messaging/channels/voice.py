"""Calls that read a sentence aloud and, where the carrier gathers keys, take one as the answer."""

from __future__ import annotations

from muster.messaging.carriers import carrier_for
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "voice"
LABEL = "Call"
KEYS_END = "/keys/"
"""How the `answer_url` of a letter ends that is answered by keys."""
MENU = "Press 1: we come. Press 2: we cannot. Press 9: hear it again."
LOOK = "Please look at your messages, or open Muster."


def is_open() -> bool:
    return carrier_for(NAME) is not None


def deliver(parcel: Parcel) -> Delivery:
    carrier = carrier_for(NAME)
    if carrier is None:
        return Delivery.of(Outcome.REFUSED, "no carrier of calls is configured")
    has_keys = bool(parcel.keys_url) and carrier.gathers_keys()
    keys_url = f"{parcel.keys_url}{carrier.NAME}/" if has_keys else ""
    said = words(parcel.words, is_exercise=parcel.is_exercise, ending=MENU if has_keys else LOOK)
    delivery: Delivery = carrier.deliver(NAME, parcel, said, keys_url)
    return delivery


def words(short: str, *, is_exercise: bool, ending: str) -> str:
    """The short form without links, which nobody can listen to."""
    exercise = "Exercise, exercise, exercise. " if is_exercise else ""
    return f"{exercise}This is Muster. {short}. {ending}"
