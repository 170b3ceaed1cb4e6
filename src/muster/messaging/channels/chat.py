"""Chat services through apprise: the few whose host is fixed or named by the installation.

A person gives the address, so it may lead nowhere but to the service itself: no private network,
no redirect, no unchecked certificate. The library says only whether a message went; where it did
not, nobody can tell whether it arrived.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from django.conf import settings

from muster.messaging import posting
from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "chat"
LABEL = "Chat"
SERVICES = {
    "slack": "Slack",
    "workflows": "Microsoft Teams",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "signal": "Signal",
    "signals": "Signal",
}
OWN_HOSTS_ONLY = frozenset({"mmost", "mmosts", "rocket", "rockets", "signal", "signals"})
SIGNAL = re.compile(r"signals?://[^/?#@\\\s]+/\+\d{7,15}/\+\d{7,15}/?", re.IGNORECASE | re.ASCII)
"""The installation's own Signal gateway, the number that it writes from, the person's own number:
no password that a person would have to know, no group, no setting of the library's."""
TEAMS_HOSTS = (".logic.azure.com", ".powerplatform.com")
UNUSABLE = "this is not the address of a chat service that Muster knows"


def is_open() -> bool:
    return True


def deliver(parcel: Parcel) -> Delivery:
    if reason := why_unusable(parcel.address):
        return Delivery.of(Outcome.REFUSED, reason)
    import apprise

    service = _service(parcel.address)
    with apprise.LogCapture(level=logging.WARNING) as said:
        went = service.notify(body=words(parcel), title="")
        detail = said.getvalue()
    if went:
        return Delivery.of(Outcome.SENT)
    return Delivery.of(Outcome.UNKNOWN, detail.strip().splitlines()[-1] if detail.strip() else "")


def words(parcel: Parcel) -> str:
    pieces = ["Perhaps you have this already."] if parcel.may_be_duplicate else []
    if parcel.is_exercise and "EXERCISE" not in parcel.words:
        pieces.append("EXERCISE.")
    return " ".join([*pieces, parcel.words, parcel.answer_url]).strip()


def why_unusable(address: str) -> str:
    """Why nothing is sent to an address; empty where it may be."""
    scheme = address.partition("://")[0].lower()
    service = _service(address) if scheme in SERVICES else None
    if service is None:
        return UNUSABLE
    host = str(service.host or "").lower()
    if scheme in OWN_HOSTS_ONLY and not posting.is_own_host(host):
        return f"{host} is not among the chat servers that this installation knows"
    if SERVICES[scheme] == "Signal" and not SIGNAL.fullmatch(address):
        return "a Signal address is signals://gateway/+its number/+your number, and nothing more"
    if scheme == "workflows" and not host.endswith(TEAMS_HOSTS):
        return f"{host} is not a host of Microsoft Teams"
    return ""


def service_of(address: str) -> str:
    """The service's name, which is no secret."""
    return SERVICES.get(address.partition("://")[0].lower(), "chat")


def _service(address: str) -> Any:
    """The library's object for an address, kept from redirects and unchecked certificates."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="Muster", app_desc="Muster", app_url=settings.MUSTER_BASE_URL, http_redirects=False
    )
    service = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is None:
        return None
    service.verify_certificate, service.redirects = True, False
    service.socket_connect_timeout = service.socket_read_timeout = posting.TIMEOUT_SECONDS
    return service
