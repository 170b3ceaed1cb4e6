"""What happens around every page: the reader's zone, and refusals that no form caught."""

from __future__ import annotations

import hashlib
import zoneinfo
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from muster.rules.refusal import NotFound, Refused
from muster.web import errors, wording

BARE_STATUSES = frozenset({400, 403, 404, 405, 413, 429, 503})
ACTIVITY_SECONDS = 300
DENIALS = ("permission.", "step_up.")


class ActivityMiddleware(MiddlewareMixin):
    """Notes that a session is in use, once in five minutes and whenever its browser changes.

    The sign-in library's own middleware writes at every page view; on SQLite each such write
    queues with the others and waits for the disk.
    """

    def process_request(self, request: HttpRequest) -> None:
        key = request.session.session_key
        if not key or not request.user.is_authenticated:
            return
        place = (request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", ""))
        seen = hashlib.sha256("\n".join((key, *place)).encode()).hexdigest()
        if caches["process"].add(f"seen:{seen}", True, ACTIVITY_SECONDS):
            UserSession.objects.create_from_request(request)


class PageMiddleware(MiddlewareMixin):
    """Sits behind the middleware that sets `request.actor` and `request.post_held`."""

    get_response: Callable[[HttpRequest], HttpResponse]

    def process_request(self, request: HttpRequest) -> None:
        """Times are shown, and typed, in the person's zone, else in that of the network."""
        post = getattr(request, "post_held", None)
        name = getattr(request.user, "time_zone", "") or (post.time_zone if post else "")
        try:
            zone = zoneinfo.ZoneInfo(name) if name else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            zone = None
        timezone.activate(zone) if zone else timezone.deactivate()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return errors.answer(request, 404)
        if isinstance(exception, Refused):
            return refused_page(request, exception)
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            response = errors.answer(request, 503)
            response["Retry-After"] = "2"
            return response
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """An empty answer of the framework (405, 429, ...) gets its words; the zone is let go."""
        try:
            return self._with_words(request, response)
        finally:
            timezone.deactivate()

    def _with_words(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        bare = response.status_code in BARE_STATUSES and not getattr(response, "streaming", False)
        if not bare or len(response.content) > 0 or request.method == "HEAD":
            return response
        answer = errors.answer(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response:
                answer[name] = response[name]
        return answer


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A refusal that no form caught, as a page with its sentences."""
    denied = all(each.code.startswith(DENIALS) for each in refused.refusals)
    return errors.answer(
        request, 403 if denied else 409, sentences=wording.sentences(refused.refusals)
    )
