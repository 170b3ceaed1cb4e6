"""What can happen to a call-out. Facts carry ids, references and numbers; no names, no addresses."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class CallOutStarted:
    """Somebody began to have people asked for a request; so many parties could help."""

    call_out_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    reference: str
    pace: str
    party_count: int


@event
@dataclass(frozen=True)
class WaveSent:
    """The circle was widened: so many more parties are asked."""

    call_out_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    reference: str
    wave: int
    party_count: int
    by_hand: bool


@event
@dataclass(frozen=True)
class PeopleAsked:
    """People were asked: a wave's first ones, or the next of parties that kept silent."""

    call_out_id: UUID
    aid_request_id: UUID
    reference: str
    ask_ids: tuple[UUID, ...]
    people_count: int


@event
@dataclass(frozen=True)
class CallAnswered:
    """A person asked has answered, or answered anew. The reason itself is not told here."""

    call_out_id: UUID
    ask_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    person_id: UUID
    reference: str
    is_coming: bool
    people: int
    hours: int
    via: str


@event
@dataclass(frozen=True)
class AnswerNeedsApproval:
    """Somebody without authority says that help is coming: an approver has to make it an offer."""

    call_out_id: UUID
    ask_id: UUID
    aid_request_id: UUID
    responding_party_id: UUID
    reference: str
    people: int
    hours: int


@event
@dataclass(frozen=True)
class AnswerApproved:
    """An approver stood by an answer of the own party's."""

    call_out_id: UUID
    ask_id: UUID
    aid_request_id: UUID
    responding_party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class CallUnanswered:
    """Nobody of these parties has answered: all of their steps are through."""

    call_out_id: UUID
    aid_request_id: UUID
    reference: str
    party_ids: tuple[UUID, ...]


@event
@dataclass(frozen=True)
class CoordinatorCalled:
    """Nobody is left to be asked, and something is still needed: the coordinator was called."""

    call_out_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    reference: str
    asked: int
    declined: int
    silent: int


@event
@dataclass(frozen=True)
class CallOutEnded:
    """A call-out asks nobody any more. `because` is filled, closed, cancelled, too_late or stopped."""

    call_out_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    reference: str
    because: str
    asked: int
    coming: int
    declined: int
    silent: int


@event
@dataclass(frozen=True)
class AnswerLinkRefused:
    """An answer link was not taken: guessed, expired, replayed, forwarded, or out of a mailbox that
    a stranger may read. `tries` counts guesses from one address within an hour."""

    alarm_id: UUID
    reason: str
    ask_id: UUID | None
    aid_request_id: UUID | None
    responding_party_id: UUID | None
    person_id: UUID | None
    tries: int
