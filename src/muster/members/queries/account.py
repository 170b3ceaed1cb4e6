"""One's own account: sessions, factors, tokens. Never anybody else's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from muster.members.models import ApiToken, Person
from muster.members.queries.networks import get_network
from muster.rules.actor import Actor
from muster.rules.permissions import PERMISSIONS
from muster.rules.refusal import NotFound

LONGEST_LIST = 200


@dataclass(frozen=True)
class SessionRow:
    """Where somebody is signed in."""

    id: int
    session_key: str
    address: str
    browser: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Factor:
    """A second way to prove who one is."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


def account(actor: Actor, lock: bool = False) -> Person:
    """The acting person's own account."""
    rows = Person.objects.select_for_update() if lock else Person.objects
    person = rows.filter(id=actor.person_id).first() if actor.person_id else None
    if person is None:
        raise NotFound("account")
    return person


def zone_name_of(actor: Actor) -> str:
    """The zone that a person reads times in: their own, else that of the network acted in."""
    own = Person.objects.filter(id=actor.person_id).values_list("time_zone", flat=True).first()
    return own or get_network(actor).time_zone


def sessions(actor: Actor) -> list[SessionRow]:
    """The person's live sessions, the last seen first. Forgets those that ended by themselves."""
    person = account(actor)
    rows = UserSession.objects.purge_and_list(person)
    rows.sort(key=lambda row: row.last_seen_at, reverse=True)
    return [
        SessionRow(
            row.id, row.session_key, row.ip, row.user_agent, row.created_at, row.last_seen_at
        )
        for row in rows[:LONGEST_LIST]
    ]


def factors(actor: Actor) -> list[Factor]:
    """Authenticator app, passkeys and recovery codes of the person."""
    account(actor)
    return [
        Factor(row.id, row.type, _name(row), row.created_at, row.last_used_at)
        for row in Authenticator.objects.filter(user_id=actor.person_id).order_by("type", "id")
    ]


def _name(row: Authenticator) -> str:
    return str(row.data.get("name", "")) if row.type == Authenticator.Type.WEBAUTHN else ""


def factor_kinds(person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Which kinds of factor people have; for the access review."""
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for person_id, kind in Authenticator.objects.filter(user_id__in=list(person_ids)).values_list(
        "user_id", "type"
    ):
        kinds[person_id].add(kind)
    return {person_id: sorted(found) for person_id, found in kinds.items()}


def api_tokens(actor: Actor) -> list[ApiToken]:
    """The person's tokens that were not revoked, newest first; their secrets are not kept."""
    rows = ApiToken.objects.filter(person_id=account(actor).id, revoked_at__isnull=True)
    return list(
        rows.select_related("party", "network").order_by("-created_at", "id")[:LONGEST_LIST]
    )


def get_api_token(actor: Actor, token_id: UUID, lock: bool = False) -> ApiToken:
    """One of the person's own tokens."""
    rows = ApiToken.objects.select_for_update() if lock else ApiToken.objects.all()
    found = rows.filter(id=token_id, person_id=account(actor).id).first()
    if found is None:
        raise NotFound("token")
    return found


def token_scopes() -> list[tuple[str, str]]:
    """What a token may be bound to: nothing but reading, single nouns, everything."""
    nouns = sorted({permission.split(".")[0] for permission in PERMISSIONS})
    named = [(noun, noun.replace("_", " ").capitalize()) for noun in nouns]
    return [("read", "Nothing: it only reads"), ("*", "Everything that I may do"), *named]
