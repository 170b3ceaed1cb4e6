"""Personal tokens for the API: bound to one post, shown once, always with an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import digests, queries
from muster.members.checks import Reasons
from muster.members.events import TokenCreated, TokenRevoked
from muster.members.models import ApiToken
from muster.rules.actor import Actor
from muster.rules.permissions import PERMISSIONS
from muster.rules.refusal import Refusal, Refused

PREFIX = "muster_"
LONGEST_DAYS = 365
MOST_TOKENS = 50


@dataclass(frozen=True)
class NewToken:
    """The token's row and, this one time, its secret."""

    token: ApiToken
    secret: str


@command("token.create", step_up=True)
def create_token(
    actor: Actor,
    *,
    name: str,
    scopes: Sequence[str],
    days: int = 90,
    carries_authority: bool = False,
    token_id: UUID | None = None,
) -> NewToken:
    """Make a token that acts from the present post with the given scopes until it ends.

    `carries_authority` lets it run what a person must confirm presence for. Refuses
    `token.not_by_token`, `token.scope_unknown`, `token.too_long`, `token.too_many`,
    `token.no_post`, `field.required`. Records TokenCreated.
    """
    person = queries.account(actor, lock=True)
    reasons = Reasons()
    name = reasons.line("name", name, 100, required=True)
    chosen = sorted(set(scopes))
    if not chosen:
        reasons.add("token.scope_missing", "scopes")
    unknown = [scope for scope in chosen if scope not in known_scopes()]
    if unknown:
        reasons.add("token.scope_unknown", "scopes", scopes=", ".join(unknown)[:200])
    if not 1 <= days <= LONGEST_DAYS:
        reasons.add("token.too_long", "days", limit=LONGEST_DAYS)
    if actor.network_id is None:
        reasons.refusals.append(Refusal("token.no_post"))
    if actor.via == "api-token" or actor.scopes is not None:
        reasons.refusals.append(Refusal("token.not_by_token"))
    if ApiToken.objects.filter(person=person, revoked_at__isnull=True).count() >= MOST_TOKENS:
        reasons.refusals.append(Refusal("token.too_many", values={"limit": MOST_TOKENS}))
    reasons.raise_any()
    secret = digests.new_secret(PREFIX)
    at = clock.now()
    known_id = {"id": token_id} if token_id else {}
    token = ApiToken.objects.create(
        person=person,
        network_id=actor.network_id,
        party_id=actor.party_id,
        name=name,
        digest=digests.digest(secret),
        hint=secret[-4:],
        scopes=chosen,
        carries_authority=carries_authority,
        created_at=at,
        expires_at=at + timedelta(days=days),
        **known_id,
    )
    record(
        TokenCreated(
            token.id, person.id, token.party_id, name, chosen, carries_authority, token.expires_at
        ),
        actor=actor,
        subjects=[("person", person.id)],
        audience=[actor.party_id] if actor.party_id else [],
    )
    return NewToken(token, secret)


def known_scopes() -> frozenset[str]:
    """`read` (nothing but reading), `*`, every noun (`offer`) and every permission (`offer.submit`)."""
    nouns = {permission.split(".")[0] for permission in PERMISSIONS}
    return frozenset({"*", "read", *nouns, *PERMISSIONS})


@command("token.revoke")
def revoke_token(actor: Actor, *, token_id: UUID) -> ApiToken:
    """Make one of one's own tokens worthless, at once.

    Refuses `token.revoked`. Records TokenRevoked.
    """
    token = queries.get_api_token(actor, token_id, lock=True)
    if token.revoked_at is not None:
        raise Refused(Refusal("token.revoked"))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record(
        TokenRevoked(token.id, token.person_id, token.party_id, token.name),
        actor=actor,
        subjects=[("person", token.person_id)],
        audience=[token.party_id] if token.party_id else [],
        network_id=token.network_id,
    )
    return token
