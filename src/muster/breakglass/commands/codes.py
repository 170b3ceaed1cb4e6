"""Sheets of one-time codes: made once, shown once, taken back one by one or all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from muster.breakglass import making, queries
from muster.breakglass.events import CodeSheetIssued, CodesRevoked
from muster.breakglass.models import Code, CodeSheet, Purpose, Way
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.rules import breakglass as rules
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

USUAL_COUNT, MOST_AT_ONCE, MOST_LIVE = 12, 50, 200
USUAL_DAYS, LONGEST_DAYS = 365, 400


@dataclass(frozen=True)
class Issued:
    """The sheet and, this one time, its codes in groups, in the order of their numbers.

    Empty for a sheet that was made before under the same id: its codes are kept nowhere.
    """

    sheet: CodeSheet
    codes: tuple[str, ...]


@command("break_glass.issue", step_up=True)
def issue_codes(
    actor: Actor,
    *,
    party_id: UUID,
    purpose: str = Purpose.SIGN_IN,
    count: int = USUAL_COUNT,
    days: int = USUAL_DAYS,
    sheet_id: UUID | None = None,
) -> Issued:
    """Make a sheet of one-time codes of the own party, to be printed now; only digests are kept.

    Refuses `break_glass.own_party_only`, `field.unknown_choice`, `break_glass.bad_count`,
    `break_glass.bad_days`, `break_glass.too_many_codes`, `id.taken`. Records CodeSheetIssued.
    Clause: none.
    """
    party = members.get_party(actor, party_id, lock=True)
    if earlier := queries.known_sheet(actor, sheet_id, party_id):
        return Issued(earlier, ())
    live = queries.live_codes(actor.network_id, party_id).count()
    refuse_if(_refusals_for_sheet(actor, party_id, purpose, count, days, live))
    at = clock.now()
    sheet = CodeSheet.objects.create(
        id=sheet_id or new_id(),
        network_id=actor.network_id,
        party_id=party_id,
        purpose=purpose,
        sign=_free_sign(),
        made_at=at,
        made_by_id=actor.person_id,
        made_by_name=actor.name[:200],
        expires_at=at + timedelta(days=days),
    )
    plain = [making.new_code(sheet.sign) for _ in range(count)]
    Code.objects.bulk_create(_rows(sheet, plain))
    record(
        CodeSheetIssued(sheet.id, party_id, party.name, purpose, count, sheet.expires_at),
        actor=actor,
        subjects=[("party", party_id)],
        audience=[party_id],
    )
    return Issued(sheet, tuple(rules.grouped(code) for code in plain))


def _refusals_for_sheet(
    actor: Actor, party_id: UUID, purpose: str, count: int, days: int, live: int
) -> list[Refusal]:
    checks = (
        (
            not actor.is_system and actor.party_id != party_id,
            Refusal("break_glass.own_party_only"),
        ),
        (purpose not in Purpose.values, Refusal("field.unknown_choice", field="purpose")),
        (
            not 1 <= count <= MOST_AT_ONCE,
            Refusal("break_glass.bad_count", field="count", values={"limit": MOST_AT_ONCE}),
        ),
        (
            not 1 <= days <= LONGEST_DAYS,
            Refusal("break_glass.bad_days", field="days", values={"limit": LONGEST_DAYS}),
        ),
        (
            live + count > MOST_LIVE,
            Refusal("break_glass.too_many_codes", values={"limit": MOST_LIVE}),
        ),
    )
    return [refusal for broken, refusal in checks if broken]


def _free_sign() -> str:
    while CodeSheet.objects.filter(sign=(sign := making.new_sign())).exists():
        continue
    return sign


def _rows(sheet: CodeSheet, plain: list[str]) -> list[Code]:
    return [
        Code(
            id=new_id(),
            sheet=sheet,
            network_id=sheet.network_id,
            party_id=sheet.party_id,
            purpose=sheet.purpose,
            way=Way.PRINTED,
            number=number,
            digest=making.digest(code),
            made_at=sheet.made_at,
            expires_at=sheet.expires_at,
        )
        for number, code in enumerate(plain, start=1)
    ]


@command("break_glass.revoke")
def revoke_codes(
    actor: Actor, *, party_id: UUID, sheet_id: UUID | None = None, code_id: UUID | None = None
) -> int:
    """Make one code, a whole sheet, or all printed codes of a party worthless; answers how many.

    Sessions that used codes of them opened end with them: whoever holds the paper is out. Refuses
    `break_glass.own_party_only`. Records CodesRevoked. Clause: none.
    """
    party = members.get_party(actor, party_id)
    if not members.may_act_for(actor, party_id):
        raise Refused(Refusal("break_glass.own_party_only"))
    rows = Code.objects.select_for_update().filter(
        network_id=actor.network_id, party_id=party_id, sheet__isnull=False
    )
    if sheet_id is not None:
        rows = rows.filter(sheet_id=queries.get_sheet(actor, sheet_id, lock=True).id)
    if code_id is not None:
        rows = rows.filter(id=code_id)
        if not rows.exists():
            raise NotFound("code")
    at = clock.now()
    revoked = rows.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
    ended = rows.filter(used_at__isnull=False, session_ended_at__isnull=True)
    sessions = ended.update(session_ended_at=at)
    if code_id is None:
        _revoke_sheets(actor, party_id, sheet_id)
    if revoked or sessions:
        record(
            CodesRevoked(party_id, party.name, revoked, sessions),
            actor=actor,
            subjects=[("party", party_id)],
            audience=[party_id],
        )
    return revoked


def _revoke_sheets(actor: Actor, party_id: UUID, sheet_id: UUID | None) -> None:
    sheets = CodeSheet.objects.filter(
        network_id=actor.network_id, party_id=party_id, revoked_at__isnull=True
    )
    if sheet_id is not None:
        sheets = sheets.filter(id=sheet_id)
    sheets.update(revoked_at=clock.now())
