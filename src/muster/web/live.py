"""What live pages may follow, and who may: upper apps register topics, `config` says who reads.

A topic is a fragment of HTML that many readers see alike. It is rendered once per change and
audience, then pushed to every stream of that audience.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from muster.rules.actor import Actor


@dataclass(frozen=True)
class Topic:
    """A fragment that is pushed.

    `audience(actor)` names the group of readers that sees the same fragment, None for no access;
    `render(audience)` answers the HTML; `concerns(kind)` says whether a kind of fact may change it.
    """

    name: str
    audience: Callable[[Actor], Hashable | None]
    render: Callable[[Any], str]
    concerns: Callable[[str], bool]


@dataclass(frozen=True)
class Reader:
    """Who holds a stream: the actor, and the session that must live on."""

    actor: Actor
    session_key: str
    audiences: dict[str, Hashable] = field(default_factory=dict)


@dataclass(frozen=True)
class Readers:
    """How a session cookie becomes an actor, and which sessions have ended; both ask the database.

    `actor_of(session_key)` answers the actor in the post last taken, or None; `ended(pairs)` takes
    (session key, person id) and answers the session keys that are valid no more.
    """

    actor_of: Callable[[str], Actor | None]
    ended: Callable[[Iterable[tuple[str, Any]]], set[str]]


_topics: dict[str, Topic] = {}
_readers: list[Readers] = []


def register_topic(
    name: str,
    *,
    audience: Callable[[Actor], Hashable | None],
    render: Callable[[Any], str],
    concerns: Callable[[str], bool] = lambda kind: True,
) -> None:
    """Let pages follow a topic with `data-live-topic="name"`."""
    _topics[name] = Topic(name, audience, render, concerns)


def topics() -> dict[str, Topic]:
    return _topics


def register_readers(readers: Readers) -> None:
    """Say who reads; the last registration counts."""
    _readers[:] = [readers]


def reader_of(session_key: str, wanted_topics: Iterable[str]) -> Reader | None:
    """The reader behind a session, with the topics that this reader may follow. Asks the database."""
    if not _readers or not session_key:
        return None
    actor = _readers[0].actor_of(session_key)
    if actor is None:
        return None
    audiences: dict[str, Hashable] = {}
    for name in wanted_topics:
        topic = _topics.get(name)
        audience = topic.audience(actor) if topic else None
        if audience is not None:
            audiences[name] = audience
    return Reader(actor, session_key, audiences)


def ended_sessions(pairs: Iterable[tuple[str, Any]]) -> set[str]:
    """Those of the (session key, person id) pairs that may read no more. Asks the database."""
    return _readers[0].ended(pairs) if _readers else set()
