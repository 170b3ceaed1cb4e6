"""Reading call-outs: who was asked, why, over what, who has seen, who answered, what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from muster.aid import queries as aid
from muster.callout.models import Ask, CalledParty, CallOut, PartyState
from muster.journal import queries as journal
from muster.members import queries as members
from muster.messaging import queries as messaging
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

MOST_PARTIES = 200
ABOUT = "ask"


@dataclass(frozen=True)
class AskRow:
    """One person asked, with what was tried over which way."""

    id: UUID
    person_id: UUID
    name: str
    step: int
    asked_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    is_coming: bool | None
    people: int | None
    hours: int | None
    reason: str
    via: str
    offer_state: str
    offer_id: UUID | None
    ways_used: int
    deliveries: tuple[Any, ...]

    @property
    def state(self) -> str:
        """`coming`, `cannot`, `seen`, `unreachable` (no way was open) or `silent`."""
        if self.answered_at is not None:
            return "coming" if self.is_coming else "cannot"
        if not self.ways_used and self.seen_at is None:
            return "unreachable"
        return "seen" if self.seen_at is not None else "silent"

    @property
    def ways(self) -> list[str]:
        """The channels used, in their order."""
        return list(dict.fromkeys(each.channel for each in self.deliveries))


@dataclass(frozen=True)
class PartyRow:
    """A party of the audience: the place, why, how far asking it has come, and the people asked."""

    party_id: UUID
    name: str
    place: int
    state: str
    state_words: str
    wave: int | None
    asked_at: datetime | None
    next_person: str
    next_at: datetime | None
    lines: tuple[dict[str, Any], ...]
    asks: tuple[AskRow, ...]


@dataclass(frozen=True)
class CallOutRow:
    """A call-out with its parties, as far as the reader may see them."""

    call_out: CallOut
    parties: tuple[PartyRow, ...]
    counts: dict[str, int] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def asked(self) -> int:
        return sum(count for state, count in self.counts.items() if state != PartyState.WAITING)

    @property
    def waiting(self) -> int:
        return self.counts.get(PartyState.WAITING, 0)


def running_call_out(aid_request_id: UUID, *, lock: bool = False) -> CallOut | None:
    """The call-out that asks for a request now; for code that has found the request."""
    rows = CallOut.objects.filter(aid_request_id=aid_request_id, ended_at__isnull=True)
    return (rows.select_for_update() if lock else rows).first()


def has_ended(call_out_id: UUID) -> bool:
    """Whether it asks nobody any more, as it stands now: for code that holds rows of it."""
    return CallOut.objects.filter(id=call_out_id, ended_at__isnull=False).exists()


def wished_and_not_begun(actor: Actor, since: datetime, until: datetime) -> list[UUID]:
    """Open requests of a network, opened between two moments, for which people were to be asked and
    no call-out was ever begun: for the sweep."""
    wanted = aid.AidRequestFilter(state="open", opened_after=since)
    opened = {row.id for row in aid.aid_requests(actor, wanted, limit=200).items}
    begun = set(
        CallOut.objects.filter(aid_request_id__in=opened).values_list("aid_request_id", flat=True)
    )
    return [each for each in opened - begun if _was_wished(actor, each, until)]


def _was_wished(actor: Actor, aid_request_id: UUID, until: datetime) -> bool:
    return any(
        entry.kind == "AidRequestOpened" and entry.payload.get("calls_out") and entry.at < until
        for entry in journal.timeline(actor, aid_request_id)
    )


def get_call_out(actor: Actor, call_out_id: UUID, *, lock: bool = False) -> CallOut:
    """One call-out of a request that the actor has part in directing. Raises `NotFound`."""
    rows = CallOut.objects.all()
    if not actor.is_system:
        rows = rows.filter(network_id=actor.network_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=call_out_id).select_related("aid_request__incident").first()
    if found is None or not _sees_whole(actor, found.aid_request):
        raise NotFound("call_out")
    return found


def call_out_of(actor: Actor, aid_request_id: UUID) -> CallOutRow | None:
    """The newest call-out of a request; None where there is none for the reader.

    Its requester and the network's officers see all of it, a party that was asked its own part.
    Raises `NotFound` for a request that the actor may not know of.
    """
    aid_request = aid.get_aid_request(actor, aid_request_id)
    call_out = CallOut.objects.filter(aid_request_id=aid_request_id).order_by("-id").first()
    if call_out is None:
        return None
    called = CalledParty.objects.filter(call_out=call_out).select_related("party")
    is_whole = _sees_whole(actor, aid_request)
    if not is_whole:
        called = called.filter(party_id=actor.party_id).exclude(state=PartyState.WAITING)
    shown = list(called.order_by("place")[:MOST_PARTIES])
    if not is_whole and not shown:
        return None
    return CallOutRow(
        call_out, tuple(_party_rows(shown)), _counts(call_out) if is_whole else {}, is_whole
    )


def _sees_whole(actor: Actor, aid_request: Any) -> bool:
    return actor.is_network_officer or members.may_act_for(actor, aid_request.requesting_party_id)


def _counts(call_out: CallOut) -> dict[str, int]:
    rows = CalledParty.objects.filter(call_out=call_out).order_by()
    return dict(rows.values_list("state").annotate(count=Count("id")))


def ends_of(call_out: CallOut) -> dict[str, int]:
    """How many parties were asked, come, cannot, kept silent: for the facts that sum it up."""
    counts = _counts(call_out)
    return {
        "asked": sum(count for state, count in counts.items() if state != PartyState.WAITING),
        "coming": counts.get(PartyState.COMING, 0),
        "declined": counts.get(PartyState.DECLINED, 0),
        "silent": counts.get(PartyState.SILENT, 0) + counts.get(PartyState.NOBODY, 0),
    }


def _party_rows(called: list[CalledParty]) -> Iterable[PartyRow]:
    asks: dict[UUID, list[AskRow]] = defaultdict(list)
    found = list(Ask.objects.filter(called_party__in=called).order_by("step", "id"))
    names = members.person_names(each.person_id for each in found)
    sent: dict[UUID, list[Any]] = defaultdict(list)
    for delivery in messaging.deliveries(ABOUT, [each.id for each in found]):
        sent[delivery.about_id].append(delivery)
    following: dict[UUID, Ask] = {}
    for each in found:
        if each.asked_at is not None:
            row = _ask_row(each, names.get(each.person_id, ""), sent[each.id])
            asks[each.called_party_id].append(row)
        elif each.due_at is not None:
            following.setdefault(each.called_party_id, each)
    for one in called:
        yield PartyRow(
            party_id=one.party_id,
            name=one.party.name,
            place=one.place,
            state=one.state,
            state_words=PartyState(one.state).label,
            wave=one.wave,
            asked_at=one.asked_at,
            next_person=names.get(following[one.id].person_id, "") if one.id in following else "",
            next_at=following[one.id].due_at if one.id in following else one.silent_at,
            lines=tuple(one.lines),
            asks=tuple(asks[one.id]),
        )


def _ask_row(ask: Ask, name: str, deliveries: list[Any]) -> AskRow:
    same = (
        "id",
        "person_id",
        "step",
        "asked_at",
        "answered_at",
        "is_coming",
        "people",
        "hours",
        "reason",
        "via",
        "offer_state",
        "offer_id",
        "ways_used",
    )
    seen = [each.seen_at for each in deliveries if each.seen_at is not None]
    return AskRow(
        **{field: getattr(ask, field) for field in same},
        name=name,
        seen_at=ask.seen_at or min(seen, default=None),
        deliveries=tuple(deliveries),
    )
