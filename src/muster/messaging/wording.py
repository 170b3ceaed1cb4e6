"""Messaging's refusals and facts in sentences."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "delivery.not_stuck": (
            "This message is {state}. Only one that was given up, is held at a standby, or whose "
            "outcome is unknown, can be sent again."
        ),
        "delivery.none_held": "Nothing is held any more. What was sent stands under Deliveries.",
        "contact_point.channel_closed": (
            "This installation cannot reach anybody that way. Choose another, or ask its operator."
        ),
        "contact_point.address_unusable": (
            "This cannot be used. A number looks like 801-555-0101 or +44 20 7946 0018, a mailbox "
            "like name@example.org, a chat like slack://… as its service gives it."
        ),
        "contact_point.too_many": "You have listed {most} ways. Take one out first.",
        "contact_point.listed_already": "This is on your list already.",
        "contact_point.verified_already": "You have proved already that you are reached there.",
        "contact_point.code_too_soon": (
            "A code was sent less than a minute ago. Wait a little, then ask for another."
        ),
        "contact_point.code_over": (
            "This code has run out, or was typed wrong five times. Ask for another."
        ),
        "quiet_hours.incomplete": "Give both times, or neither for no quiet hours.",
    }
)

register_fact_words(
    {
        "ContactPointAdded": "Listed a way to be reached: {channel}.",
        "ContactPointVerified": "Proved to be reached by {channel}.",
        "ContactPointRemoved": "Took a way to be reached out of the list: {channel}.",
        "ReplyReceived": "Answered by {channel}.",
        "ReplyRefused": "An answer by way of {carrier} did not count: {reason}.",
        "ManyRepliesRefused": "{count} answers were refused within an hour, the last: {reason}.",
        "QuietHoursSet": "Changed the own quiet hours.",
        "DeliveryDied": "A message by {channel} was given up after {attempts} attempts.",
        "HeldDeliveriesSent": "Had {count} messages sent that the standby held.",
        "DeliveryRetried": "Had a message by {channel} tried again.",
    }
)
