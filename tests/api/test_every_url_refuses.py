"""Every page of the resolver, opened by strangers, by every role, and from another network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.api.everybody import (
    FOREIGN,
    NO_WORKER,
    ROLES,
    UNINVOLVED,
    browser_for,
    faults,
    fill,
    ids_of,
    undone,
)
from tests.api.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PUBLIC = {
    "/": "says what this is and leads to sign-in",
    "/healthz": "asked by what watches the server",
    "/help/": "how to sign in and whom to call",
    "/robots.txt": "asked by crawlers, who are sent away",
    "/favicon.ico": "asked by browsers",
    "/manifest.webmanifest": "asked by browsers when the app is installed",
    "/worker.js": "the service worker, asked by browsers",
    "/offline/": "works without a network, so without a sign-in; the same for everyone",
    "/break-glass/": "whoever lost mail and sign-on has nothing but a printed code",
    "/break-glass/phone/": "the same",
    "/break-glass/next/": "leads there",
    "/join/<str:token>/": "whoever holds an invitation has no account yet",
    "/recover/<str:token>/": "whoever holds a recovery link cannot sign in",
    "/a/<str:token>/": "whoever was sent an answer link answers without signing in",
    "/a/<str:token>/seen/": "its page says that a browser shows it",
    "/a/<str:token>/keys/<int:attempt>/<slug:carrier>/": "a carrier posts keys; only its signature counts",
    "/inbound/gateway/": "a carrier posts here; only its signature counts",
    "/inbound/twilio/reply/": "the same",
    "/inbound/twilio/status/": "the same",
}
NOT_WALKED = (
    "/profile/sessions/end-others/",
    "/profile/sessions/<int:session_id>/end/",
    "/switch-post/",
)
"""About one's own sessions alone: the question whether to end one looks nothing up."""
SIGN_IN = "/account/"
"""Where one signs in; its own tests say what each of its pages does."""


def urls(patterns: Any = None, before: str = "/") -> Iterator[str]:
    from django.urls import get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from urls(pattern.url_patterns, path)
        elif not path.startswith("/api/"):
            yield path


def test_a_stranger_is_sent_to_sign_in_from_every_page(story: Story) -> None:
    ids, wrong, seen = ids_of(story), [], 0
    for path in urls():
        seen += 1
        url, _ = fill(path, ids)
        for method in ("get", "post"):
            client = Client(raise_request_exception=False)
            answer = undone(
                lambda client=client, method=method, url=url: getattr(client, method)(url)
            )
            to_sign_in = answer.headers.get("Location", "").startswith("/account/login/")
            refused = to_sign_in or answer.status in (403, 404, 405)
            is_public = path in PUBLIC or path.startswith(SIGN_IN)
            is_broken = answer.status >= 500 and path != NO_WORKER
            if is_broken or not (refused or is_public):
                wrong.append(f"{method} {path}: {answer.status}")
    assert seen > 150
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("account", [*ROLES, UNINVOLVED, FOREIGN])
def test_every_page_answers_a_role_as_it_may(story: Story, account: str) -> None:
    ids, wrong, client = ids_of(story), [], browser_for(story, account)
    for path in urls():
        if path.startswith((SIGN_IN, *NOT_WALKED)):
            continue
        url, names = fill(path, ids)
        for method in ("GET", "POST"):
            call = getattr(client, method.lower())
            answer = undone(lambda call=call, url=url: call(url))
            wrong += faults(method, path, names, account, answer)
    assert wrong == [], "\n".join(wrong)
