"""What a person asked is told, over each way, as far as the request's label lets it be said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from muster.callout.models import CallOut
from muster.members import digests
from muster.messaging.channels.voice import KEYS_END
from muster.messaging.channels.voice import NAME as VOICE
from muster.messaging.commands import Copy, Letter
from muster.rules import sharing
from muster.rules.callout import LINK_LIFE

ABOUT = "ask"
LINK_PATH = "/a/{token}/"
KEYS_PATH = f"/a/{{token}}{KEYS_END}"
"""Written out: looking it up would load every page of the product into a worker in a hurry."""
SHORTEST_LIFE = timedelta(minutes=15)


def keys_url(token: str) -> str:
    """Where the keys of a call are posted, but for the attempt and the carrier at its end."""
    return f"{settings.MUSTER_BASE_URL}{KEYS_PATH.format(token=token)}"


class Question(Protocol):
    """A question to one person, as its letters need it."""

    @property
    def id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def reply_code(self) -> str: ...
    @property
    def ways_used(self) -> int: ...


class Envelope:
    """What all letters of one call-out share."""

    def __init__(self, call_out: CallOut, aid_request: Any, network: Any, at: datetime):
        self.call_out, self.aid_request, self.network, self.at = call_out, aid_request, network, at
        latest = max(aid_request.needed_until, at + SHORTEST_LIFE)
        self.expires_at = min(at + LINK_LIFE, latest)
        self._said: dict[str, str] = {}
        self._bodies: dict[str, tuple[str, str]] = {}

    def pattern(self, channel: str) -> Letter:
        """What is the same in all letters over a channel."""
        words = self._words(channel)
        return Letter(
            network_id=self.call_out.network_id,
            person_id=None,
            channel=channel,
            address="",
            subject=words[:200],
            body="",
            short=words[:200],
            about_kind=ABOUT,
            expires_at=self.expires_at,
            unique_key="",
            is_urgent=self.call_out.exercise_id is None,
            exercise_id=self.call_out.exercise_id,
        )

    def copy(self, ask: Question, way: Any) -> tuple[Copy, str]:
        """One person's letter and the digest of its link; the secret is in the letter alone."""
        token = digests.new_secret()
        url = f"{settings.MUSTER_BASE_URL}{LINK_PATH.format(token=token)}"
        if way.channel == VOICE:
            url = keys_url(token)
        before, after = self._body(way.channel)
        copy = Copy(
            person_id=ask.person_id,
            address=way.address,
            contact_point_id=way.contact_point_id,
            body=f"{before}{url}{after}",
            answer_url=url,
            reply_code=ask.reply_code,
            about_id=ask.id,
            unique_key=f"ask/{ask.id}/{ask.ways_used}",
        )
        return copy, digests.digest(token)

    def _words(self, channel: str) -> str:
        """What may be said over a channel."""
        if channel not in self._said:
            aid_request = self.aid_request
            said = sharing.may_be_said(aid_request.incident.sharing_label, channel)
            words = said.words(
                network=self.network.name,
                title=f"{self.network.name}: {aid_request.requesting_party.name} asks for help: "
                f"{aid_request.title}",
                reference=aid_request.reference,
            )
            self._said[channel] = f"EXERCISE: {words}" if self.call_out.exercise_id else words
        return self._said[channel]

    def _body(self, channel: str) -> tuple[str, str]:
        """The text over a channel, before the link and after it."""
        if channel not in self._bodies:
            until = self.expires_at.astimezone(ZoneInfo(self.network.time_zone))
            paragraphs = [
                *(["EXERCISE. Nothing here is real."] if self.call_out.exercise_id else []),
                f"{self._words(channel)}.",
                f"Answer here, without signing in, until {until:%H:%M %Z}:\n",
            ]
            after = "\n\nThe link is yours alone. Do not pass it on.\n"
            self._bodies[channel] = "\n\n".join(paragraphs), after
        return self._bodies[channel]


def coordinator_letters(
    call_out: CallOut, aid_request: Any, network: Any, ways: dict[UUID, list[Any]]
) -> Iterable[Letter]:
    """To each coordinator over the first way: nobody is left, somebody has to think."""
    words = f"{network.name}: nobody is left to ask for {aid_request.reference}"
    if call_out.exercise_id:
        words = f"EXERCISE: {words}"
    url = f"{settings.MUSTER_BASE_URL}{reverse('aid:request', args=[aid_request.id])}"
    for person_id, found in ways.items():
        for way in found[:1]:
            yield Letter(
                network_id=call_out.network_id,
                person_id=person_id,
                channel=way.channel,
                address=way.address,
                contact_point_id=way.contact_point_id,
                subject=words[:200],
                body=f"{words}. Something is still needed.\n\nSee who answered what:\n{url}\n",
                short=words[:200],
                answer_url=url,
                about_kind="call_out",
                about_id=call_out.id,
                unique_key=f"call_out/{call_out.id}/coordinator/{person_id}",
                is_urgent=call_out.exercise_id is None,
                exercise_id=call_out.exercise_id,
            )
