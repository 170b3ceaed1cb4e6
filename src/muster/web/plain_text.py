"""No NUL and no half of a surrogate pair gets past the front door of pages and API.

SQLite stores them, PostgreSQL fails on them; kept out here, no query below needs to think of them.
What API calls ask and send is refused by `muster.api.parsing`, which names the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from muster.journal.storable import is_storable, storable
from muster.web import errors

BROKEN_ADDRESS = (
    "The address holds a character that no text may have. Remove what follows the question mark, "
    "or start at home."
)


class PlainTextMiddleware:
    """Refuses such an address or cookie with 400; a form's text loses them and is judged then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if all(is_storable(text) for text in _addressed(request)):
            return self.get_response(request)
        return errors.answer(request, 400, words=BROKEN_ADDRESS, with_frame=False)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.method == "POST" and not errors.is_api(request):
            typed = request.POST
            if not all(is_storable(text) for text in _texts(typed)):
                request.POST = _without_unstorable(typed)  # type: ignore[assignment]


def _addressed(request: HttpRequest) -> Iterator[str]:
    yield request.path
    if not errors.is_api(request):
        yield from _texts(request.GET)
    yield from request.COOKIES.values()


def _texts(query: QueryDict) -> Iterator[str]:
    for name, values in query.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))


def _without_unstorable(typed: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in typed.lists():
        kept.setlist(storable(name), [storable(str(value)) for value in values])
    return kept
