"""A message gateway of the installation's choice: JSON by POST, to the one configured address.

`Idempotency-Key` lets the gateway drop a second copy. Redirects are not followed and no proxy of
the surroundings is used: nothing is ever posted to another address than the configured one.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "gateway"
LABEL = "Text message"
TIMEOUT_SECONDS = 10
AGAIN = frozenset({408, 425, 429, 503})


def is_open() -> bool:
    return bool(settings.MUSTER_HTTP_GATEWAY)


def deliver(parcel: Parcel) -> Delivery:
    if not is_open():
        return Delivery.of(Outcome.REFUSED, "no gateway is configured")
    request = urllib.request.Request(
        settings.MUSTER_HTTP_GATEWAY, data=_body(parcel), headers=_headers(parcel), method="POST"
    )
    try:
        with _opener().open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Delivery.of(Outcome.SENT, f"the gateway answered {answer.status}")
    except urllib.error.HTTPError as error:
        with error:
            return Delivery.of(_by_status(error.code), f"the gateway answered {error.code}")
    except urllib.error.URLError as error:
        refused = isinstance(error.reason, ConnectionRefusedError)
        return Delivery.of(Outcome.FAILED if refused else Outcome.UNKNOWN, error.reason)
    except (OSError, http.client.HTTPException) as error:
        return Delivery.of(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")


def _body(parcel: Parcel) -> bytes:
    return json.dumps(
        {
            "id": str(parcel.id),
            "to": parcel.address,
            "subject": parcel.subject,
            "text": parcel.body,
            "urgent": parcel.is_urgent,
            "exercise": parcel.is_exercise,
            "created_at": parcel.created_at.isoformat(),
        }
    ).encode()


def _headers(parcel: Parcel) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.idempotency_key,
        "User-Agent": f"Muster/{settings.MUSTER_VERSION}",
    }
    if parcel.may_be_duplicate:
        headers["X-Muster-Duplicate"] = "possible"
    if settings.MUSTER_HTTP_GATEWAY_TOKEN:
        headers["Authorization"] = f"Bearer {settings.MUSTER_HTTP_GATEWAY_TOKEN}"
    return headers


def _by_status(status: int) -> Outcome:
    if status in AGAIN:
        return Outcome.FAILED
    return Outcome.UNKNOWN if status >= 500 else Outcome.REFUSED


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
