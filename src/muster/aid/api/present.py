"""Rows as the API shows them. Queries have taken out what the caller may not see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries
from muster.aid.api.helping_shapes import (
    MissionItemOut,
    MissionOut,
    OfferLineOut,
    OfferOut,
    ShareOut,
)
from muster.aid.api.shapes import (
    AidRequestOut,
    EndingOut,
    FactOut,
    IncidentOut,
    LapsesOut,
    LineMatchOut,
    LineOut,
    MatchRowOut,
    NoteOut,
    PhoneFilingOut,
    SignOffOut,
)
from muster.api.doors import MoneyOut, money_out
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import AID_REQUEST, MISSION, OFFER, allowed_actions
from muster.rules.refusal import NotFound


def currency_of(actor: Actor) -> str:
    return members.get_network(actor).currency


def incident(_actor: Actor, row: Any) -> IncidentOut:
    return IncidentOut.from_orm(row)


def line(_actor: Actor, row: Any) -> LineOut:
    return LineOut(
        **{name: getattr(row, name) for name in LineOut.model_fields if name != "resource_type"},
        resource_type=row.resource_type.label,
    )


def aid_request_row(row: Any) -> dict[str, Any]:
    """One request of a list, shaped as `AidRequestRow`; lists are not checked twice."""
    return {
        "id": row.id,
        "reference": row.reference,
        "title": row.title,
        "state": row.state,
        "incident_id": row.incident_id,
        "incident_kind": row.incident.kind,
        "requesting_party_id": row.requesting_party_id,
        "requesting_party": row.requesting_party.name,
        "exercise_id": row.exercise_id,
        "place": row.place,
        "needed_from": row.needed_from,
        "needed_until": row.needed_until,
        "opened_at": row.opened_at,
        "line_count": row.progress["lines"],
        "filled_line_count": row.progress["filled"],
    }


def aid_request(actor: Actor, row: Any) -> AidRequestOut:
    names = AidRequestOut.model_fields.keys() - {
        "incident_kind",
        "sharing_label",
        "frozen",
        "sign_off",
        "lapses",
        "own_lapses",
        "lines",
        "actions",
    }
    return AidRequestOut(
        **{name: getattr(row, name) for name in names},
        incident_kind=row.incident.kind,
        sharing_label=row.incident.sharing_label,
        frozen=queries.frozen_for(actor, row),
        sign_off=sign_off(actor, row),
        lapses=lapses(queries.lapses_of_request(actor, row)),
        own_lapses=lapses(queries.own_lapses_beside(actor, row)),
        lines=[line(actor, each) for each in queries.lines_of(row.id)],
        actions=actions_on(row),
    )


def actions_on(aid_request: Any) -> list[str]:
    """What may be done next; signing only where a signature is missing."""
    allowed = allowed_actions(AID_REQUEST, aid_request.state)
    if queries.signatures_missing(aid_request):
        return list(allowed)
    return [each for each in allowed if each != "sign_off"]


def lapses(found: queries.Lapses | None) -> LapsesOut | None:
    """What a lapse costs, as its page tells it."""
    if found is None:
        return None
    worth = found.worth
    return LapsesOut(
        party_id=found.party_id,
        free_hours=f"{found.free_hours:f}",
        worth=None if worth is None else MoneyOut(**money_out(worth.cents, worth.currency)),
        is_asked=found.is_asked,
        is_lost=found.is_lost,
        lost=list(found.lost),
        ending=[EndingOut.from_orm(each) for each in found.ending],
        until=found.until,
    )


def sign_off(actor: Actor, row: Any) -> SignOffOut | None:
    """The signatures of a request or an offer, for its own party."""
    waiting = queries.sign_off_of(actor, row)
    return SignOffOut.from_orm(waiting) if waiting else None


def phone_filing(actor: Actor, aid_request_id: UUID) -> PhoneFilingOut:
    """The filing, without the call for those whom it does not concern."""
    aid_request = queries.get_aid_request(actor, aid_request_id)
    filing = queries.phone_filing_of(actor, aid_request_id)
    if filing is None:
        raise NotFound("phone_filing")
    shown = PhoneFilingOut.from_orm(filing)
    if not queries.sees_the_call(actor, aid_request.requesting_party_id, filing):
        hidden = ("caller_name", "caller_phone", "called_back_phone", "read_back")
        return shown.model_copy(update=dict.fromkeys(hidden, ""))
    return shown


def offer(actor: Actor, row: Any) -> OfferOut:
    """An offer as the reader may see it, read anew: the command's own row knows the costs."""
    found = queries.get_offer(actor, row.id)
    told = lapses(queries.lapses_of_request(actor, found.aid_request))
    return offer_of(actor, found, currency_of(actor)).model_copy(update={"lapses": told})


def offer_of(actor: Actor, row: Any, currency: str) -> OfferOut:
    names = OfferOut.model_fields.keys() - {
        "requesting_party_id",
        "mission_id",
        "estimated_cost",
        "estimate",
        "sign_off",
        "lapses",
        "lines",
        "actions",
    }
    mission = getattr(row, "mission", None)
    return OfferOut(
        **{name: getattr(row, name) for name in names},
        requesting_party_id=row.aid_request.requesting_party_id,
        mission_id=mission.id if mission else None,
        estimated_cost=_money(row.estimated_cost_cents, currency),
        estimate=row.estimate or None,
        sign_off=sign_off(actor, row),
        lines=[_offer_line(each, currency) for each in row.line_list],
        actions=list(allowed_actions(OFFER, row.state)),
    )


def _offer_line(row: Any, currency: str) -> OfferLineOut:
    names = OfferLineOut.model_fields.keys() - {"estimated_cost"}
    return OfferLineOut(
        **{name: getattr(row, name) for name in names},
        estimated_cost=_money(row.estimated_cost_cents, currency),
    )


def _money(cents: int | None, currency: str) -> MoneyOut | None:
    return None if cents is None else MoneyOut(**money_out(cents, currency))


def mission(actor: Actor, row: Any) -> MissionOut:
    """A mission read anew, with what a lapse costs it; lists leave that out."""
    found = queries.get_mission(actor, row.id)
    told = lapses(queries.lapses_of_mission(actor, found))
    return mission_of(actor, row).model_copy(update={"lapses": told})


def mission_of(actor: Actor, row: Any) -> MissionOut:
    names = MissionOut.model_fields.keys() - {"incident_id", "frozen", "lapses", "actions"}
    return MissionOut(
        **{name: getattr(row, name) for name in names},
        frozen=queries.frozen_for(actor, row),
        incident_id=row.aid_request.incident_id,
        actions=list(allowed_actions(MISSION, row.state)),
    )


def mission_item(row: Any, currency: str, is_side: bool) -> MissionItemOut:
    names = MissionItemOut.model_fields.keys() - {
        "rate_ten_thousandths",
        "overtime_rate_ten_thousandths",
        "package_price",
    }
    return MissionItemOut(
        **{name: getattr(row, name) for name in names},
        rate_ten_thousandths=row.rate_ten_thousandths if is_side else None,
        overtime_rate_ten_thousandths=row.overtime_rate_ten_thousandths if is_side else None,
        package_price=_money(row.package_price_cents, currency),
    )


def share(_actor: Actor, row: Any) -> ShareOut:
    return ShareOut.from_orm(row)


def note(_actor: Actor, row: Any) -> NoteOut:
    names = NoteOut.model_fields.keys() - {"own_party_only", "sharing_label"}
    return NoteOut(
        **{name: getattr(row, name) for name in names},
        own_party_only=row.audience is not None,
        sharing_label=row.label,
    )


def fact(entry: Any) -> FactOut:
    return FactOut(**{name: getattr(entry, name) for name in FactOut.model_fields})


def decline(_actor: Actor, row: Any) -> dict[str, Any]:
    return {
        "aid_request_id": str(row.aid_request_id),
        "party_id": str(row.party_id),
        "reason": row.reason,
        "at": row.at,
    }


def line_match(row: Any, match: Any, currency: str) -> LineMatchOut:
    return LineMatchOut(
        line_id=row.id,
        line_number=row.number,
        before_check_in=row.before_check_in,
        chosen_count=match.chosen_count,
        left_out_count=match.left_out_count,
        chosen=[_match_row(each, currency) for each in match.chosen],
        left_out=[_match_row(each, currency) for each in match.left_out],
    )


def _match_row(row: Any, currency: str) -> MatchRowOut:
    names = MatchRowOut.model_fields.keys() - {"party", "price", "reasons"}
    return MatchRowOut(
        **{name: getattr(row, name) for name in names},
        party=row.party_name,
        price=_money(row.price_cents, currency),
        reasons=[str(each.code) for each in row.reasons],
    )
