"""What the pages of parties and versions show of how a party is bound."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.joining import queries
from muster.journal import clock
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.terms import JoiningKind
from muster.web.panels import register_panel


def bound_by(actor: Actor, party_id: UUID) -> dict[str, Any] | None:
    """The version that a party has adopted, which one applies with the reader, and its exit."""
    version = agreements.version_in_force(actor)
    if version is None:
        return None
    membership = members.get_membership(actor, party_id)
    adopted = queries.adopted_by(actor, [party_id])[party_id]
    labels = {each.id: each.label for each in queries.once_in_force(actor)}
    own = actor.party_id
    is_other = own is not None and own != party_id
    may_act = members.may_act_for(actor, party_id)
    is_opt_out = agreements.terms_of(version).joining.kind is JoiningKind.OPT_OUT
    live = [each for each in queries.under_way(actor, party_id) if may_act]
    return {
        "party_id": party_id,
        "standing": membership.standing,
        "label": labels.get(adopted.newest_id, ""),
        "adopted": adopted,
        "is_behind": bool(adopted.newest_id) and adopted.newest_id != version.id,
        "in_force": version,
        "is_other": is_other,
        "between": queries.version_between(actor, own, party_id) if is_other else None,  # type: ignore[arg-type]
        "notice": queries.running_notice(actor, party_id),
        "opted_out": queries.opt_out(actor, party_id),
        "term": queries.own_term(actor, party_id, queries.day_here(actor, clock.now())),
        "joining": live[0] if live else None,
        "may_invite": is_permitted(actor, "joining.begin")
        and own is None
        and not (live or is_opt_out)
        and version.id not in adopted.version_ids,
        "may_leave": may_act and is_permitted(actor, "withdrawal.give_notice"),
        "may_opt_out": is_opt_out and may_act and is_permitted(actor, "joining.opt_out"),
    }


def before_asking(actor: Actor, _nothing: None) -> dict[str, Any] | None:
    """What one should know before asking: the version, whom it does not reach, what is not free.

    Nothing where there is nothing out of the ordinary.
    """
    if actor.party_id is None:
        return None
    under = queries.asking_under(actor, actor.party_id)
    if under is None:
        return None
    baseline = agreements.baseline(actor, actor.party_id, clock.now())
    lost = baseline.reasons if baseline.gates_free_help and not baseline.meets else ()
    names = members.party_names(under.others)
    without = sorted(names[each] for each, found in under.others.items() if found is None)
    others = sorted((names[each], found.label) for each, found in under.others.items() if found)
    if not (lost or without or others):
        return None
    return {
        "version": under.version,
        "without": without,
        "others": others,
        "lost": lost,
        "free_hours": agreements.terms_of(under.version).free_allowance.hours,
    }


register_panel("ask.main", "ask", before_asking, "joining/_before_asking.html", order=20)
register_panel("party.main", "party", bound_by, "joining/_bound_by.html", order=20)
