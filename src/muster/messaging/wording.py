"""Messaging's refusals and facts in sentences."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "delivery.not_stuck": (
            "This message is {state}. Only one that was given up, or whose outcome is unknown, "
            "can be sent again."
        ),
    }
)

register_fact_words(
    {
        "DeliveryDied": "A message by {channel} was given up after {attempts} attempts.",
        "DeliveryRetried": "Had a message by {channel} tried again.",
    }
)
