"""What every template may use: the actor, the posts, the navigation, the counts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from muster.rules.actor import Actor
from muster.web import navigation
from muster.web.badges import Badges

ITEM = '<li><a class="m-nav__link" href="{}"{}>{}{}</a></li>'
CURRENT = SafeString(' aria-current="page"')
COUNT = ' <span class="m-count">{}<span class="usa-sr-only"> unread</span></span>'


class Frame:
    """The frame of one page; each part is asked for when the template shows it."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self.badges = Badges(self.actor)

    @cached_property
    def is_signed_in(self) -> bool:
        return self.actor is not None and self.actor.person_id is not None

    @cached_property
    def is_entrance(self) -> bool:
        """Whether the page is about signing in, where a link to the sign-in page says nothing."""
        return self.request.path.startswith("/account/")

    @property
    def coordinator_phone(self) -> str:
        """The number to call when nobody can sign in; empty where none was set."""
        return str(settings.MUSTER_COORDINATOR_PHONE)

    @property
    def standby(self) -> Any:
        """The mark of an installation that stands in for a lost host; None at a host."""
        return settings.MUSTER_STANDBY

    @property
    def standby_url(self) -> str:
        """The address at which a standby would answer; empty where none was set."""
        return str(settings.MUSTER_STANDBY_URL)

    @cached_property
    def posts(self) -> list[Any]:
        """What the person may act for: one party each, or a network office."""
        return list(getattr(self.request, "posts", None) or ())

    @cached_property
    def post(self) -> Any:
        """The post that the person acts in now."""
        return getattr(self.request, "post_held", None)

    @cached_property
    def network_name(self) -> str:
        return getattr(self.post, "network_name", "")

    @cached_property
    def is_sample(self) -> bool:
        """Whether the network's shares are made up; before sign-in, whether this is the demo."""
        if self.post is None:
            return bool(getattr(settings, "MUSTER_DEMO", False))
        return bool(self.post.is_sample)

    @cached_property
    def currency(self) -> str:
        return getattr(self.post, "currency", "USD")

    @cached_property
    def switch_url(self) -> str:
        return self.url_or_nothing("members:switch_post")

    @cached_property
    def main(self) -> SafeString:
        return self._list_items("main")

    @cached_property
    def more(self) -> SafeString:
        return self._list_items("more")

    @cached_property
    def actions(self) -> list[dict[str, Any]]:
        return self._links("action")

    @cached_property
    def account(self) -> list[dict[str, Any]]:
        return self._links("account")

    def _list_items(self, place: str) -> SafeString:
        """The links as list items; made here, since they stand twice on every page."""
        return format_html_join(
            "\n",
            ITEM,
            (
                (
                    link["url"],
                    CURRENT if link["is_current"] else "",
                    link["label"],
                    format_html(COUNT, link["count"]) if link["count"] else "",
                )
                for link in self._links(place)
            ),
        )

    def _links(self, place: str) -> list[dict[str, Any]]:
        path = self.request.path
        return [
            {
                "label": entry.label,
                "url": url,
                "is_current": path == url or (url != "/" and path.startswith(url)),
                "count": self.badges[entry.badge] if entry.badge else 0,
            }
            for entry, url in navigation.entries_for(self.actor, place)
        ]

    @staticmethod
    def url_or_nothing(name: str) -> str:
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    frame = getattr(request, "muster_frame", None)
    if frame is None or frame.actor is not getattr(request, "actor", None):
        frame = request.muster_frame = Frame(request)  # type: ignore[attr-defined]
    return {
        "frame": frame,
        "actor": frame.actor,
        "badges": frame.badges,
        "product_version": getattr(settings, "MUSTER_VERSION", ""),
    }
