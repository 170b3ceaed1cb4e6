"""Who a personal token is: looked up by digest, checked against the roles held at this moment."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from muster.journal import clock
from muster.journal.kept import kept
from muster.members import digests
from muster.members.commands.tokens import PREFIX
from muster.members.models import ApiToken
from muster.members.posts import actor_at, posts_of
from muster.rules.actor import Actor

NOTED_EVERY = timedelta(minutes=1)


@kept
def _live_token(*, digest: str) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(digest=digest, revoked_at__isnull=True).select_related("person")


def actor_for_token(raw: str, address: str) -> Actor | None:
    """The actor behind a token; None when it is unknown, over, revoked or its post is gone.

    The secret has 256 random bits and only its digest is compared, by an index: how long that
    takes tells nothing about the secret.
    """
    if not raw.startswith(PREFIX):
        return None
    token = _live_token.first(digest=digests.digest(raw))
    at = clock.now()
    if token is None or token.expires_at <= at or not token.person.is_active:
        return None
    post = next(
        (
            post
            for post in posts_of(token.person)
            if (post.network_id, post.party_id) == (token.network_id, token.party_id)
        ),
        None,
    )
    if post is None:
        return None
    if token.last_used_at is None or at - token.last_used_at >= NOTED_EVERY:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - NOTED_EVERY)
        ApiToken.objects.filter(unnoted, id=token.id).update(last_used_at=at)
    return actor_at(
        token.person,
        post,
        via="api-token",
        scopes=frozenset(token.scopes),
        stepped_up=token.carries_authority,
        address=address,
    )
