"""Web Push (RFC 8030) to a browser that its owner subscribed; nobody else can read what is pushed.

The `Topic` lets the push service drop an earlier copy that still waits, the notification's tag lets
the browser show the second copy in the place of the first.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.conf import settings

from muster.journal import clock
from muster.messaging import posting, push_secrets
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "push"
LABEL = "Push to a browser"
GONE = frozenset({404, 410})
USUAL_LIFE_SECONDS = 24 * 3600


def is_open() -> bool:
    return True


def deliver(parcel: Parcel) -> Delivery:
    try:
        subscription = json.loads(parcel.address)
        body = push_secrets.encrypt(
            content_of(parcel), subscription["p256dh"], subscription["auth"]
        )
        endpoint = subscription["endpoint"]
        headers = _headers(parcel, endpoint)
        answer = posting.post(endpoint, body, headers, guarded=True)
    except (ValueError, KeyError, TypeError):
        return Delivery.of(Outcome.REFUSED, "this is not a push subscription")
    except posting.NotAllowed as error:
        return Delivery.of(Outcome.REFUSED, error)
    except posting.NotReached as error:
        return Delivery.of(Outcome.FAILED, error)
    except posting.NoAnswer as error:
        return Delivery.of(Outcome.UNKNOWN, error)
    detail = f"the push service answered {answer.status}"
    is_gone = answer.status in GONE
    return Delivery.of(Outcome.REFUSED if is_gone else answer.outcome, detail, is_gone=is_gone)


def content_of(parcel: Parcel) -> bytes:
    """What the browser shows, cut to what fits into one record."""
    exercise = "EXERCISE: " if parcel.is_exercise and "EXERCISE" not in parcel.words else ""
    shown = {
        "id": str(parcel.id),
        "body": exercise + parcel.words,
        "url": parcel.answer_url or f"{settings.MUSTER_BASE_URL}/",
        "urgent": parcel.is_urgent,
        "again": parcel.may_be_duplicate,
    }
    while len(content := json.dumps(shown).encode()) > push_secrets.MOST_BYTES:
        shown["body"] = str(shown["body"])[: len(str(shown["body"])) // 2]
    return content


def _headers(parcel: Parcel, endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    life = USUAL_LIFE_SECONDS
    if parcel.expires_at is not None:
        life = max(0, min(life, int((parcel.expires_at - clock.now()).total_seconds())))
    return {
        "Authorization": push_secrets.authorization(f"{parts.scheme}://{parts.netloc}"),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(life),
        "Urgency": "high" if parcel.is_urgent else "normal",
        "Topic": push_secrets.encode(parcel.id.bytes),
        "User-Agent": f"Muster/{settings.MUSTER_VERSION}",
    }
