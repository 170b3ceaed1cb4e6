"""Who reads live pages: the session of the cookie, in the post that it last took."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from muster.journal import clock
from muster.members.middleware import place
from muster.rules.actor import Actor
from muster.web.live import Readers, register_readers

CHUNK = 500


def actor_of(session_key: str) -> Actor | None:
    """The actor that the pages of this session would have; None when it has ended."""
    engine: Any = import_module(settings.SESSION_ENGINE)
    request: Any = HttpRequest()
    request.session = engine.SessionStore(session_key)
    request.user = get_user(request)
    if not request.user.is_authenticated:
        return None
    request.actor = None
    place(request)
    return request.actor


def ended(pairs: Iterable[tuple[str, Any]]) -> set[str]:
    """Sessions that are gone or too old, or whose person was deactivated: two queries a chunk."""
    person_of = dict(pairs)
    keys = sorted(person_of)
    alive: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        living = Session.objects.filter(session_key__in=chunk, expire_date__gt=clock.now())
        people = get_user_model().objects.filter(
            id__in={person_of[key] for key in chunk}, is_active=True
        )
        active = set(people.values_list("id", flat=True))
        alive |= {
            key for key in living.values_list("session_key", flat=True) if person_of[key] in active
        }
    return set(keys) - alive


register_readers(Readers(actor_of, ended))
