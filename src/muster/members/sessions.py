"""Who a browser is, with kept queries: the session and its person are looked up at every page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from muster.journal import clock
from muster.journal.kept import kept
from muster.members.models import Person


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _live_session.first(key=self.session_key or "", at=clock.now())
        if found is None:
            self._session_key = None
        return found


class PersonBackend(AuthenticationBackend):
    """The sign-in library's, which finds the person of a session; read anew at every request, so
    that a deactivation counts at once."""

    def get_user(self, user_id: Any) -> Person | None:
        found = _person.first(person_id=user_id)
        return found if found and self.user_can_authenticate(found) else None


@kept
def _live_session(*, key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


@kept
def _person(*, person_id: UUID) -> QuerySet[Person]:
    return Person.objects.filter(id=person_id)
