"""How sessions and tokens end: at once, wherever they are stored."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from muster.journal import clock
from muster.journal.ids import new_id
from muster.members.models import ApiToken, Person


def end_sessions(person: Person, *, keep: str = "") -> int:
    """Delete every session but the one kept, from the store as well; answers how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = UserSession.objects.filter(user_id=person.id).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    rows.delete()
    return len(keys)


def end_everything(person: Person) -> int:
    """End all sessions and tokens. The new stamp also ends sessions that were never listed."""
    ended = end_sessions(person)
    ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=clock.now())
    person.sessions_stamp = new_id()
    person.posts_stamp = new_id()
    person.save(update_fields=["sessions_stamp", "posts_stamp"])
    return ended
