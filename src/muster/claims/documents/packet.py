"""The packet of a claim: one ZIP with a paper, tables, everything as data, and the receipts.

For its two parties and auditors: who may read a claim may read what it was computed from.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.http import FileResponse

from muster.aid import queries as aid
from muster.claims import queries
from muster.claims.documents import exports
from muster.claims.present import claim_out, grant_out
from muster.deployments import queries as deployments
from muster.files import queries as files
from muster.rules.actor import Actor, system_actor
from muster.rules.money import Money, format_money
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("packet.typ")
KEPT_IN_MEMORY = 8_000_000  # bytes; a larger packet waits on disk
# Files in an archive carry a moment; one for all keeps the same claim the same bytes.
NO_DATE = (1980, 1, 1, 0, 0, 0)
INFECTED = "infected"
TIME_COLUMNS = ("person", "kind", "starts_at", "ends_at", "hours", "rate", "task")


@dataclass(frozen=True)
class Receipt:
    """A receipt of a cost: its name in the archive, its digest, and why it is left out if it is."""

    stored: Any
    name: str
    left_out: str = ""

    @property
    def words(self) -> str:
        if self.stored is None:
            return self.left_out
        told = f"{self.name}, SHA-256 {self.stored.sha256}"
        return f"{told} ({self.left_out})" if self.left_out else told


@dataclass(frozen=True)
class Packet:
    """A claim with everything that its packet holds."""

    whole: exports.WholeClaim
    grant: queries.GrantOfClaim
    items: list[Any]
    hours: list[Any]
    activities: list[Any]
    stays: list[Any]
    costs: list[tuple[Any, Receipt]]
    zone: ZoneInfo

    @classmethod
    def of(cls, actor: Actor, claim: Any) -> Packet:
        reader, mission_id = system_actor(claim.network_id), claim.mission_id
        costs = list(deployments.expenses(reader, mission_id))
        return cls(
            whole=exports.WholeClaim.of(actor, claim),
            grant=queries.grant_of(actor, claim.id),
            items=aid.mission_items(reader, mission_id),
            hours=list(deployments.time_entries(reader, mission_id)),
            activities=deployments.activities(reader, mission_id),
            stays=list(deployments.stays(reader, mission_id)),
            costs=list(zip(costs, _receipts(reader, costs), strict=True)),
            zone=queries.terms_of_claim(claim).zone,
        )

    @property
    def claim(self) -> Any:
        return self.whole.claim


def as_zip(actor: Actor, claim: Any) -> FileResponse:
    """The packet as a download."""
    packet = Packet.of(actor, claim)
    made = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "packet.pdf", render_pdf(TEMPLATE, contents(packet)))
        _put(archive, "lines.csv", exports.lines_csv(packet.whole))
        _put(archive, "hours.csv", exports.csv_of(TIME_COLUMNS, _time_rows(packet)))
        _put(archive, "packet.json", _json(actor, packet))
        for _, receipt in packet.costs:
            if receipt.stored is not None and not receipt.left_out:
                _put(archive, receipt.name, files.path_of(receipt.stored).read_bytes())
    made.seek(0)
    response = FileResponse(
        made,
        as_attachment=True,
        filename=f"{claim.reference}-packet.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def contents(packet: Packet) -> dict[str, Any]:
    """Everything on the paper, in words: what is on the claim's own, and the proof of it."""
    claim, zone = packet.claim, packet.zone
    mission, version = claim.mission, claim.mission.agreement_version

    def money(cents: int) -> str:
        return format_money(Money.from_cents(cents, claim.currency))

    def moment(at: Any) -> str:
        return exports.shown_moment(at, zone)

    return {
        **exports.contents(packet.whole),
        "agreement_facts": [
            ["Agreement", version.title],
            ["Version", version.label],
            ["In force from", moment(version.in_force_from)],
            ["SHA-256 of its terms", version.terms_sha256],
        ],
        "request_facts": _request_facts(mission, moment),
        "mission_facts": _mission_facts(mission, moment),
        "items": [
            [item.label, str(item.quantity), moment(item.starts_at), moment(item.ends_at)]
            for item in packet.items
        ],
        "hours": [_hour_row(entry, moment) for entry in packet.hours],
        "activities": [
            [moment(each.happened_at), each.author_name, each.text] for each in packet.activities
        ],
        "stays": [_stay_row(stay, money) for stay in packet.stays],
        "costs": [
            [_day(cost.incurred_on), cost.description, money(cost.amount_cents), receipt.words]
            for cost, receipt in packet.costs
        ],
        "payments": [_payment_row(each, money, moment) for each in packet.whole.payments],
        "corrections": _correction_rows(packet, money, moment),
        "grant_facts": [
            ["Eligible", format_money(packet.grant.view.eligible)],
            [
                f"Federal part, {packet.grant.view.federal_percent:f} %",
                format_money(packet.grant.view.federal),
            ],
            ["Forfeited by waivers", format_money(packet.grant.view.forfeited)],
        ],
    }


def _payment_row(payment: Any, money: Any, moment: Any) -> list[str]:
    return [
        payment.payment_reference,
        _day(payment.paid_on),
        money(payment.amount_cents),
        moment(payment.received_at) or "not confirmed",
    ]


def _correction_rows(packet: Packet, money: Any, moment: Any) -> list[list[str]]:
    """Credit notes, then what was given up."""
    named = [(f"Credit note {each.reference}", each) for each in packet.whole.credit_notes]
    named += [("Given up", each) for each in packet.whole.waivers]
    return [[name, each.reason, moment(each.at), money(each.amount_cents)] for name, each in named]


def _request_facts(mission: Any, moment: Any) -> list[list[str]]:
    asked = mission.aid_request
    return [
        ["Request", f"{asked.reference}, {asked.title}"],
        ["Incident", asked.incident.reference],
        ["Asked by", mission.requesting_party.name],
        ["Opened", moment(asked.opened_at)],
        ["Needed", f"{moment(asked.needed_from)} until {moment(asked.needed_until)}"],
    ]


def _mission_facts(mission: Any, moment: Any) -> list[list[str]]:
    facts = [
        ["Mission", mission.reference],
        ["Authorized", f"{moment(mission.authorized_at)} by {mission.authorized_by_name}"],
        ["Agreed", f"{moment(mission.starts_at)} until {moment(mission.ends_at)}"],
        ["Supervisor", mission.supervisor_name],
        ["Arrived", moment(mission.arrived_at)],
        ["Home again", moment(mission.demobilized_at)],
    ]
    return [[name, value] for name, value in facts if value]


def _hour_row(entry: Any, moment: Any) -> list[str]:
    hours = f"{entry.hours:.2f}"
    return [
        entry.deployment.label,
        entry.kind,
        moment(entry.starts_at),
        moment(entry.ends_at),
        hours,
        entry.task,
    ]


def _stay_row(stay: Any, money: Any) -> list[str]:
    def part(cents: int | None, provided: bool) -> str:
        if provided:
            return "provided"
        return "by the table" if cents is None else money(cents)

    night = part(stay.lodging_cents, stay.lodging_provided) if stay.has_night else "none"
    meals = part(stay.meals_cents, stay.meals_provided)
    return [stay.deployment.label, _day(stay.on), night, meals]


def _time_rows(packet: Packet) -> Iterable[tuple[Any, ...]]:
    for entry in packet.hours:
        rate = entry.rate_ten_thousandths
        yield (
            entry.deployment.label,
            entry.kind,
            entry.starts_at.isoformat(),
            entry.ends_at.isoformat(),
            f"{entry.hours:.4f}",
            f"{rate // 10_000}.{rate % 10_000:04d}",
            entry.task,
        )


def _json(actor: Actor, packet: Packet) -> bytes:
    """The claim as the API shows it, and the proof, as data."""
    claim = packet.claim
    mission = claim.mission
    version = mission.agreement_version
    whole = {
        "claim": claim_out(actor, claim).model_dump(mode="json"),
        "agreement": {
            "title": version.title,
            "label": version.label,
            "terms_sha256": version.terms_sha256,
        },
        "paper": contents(packet),
        "grant": grant_out(packet.grant, 0).model_dump(mode="json"),
        "time_entries": [dict(zip(TIME_COLUMNS, row, strict=True)) for row in _time_rows(packet)],
        "receipts": [
            {
                "expense_id": str(cost.id),
                "name": receipt.name,
                "sha256": receipt.stored.sha256 if receipt.stored else None,
                "left_out": receipt.left_out,
            }
            for cost, receipt in packet.costs
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True).encode()


def _receipts(reader: Actor, costs: list[Any]) -> list[Receipt]:
    """A receipt for each cost, in order; the same file may serve several."""
    ids = [cost.receipt_file_id for cost in costs if cost.receipt_file_id]
    stored = files.files(reader, ids)
    found = []
    for number, cost in enumerate(costs, start=1):
        one = stored.get(cost.receipt_file_id)
        if one is None:
            why = "its file is gone" if cost.receipt_file_id else "no receipt"
            found.append(Receipt(None, "", why))
            continue
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", one.name)[-80:]
        found.append(Receipt(one, f"receipts/{number:03d}-{name}", _left_out(one)))
    return found


def _left_out(stored: Any) -> str:
    if stored.scan_state == INFECTED:
        return "left out: the scanner found something in it"
    return "" if files.path_of(stored).is_file() else "left out: its file is gone"


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
