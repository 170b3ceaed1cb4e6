"""Using an answer link: what its page may show, and what happens when it is not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

from muster.aid import queries as aid
from muster.callout import commands, queries
from muster.callout.models import AnswerLink, Ask
from muster.members.addresses import client_address
from muster.members.strangers import stranger
from muster.rules import sharing
from muster.rules.actor import system_actor
from muster.rules.callout import LinkRefusal
from muster.rules.lifecycle import LineState
from muster.rules.refusal import NotFound, Refused

MOST_GUESSES = 30
HOUR = 3600
PREFIX = "answer.link_"


@dataclass(frozen=True)
class Question:
    """What whoever holds a link, or is asked, may read of the request under its label.

    Who asks and what for only where the label lets everybody know; under AMBER what is needed and
    when; under RED nothing but which network asks. `lines` are pairs of a number and a label.
    """

    network: str
    party: str
    who: str
    title: str
    lines: tuple[tuple[int, str, bool], ...]
    needed_from: datetime | None
    needed_until: datetime | None
    is_exercise: bool


def question_of(
    ask: Ask, *, is_known: bool = False, lines: Sequence[Any] | None = None
) -> Question:
    """The question as its page shows it; all of it to the person asked who is signed in.

    `lines` are those of the request, where the caller has read them for many questions at once.
    """
    call_out, aid_request = ask.call_out, ask.call_out.aid_request
    label = sharing.label_of(aid_request.incident.sharing_label)
    shows_all = is_known or sharing.may_be_said(label, sharing.Channel.TEXT).title
    shows_need = shows_all or label is not sharing.SharingLabel.RED
    return Question(
        network=call_out.network.name,
        party=ask.called_party.party.name,
        who=aid_request.requesting_party.name if shows_all else "",
        title=aid_request.title if shows_all else "",
        lines=tuple(_needs(ask, lines)) if shows_need else (),
        needed_from=aid_request.needed_from if shows_need else None,
        needed_until=aid_request.needed_until if shows_need else None,
        is_exercise=call_out.exercise_id is not None,
    )


def _needs(ask: Ask, lines: Sequence[Any] | None) -> list[tuple[int, str, bool]]:
    """Lines of the same kind are one need to whoever reads on a phone."""
    if lines is None:
        lines = aid.lines_of(ask.call_out.aid_request_id)
    wanted = {line["line_id"] for line in ask.called_party.lines}
    needs: dict[tuple[str, bool], int] = {}
    for line in lines:
        if str(line.id) in wanted and line.state == LineState.OPEN:
            kind = (line.resource_type.label, line.is_on_site)
            needs[kind] = needs.get(kind, 0) + line.quantity - line.filled_quantity
    return [(count, label, is_on_site) for (label, is_on_site), count in needs.items()]


def find_link(request: HttpRequest, token: str, *, by_call: bool = False) -> AnswerLink:
    """The link of a token. A token that nobody was sent is counted as a guess. Raises `NotFound`."""
    try:
        return queries.link_of_token(token, by_call=by_call)
    except NotFound:
        note_guess(request)
        raise


def note_guess(request: HttpRequest) -> None:
    """Count a link that nobody was sent against the address that it came from."""
    commands.raise_link_alarm(
        system_actor(), reason=LinkRefusal.UNKNOWN, address=client_address(request)
    )


def is_guessing(request: HttpRequest) -> bool:
    """Whether so many unknown links came from this address that it is told nothing more. Links
    that somebody was sent are never counted, and always work."""
    return int(caches["process"].get(f"link-guess:{client_address(request)}") or 0) > MOST_GUESSES


def use_link(request: HttpRequest, token: str, **reply: Any) -> Ask:
    """Answer by a link; the caller notes a refusal, outside of any transaction of its own."""
    return commands.answer_by_link(stranger(request), token=token, **reply)


def note_refusal(link: AnswerLink, refused: Refused) -> None:
    """Write a refused link into the journal, unless it merely came after the end."""
    for refusal in refused.refusals:
        reason = refusal.code.removeprefix(PREFIX)
        if refusal.code.startswith(PREFIX) and reason != LinkRefusal.ENDED:
            commands.raise_link_alarm(system_actor(), reason=reason, link=link)
