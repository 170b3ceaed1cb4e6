"""What an answer means for the other people of its party: nobody is asked any further, or sooner."""

from __future__ import annotations

from uuid import UUID

from muster.callout.models import Ask, CalledParty, CallOut, PartyState
from muster.journal import clock
from muster.rules import callout as rules


def settle_party(called: CalledParty, state: PartyState, reason: str = "") -> None:
    """The party has answered: none of its people is asked any further. The caller holds the row."""
    called.state, called.reason, called.silent_at = state, reason[:500], None
    called.save(update_fields=["state", "reason", "silent_at"])
    asks = Ask.objects.filter(called_party=called)
    asks.filter(next_way_at__isnull=False).update(next_way_at=None)
    asks.filter(asked_at__isnull=True).update(due_at=None)


def ask_next_person(called: CalledParty) -> None:
    """Somebody who cannot speak for the party says no: whoever is next is asked at once."""
    planned = Ask.objects.filter(called_party=called, asked_at__isnull=True, due_at__isnull=False)
    following = planned.order_by("step").values_list("step", flat=True).first()
    if following is not None:
        planned.filter(step=following).update(due_at=clock.now())


def resume_asking(called: CalledParty) -> None:
    """Who said that the party comes says no after all: whoever was not asked yet is asked, the next
    one now and each other step as long after it as silence takes. The caller holds the row."""
    at = clock.now()
    left = Ask.objects.filter(called_party=called, asked_at__isnull=True)
    steps = sorted(set(left.values_list("step", flat=True)))
    afters = [rules.PATIENCE * place for place in range(len(steps))]
    for place, step in enumerate(steps):
        left.filter(step=step).update(due_at=rules.step_moment(at, afters, place))
    called.state = PartyState.ASKING
    called.silent_at = rules.step_moment(at, afters, len(steps))
    called.save(update_fields=["state", "silent_at"])


def note_party_answer(call_out: CallOut, party_id: UUID, is_coming: bool, reason: str) -> bool:
    """A party of the audience has offered or declined elsewhere; whether that was news."""
    still = (PartyState.WAITING, PartyState.ASKING)
    rows = CalledParty.objects.select_for_update()
    called = rows.filter(call_out=call_out, party_id=party_id, state__in=still).first()
    if called is None:
        return False
    settle_party(called, PartyState.COMING if is_coming else PartyState.DECLINED, reason)
    return True
