"""A browser's session that a code opened: short, of one party, and narrow."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest

from muster.breakglass.commands import Entered
from muster.members.middleware import SESSION_KEY as POST_KEY

KEY = "break_glass"
LASTS_SECONDS = 4 * 3600
FRESH_SECONDS = 15 * 60


@dataclass(frozen=True)
class Mark:
    """What a session remembers of the code that opened it."""

    code_id: UUID
    network_id: UUID
    party_id: UUID
    way: str
    opened_at: float

    @property
    def is_over(self) -> bool:
        return not 0 <= time.time() - self.opened_at < LASTS_SECONDS

    @property
    def is_fresh(self) -> bool:
        """Whether the code was typed so lately that it proves presence."""
        return 0 <= time.time() - self.opened_at < FRESH_SECONDS


def open_session(request: HttpRequest, entered: Entered) -> None:
    """Sign the browser in, marked; whoever was signed in here before is signed out."""
    request.session.flush()
    person: Any = entered.person
    person.backend = settings.AUTHENTICATION_BACKENDS[0]
    record_authentication(request, person, "break_glass", way=entered.way)
    login(request, person, backend=person.backend)
    request.session[KEY] = {
        "code_id": str(entered.code_id),
        "network_id": str(entered.network_id),
        "party_id": str(entered.party_id),
        "way": entered.way,
        "opened_at": time.time(),
    }
    request.session[POST_KEY] = f"{entered.network_id}:{entered.party_id}"
    request.session.set_expiry(LASTS_SECONDS)


def mark_of(request: HttpRequest) -> Mark | None:
    """The mark of the request's session, or None for an ordinary one."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict):
        return None
    return Mark(
        UUID(kept["code_id"]),
        UUID(kept["network_id"]),
        UUID(kept["party_id"]),
        kept["way"],
        float(kept["opened_at"]),
    )


def keep_through_fence(request: HttpRequest) -> None:
    """Let this one session live on although all sessions of its person just ended."""
    person: Any = request.user
    person.refresh_from_db()
    update_session_auth_hash(request, person)
