"""One's own sessions: ended one by one or all but the present one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from allauth.usersessions.models import UserSession

from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held
from muster.members import endings, openings, queries
from muster.members.account_facts import record_about_account
from muster.members.events import SessionsEnded
from muster.members.models import Person, Recovery
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


@command("session.end")
def end_session(actor: Actor, *, session_id: int) -> int:
    """Sign one of one's own sessions out, wherever it is.

    Refuses nothing. Records SessionsEnded.
    """
    person = queries.account(actor)
    own = UserSession.objects.filter(user_id=person.id)
    row = own.filter(id=session_id).first() if 0 < session_id < 2**63 else None
    if row is None:
        raise NotFound("session")
    row.end()
    record_about_account(SessionsEnded(person.id, 1), person, actor)
    return 1


@command("session.end")
def end_other_sessions(actor: Actor, *, keep: str = "") -> int:
    """Sign all of one's own sessions out except the one kept; answers how many ended.

    Refuses nothing. Records SessionsEnded.
    """
    person = queries.account(actor)
    ended = endings.end_sessions(person, keep=keep)
    if ended:
        record_about_account(SessionsEnded(person.id, ended), person, actor)
    return ended


@command("account.end_access")
def end_access(actor: Actor, *, person_ids: Collection[UUID]) -> int:
    """End every session, token, feed and open recovery of these people; answers how many sessions.

    For rooms that fence accounts, inside their own command. Refuses nothing. Records SessionsEnded
    for each person.
    """
    ended = 0
    people = Person.objects.select_for_update().filter(id__in=person_ids).order_by("id")
    Recovery.objects.filter(person_id__in=person_ids, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    for person in people:
        sessions = endings.end_everything(person)
        record_about_account(SessionsEnded(person.id, sessions), person, actor)
        ended += sessions
    openings.end_all(actor, person_ids)
    return ended


@command("record.dispose")
def dispose_sign_ins(actor: Actor, *, session_ids: Collection[int]) -> int:
    """Delete the records of old sessions, with address and device.

    Refuses `record.under_hold`. Records nothing; the disposal's own fact says it. Clause: retention.
    """
    people = [person.id for person in queries.people_of_network(actor.network_id)]
    rows = UserSession.objects.filter(pk__in=session_ids, user_id__in=people)
    of_sessions = set(rows.values_list("user_id", flat=True))
    reaches = queries.reach_of_sign_ins(actor.network_id, of_sessions)
    refuse_held(actor.network_id, frozenset[UUID]().union(*reaches.values()))
    count = rows.count()
    rows.delete()
    return count
