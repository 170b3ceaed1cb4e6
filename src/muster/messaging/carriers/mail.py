"""Replies by mail: one RFC 5322 message, as a mail server pipes it in.

The mail server is the carrier: it decides whom it believes. The sender's address alone proves
nothing here; the live code that was sent to that very mailbox does.
"""

from __future__ import annotations

import hashlib
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from html import unescape

from muster.messaging.carriers.arrival import Arrival, NotFromCarrier

NAME = "mail"
MOST_BYTES = 1_000_000
MOST_READ = 4000
TAG = re.compile(r"<[^>]*>")


def read(content: bytes) -> Arrival:
    """What a message answers. Raises `NotFromCarrier` for what is no mail, or none of a person."""
    if len(content) > MOST_BYTES:
        raise NotFromCarrier("the message is too large for an answer")
    try:
        message = message_from_bytes(content, policy=policy.default)
        if not isinstance(message, EmailMessage):
            raise NotFromCarrier("this is not a mail")
        senders = getaddresses([str(each) for each in message.get_all("From", [])])
        subject = " ".join(str(message.get("Subject", "")).split())
        said = f"{subject}\n{_body(message)}".replace("\x00", "")
        identity = str(message.get("Message-ID", "")).strip()
        is_automatic = str(message.get("Auto-Submitted", "no")).lower() != "no"
    except (ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        raise NotFromCarrier("the message cannot be read") from error
    if len(senders) != 1 or "@" not in senders[0][1]:
        raise NotFromCarrier("the message has no one sender")
    if is_automatic:
        raise NotFromCarrier("a machine answered, not a person")
    return Arrival(
        carrier=NAME,
        carrier_id=identity[:200] or hashlib.sha256(content).hexdigest(),
        channel="email",
        sender=senders[0][1].lower()[:254],
        text=said[:MOST_READ],
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    return unescape(TAG.sub(" ", text)) if part.get_content_subtype() == "html" else text
