"""The demo's second scene: what the parties can lend, listed for them by the loader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from muster.catalog import commands as catalog
from muster.config.demo import accounts, shares
from muster.config.demo.stage import Stage

CLEARED_FOR_DAYS = 400
WORK_PACKAGES = {
    "desktop_rebuild_team": "reimage_pcs",
    "domain_recovery_team": "rebuild_active_directory",
    "network_rebuild_team": "network_rebuild",
    "dispatch_continuity_team": "call_taking_seats",
}


def list_shares(stage: Stage, parties: Iterable[shares.PartyRow]) -> None:
    """All shares and ready packages of the parties; those who sign in are linked to their account."""
    people = {account.person: account.key for account in accounts.accounts() if account.person}
    for party in parties:
        actor = stage.loader(party.key)
        for share in shares.shares_of(party):
            account = people.get(share.key)
            resource = catalog.add_resource(actor, **_inputs(stage, share, account))
            stage.resources[share.key] = resource.id
        for package in shares.ready_packages_of(party):
            _add_package(stage, package, party)


def set_aside(stage: Stage, parties: Iterable[shares.PartyRow]) -> None:
    """Some are away for some days, so that the catalogue is not too good to be true."""
    for party in parties:
        for share in shares.shares_of(party):
            if share.away_days:
                first, last = (stage.loaded_at + timedelta(days=day) for day in share.away_days)
                catalog.set_unavailable(
                    stage.loader(party.key),
                    resource_id=stage.resources[share.key],
                    starts_at=first,
                    ends_at=last,
                    reason="Leave (sample)",
                )


def _inputs(stage: Stage, share: shares.Share, account: str | None) -> dict[str, Any]:
    """One share in the words of the catalogue's command."""
    expires_on = stage.day(CLEARED_FOR_DAYS)
    return {
        "resource_type": share.resource_type,
        "name": share.name,
        "description": share.note,
        "quantity": share.quantity,
        "reserve": share.reserve,
        "rate_ten_thousandths": ten_thousandths(share.rate),
        "rate_basis": share.rate_unit,
        "home_base": share.home_base,
        "latitude": float(share.latitude),
        "longitude": float(share.longitude),
        "can_work_remotely": share.resource_type in shares.remote_roles(),
        "skills": share.skills,
        "clearances": [{"key": key, "expires_on": expires_on} for key in share.clearances],
        "details": _details(stage, share, account),
    }


def _details(stage: Stage, share: shares.Share, account: str | None) -> dict[str, Any]:
    """What its kind alone has."""
    if share.kind == "person":
        return {
            "person_id": stage.people[account] if account else None,
            "position_title": share.name.split(",")[0],
            "overtime_rate_ten_thousandths": ten_thousandths(share.overtime_rate),
        }
    if share.kind == "equipment":
        return {
            "serial_numbers": list(share.serials),
            "condition": share.condition,
            "replacement_cents": int(share.replacement_cost * 100)
            if share.replacement_cost
            else None,
        }
    if share.kind == "licence":
        return {
            "publisher": share.publisher,
            "product": share.product,
            "lending_permitted": share.lending_permitted,
            "permission_note": share.permission,
        }
    if share.kind == "capacity":
        return {"what": share.note, "available_until": stage.day(share.until_days or 365)}
    return {"power": share.power, "network_access": share.network}


def _add_package(stage: Stage, package: shares.ReadyPackage, party: shares.PartyRow) -> None:
    pieces = shares.pieces_of(package, party)
    made = catalog.add_package(
        stage.loader(package.party),
        name=package.name,
        description=package.summary,
        items=[(stage.resources[key], quantity) for key, quantity in pieces],
        price_cents=int(package.price * 100),
        duration_hours=package.hours_each,
        mobilization_hours=package.setup_hours,
        work_package=WORK_PACKAGES[package.key.partition("/")[2]],
    )
    stage.resources[package.key] = made.id


def ten_thousandths(rate: Decimal) -> int:
    """A rate as the database keeps it."""
    return int(rate * 10_000)
