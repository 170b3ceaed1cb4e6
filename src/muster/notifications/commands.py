"""What people do with their own notices: read them, choose what is mailed. No facts: it is theirs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.notifications import queries
from muster.notifications.kinds import KINDS
from muster.notifications.models import Notice, Preference
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("notice.read")
def read_notice(actor: Actor, *, notice_id: UUID) -> Notice:
    """Mark one of one's own notices as read.

    Refuses `permission.denied` to whoever is nobody. Records nothing: it concerns nobody else.
    """
    notice = queries.get_notice(actor, notice_id, lock=True)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


@command("notice.read")
def read_all_notices(actor: Actor) -> int:
    """Mark all notices of the present post as read.

    Refuses `permission.denied` to whoever is nobody. Records nothing.
    """
    return queries.own_unread(actor).update(read_at=clock.now())


@command("record.dispose")
def dispose_notices(actor: Actor, *, notice_ids: Collection[UUID]) -> int:
    """Delete old notices, read or not; the facts that they told of stay.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*:
    retention.
    """
    rows = Notice.objects.filter(network_id=actor.network_id, id__in=notice_ids)
    refuse_held_rows(actor.network_id, rows, "subject_id")
    return rows.delete()[0]


@command("notice.preferences")
def choose_mail(actor: Actor, *, kinds: Collection[str]) -> list[queries.Choice]:
    """Have exactly these kinds of notice mailed; those for the account's safety always are.

    Refuses `notice.unknown_kind`. Records nothing.
    """
    unknown = sorted(set(kinds) - KINDS.keys())
    if unknown:
        raise Refused(Refusal("notice.unknown_kind", field="kinds"))
    for kind in KINDS.values():
        if not kind.is_fixed:
            Preference.objects.update_or_create(
                person_id=actor.person_id,
                kind=kind.key,
                defaults={"by_email": kind.key in kinds},
            )
    return queries.preferences(actor)
