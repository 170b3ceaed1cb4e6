"""Every address refuses a stranger, unless one reviewed list names it with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

# What anybody may open: why, and what it shows. Attempts to sign in are counted by the sign-in
# library's own limits; the rest is the same small page for everyone.
PUBLIC = {
    "healthz": "watched by machines; version and state, nothing of any agency",
    "": "the front door: what this is and where to sign in",
    "help/": "how Muster works; the same static page for everyone",
    "robots.txt": "tells crawlers to stay out",
    "favicon.ico": "the icon",
    "inbound/gateway/": "for the message gateway; only what it signed counts",
    "inbound/twilio/reply/": "for Twilio; only what it signed counts",
    "inbound/twilio/status/": "for Twilio; only what it signed counts",
    "manifest.webmanifest": "name and icon for a phone's home screen",
    "worker.js": "the service worker; the same for everyone, nothing of any agency",
    "offline/": "the page that works without a network; the same for everyone, filled by the browser",
    "api/v1/devices/<device_id>/contact": "a lost phone must hear that it was lost; proved by its own key",
    "api/v1/openapi.json": "the shape of the API, the same for every installation",
    "account/login/": "signs in; rate-limited",
    "account/logout/": "leads a stranger home",
    "account/signup/": "says that accounts come by invitation",
    "account/inactive/": "says that an account is switched off",
    "account/confirm-email/": "says that a mail was sent, never whether the address is known",
    "account/^confirm-email/(?P<key>[-:\\w]+)/$": "follows a link out of a mail; unknown keys lead nowhere",
    "account/password/reset/": "rate-limited; answers the same for known and unknown addresses",
    "account/password/reset/done/": "the same page for everyone",
    "account/password/reset/key/done/": "the same page for everyone",
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "unknown keys lead nowhere",
    "join/<str:token>/": "what an invitation gives, to whoever holds its link; posts are counted",
    "recover/<str:token>/": "asks for the spoken code; names nobody; posts are counted",
    "break-glass/": "takes a one-time code or a passkey; wrong codes are counted and alarm",
    "break-glass/phone/": "sends a code to a registered number; the same answer for everyone; counted",
    "break-glass/next/": "leads a stranger to the page that takes a code",
    "api/v1/break-glass/phone-code": "as the page; the same answer for everyone; counted",
    "api/v1/invitations/accept": "as the page: needs the link's secret; counted",
    "api/v1/recoveries/use": "as the page: needs the link's secret and the code; counted",
    "a/<str:token>/": "the question that somebody was sent, as far as its label allows; answers once",
    "a/<str:token>/seen/": "notes that a browser shows the question; unknown links lead nowhere",
    "a/<str:token>/keys/<int:attempt>/<slug:carrier>/": "for the carrier of a call; only what it signed counts",
    "api/v1/answer-links/use": "as the page: needs the link's secret; guesses are counted",
    "calendar/<str:secret>.ics": "a calendar for whoever holds its link; unknown links lead nowhere",
    "account/2fa/webauthn/login/": "the challenge of a passkey; rate-limited",
    "account/3rdparty/login/cancelled/": "says that signing in elsewhere was cancelled",
    "account/3rdparty/login/error/": "says that signing in elsewhere failed",
    "account/social/login/cancelled/": "says that signing in elsewhere was cancelled",
    "account/social/login/error/": "says that signing in elsewhere failed",
}
FILLED = {"uuid": str(UUID(int=7)), "int": "7", "slug": "seven", "str": "seven", "path": "seven"}
LOGIN = "/account/login/"


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the product, as its pattern is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def example(route: str) -> str:
    """An address that the pattern matches, of a thing that does not exist."""
    if "^" in route:
        route = re.sub(r"\(\?P<\w+>[^)]*\)", "seven", route).replace("^", "").rstrip("$")
    parts = re.compile(r"<(?:(\w+):)?\w+>")
    return "/" + parts.sub(lambda found: FILLED.get(found[1] or "str", FILLED["uuid"]), route)


def refuses(status: int, location: str) -> bool:
    """Said no, led to the sign-in page, or only pointed to the address that says so."""
    return status in {301, 401, 403, 404, 405} or (status == 302 and location.startswith(LOGIN))


@pytest.mark.django_db
def test_a_stranger_is_refused_everywhere_else() -> None:
    client, open_doors = Client(), []
    for route in sorted({*routes()} - PUBLIC.keys()):
        for method in ("get", "post", "put", "patch", "delete"):
            answer = getattr(client, method)(example(route))
            if not refuses(answer.status_code, answer.headers.get("Location", "")):
                open_doors.append(f"{method} {route}: {answer.status_code}")
    assert not open_doors


@pytest.mark.django_db
def test_what_is_public_answers_and_never_breaks() -> None:
    client = Client()
    broken = {
        route: answer.status_code
        for route in PUBLIC
        for answer in (client.get(example(route)), client.post(example(route)))
        if answer.status_code >= 500 and route != "healthz"  # no worker runs here
    }
    assert not broken


def test_no_entry_of_the_reviewed_list_outlives_its_page() -> None:
    assert PUBLIC.keys() <= {*routes()}
