"""One-time codes: made once, good once, counted when wrong, worthless once revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from muster.breakglass import commands, queries
from muster.breakglass.models import Code, CodeSheet, WrongTry
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound
from tests.apps.breakglass.night import DIRECTOR, OFFICER, STRANGER, enter, guessed, sheet
from tests.apps.members.test_people import refused


def from_address(address: str):
    return replace(STRANGER, address=address)


def test_a_sheet_is_shown_once_and_only_digests_are_kept(house):
    issued = sheet(house, count=5)
    assert len(set(issued.codes)) == 5
    kept = str(list(Code.objects.values())) + str(list(Fact.objects.values_list("payload")))
    for code in issued.codes:
        assert code not in kept and code.replace("-", "") not in kept
    assert [
        row.number for row in queries.code_sheet(house.actor(DIRECTOR), house.city.id)[0].codes
    ] == [1, 2, 3, 4, 5]


def test_only_the_own_representative_with_presence_makes_codes(house):
    city = house.city.id
    for key in (OFFICER, "coordinator", "city_clerk"):
        refused(
            lambda key=key: commands.issue_codes(house.actor(key), party_id=city),
            "permission.denied",
        )
    absent = house.actor(DIRECTOR, stepped_up=False)
    refused(lambda: commands.issue_codes(absent, party_id=city), "step_up.required")
    other = house.actor("county_representative")
    refused(lambda: commands.issue_codes(other, party_id=city), "break_glass.own_party_only")
    refused(
        lambda: sheet(house, count=0, days=4000, purpose="gold"),
        "break_glass.bad_count",
        "break_glass.bad_days",
        "field.unknown_choice",
    )
    for _ in range(4):
        sheet(house, count=50)
    refused(lambda: sheet(house, count=1), "break_glass.too_many_codes")


def test_a_sheet_sent_twice_is_made_once_and_its_codes_are_not_told_again(house):
    first = sheet(house, sheet_id=uuid4())
    again = sheet(house, sheet_id=first.sheet.id)
    assert (again.sheet, again.codes) == (first.sheet, ())
    assert Code.objects.count() == len(first.codes)
    refused(
        lambda: commands.issue_codes(
            house.actor("county_representative"),
            party_id=house.county.id,
            sheet_id=first.sheet.id,
        ),
        "id.taken",
    )


def test_a_code_signs_a_registered_person_in_however_it_is_typed(house):
    code = sheet(house).codes[0]
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    entered = enter(house, sloppy)
    assert entered.person.id == house.people[DIRECTOR].id
    assert entered.party_id == house.city.id
    told = Fact.objects.get(kind="BreakGlassSignedIn")
    assert (told.payload["number"], told.via) == (1, "break-glass")
    assert queries.is_under(house.network.id, house.city.id)


def test_a_code_is_good_once(house):
    code = sheet(house).codes[0]
    enter(house, code)
    refused(lambda: enter(house, code), "break_glass.used")
    assert WrongTry.objects.count() == 1


def test_a_code_signs_in_nobody_of_another_party_and_no_stranger(house):
    code = sheet(house).codes[0]
    refused(lambda: enter(house, code, "county_representative"), "break_glass.choose_person")
    refused(lambda: commands.sign_in_with_code(STRANGER, code=code), "break_glass.choose_person")
    assert enter(house, code)


def test_expired_and_revoked_codes_open_nothing(house):
    first, second, third = sheet(house, days=10).codes[:3]
    commands.revoke_codes(
        house.actor(OFFICER),
        party_id=house.city.id,
        code_id=Code.objects.get(number=1).id,
    )
    refused(lambda: enter(house, first), "break_glass.revoked")
    assert enter(house, second)
    with time_machine.travel(clock.now() + timedelta(days=11)):
        refused(lambda: enter(house, third), "break_glass.over")


def test_a_stolen_sheet_is_revoked_as_a_whole_with_the_sessions_that_it_opened(house):
    codes = sheet(house).codes
    entered = enter(house, codes[0])
    assert queries.is_session_live(entered.code_id)
    assert commands.revoke_codes(house.actor("coordinator"), party_id=house.city.id) == 11
    assert not queries.is_session_live(entered.code_id)
    refused(lambda: enter(house, codes[1]), "break_glass.revoked")
    assert CodeSheet.objects.get().revoked_at
    told = Fact.objects.get(kind="CodesRevoked").payload
    assert (told["code_count"], told["sessions_ended"]) == (11, 1)


def test_revoking_is_for_the_own_party_and_the_coordinator(house):
    issued = sheet(house)
    other = house.actor("county_representative")
    refused(
        lambda: commands.revoke_codes(other, party_id=house.city.id), "break_glass.own_party_only"
    )
    with pytest.raises(NotFound):
        queries.get_sheet(other, issued.sheet.id)
    with pytest.raises(NotFound):
        queries.code_sheet(other, house.city.id)
    with pytest.raises(NotFound):
        commands.revoke_codes(house.actor(OFFICER), party_id=house.city.id, code_id=issued.sheet.id)


def test_a_mistyped_code_is_told_from_a_guess(house):
    code = sheet(house).codes[0]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in (wrong, "", "7QK4", "\x00" * 16, "ЖЖЖЖ-ЖЖЖЖ", code + "0"):
        refused(lambda typed=typed: enter(house, typed), "break_glass.mistyped")
    assert not WrongTry.objects.exists()


def test_guesses_from_one_address_are_stopped(house):
    code = sheet(house).codes[0]
    for _ in range(10):
        refused(lambda: enter(house, guessed(code)), "break_glass.unknown")
    refused(lambda: enter(house, guessed(code)), "break_glass.too_many_tries")
    assert WrongTry.objects.count() == 10
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert enter(house, code)


def test_bulk_tries_raise_one_alarm_and_never_shut_the_rightful_out(house):
    code = sheet(house).codes[0]
    for number in range(25):
        actor = from_address(f"198.51.100.{number}")
        refused(lambda actor=actor: enter(house, guessed(code), actor=actor), "break_glass.unknown")
    alarm = Fact.objects.get(kind="BreakGlassAlarm")
    assert alarm.payload["party_id"] == str(house.city.id)
    assert alarm.audience == [str(house.city.id)]
    # In an alarm one wrong try is all that an address has.
    actor = from_address("198.51.100.3")
    refused(lambda: enter(house, guessed(code), actor=actor), "break_glass.too_many_tries")
    assert enter(house, code, actor=from_address("192.0.2.99"))


def test_tries_of_no_known_sheet_alarm_every_coordinator(house, monkeypatch):
    monkeypatch.setattr("muster.breakglass.commands.tries.TRIES_IN_ALL", 5)
    unknown = "ZZZZ-ZZZZ-ZZZZ-ZZZ"
    for number in range(6):
        actor = from_address(f"198.51.100.{number}")
        code = guessed(unknown + "0")
        refused(
            lambda actor=actor, code=code: enter(house, code, actor=actor), "break_glass.unknown"
        )
    alarms = Fact.objects.filter(kind="BreakGlassAlarm")
    assert {fact.network_id for fact in alarms} == {house.network.id, house.neighbour.id}


def test_a_paper_code_does_not_sign_in_and_is_spent_on_its_own_party_alone(house):
    code = sheet(house, purpose="paper_request").codes[0]
    refused(lambda: enter(house, code), "break_glass.other_purpose")
    redeem = commands.counting_tries(commands.redeem)
    given = {"code": code, "purpose": "paper_request", "used_for": "AR-2026-0001"}
    officer = house.actor("coordinator")
    from django.db import transaction

    with transaction.atomic():
        refused(
            lambda: redeem(officer, party_id=house.county.id, **given), "break_glass.other_party"
        )
        spent = redeem(officer, party_id=house.city.id, **given)
    assert spent.used_for == "AR-2026-0001"
    refused(lambda: redeem(officer, party_id=house.city.id, **given), "break_glass.used")


def test_renewal_is_reminded_until_a_younger_sheet_lies_beside(house):
    sheet(house, days=20)
    director = house.actor(DIRECTOR)
    assert len(queries.lapsing_sheets(director)) == 1
    sheet(house, days=300)
    assert queries.lapsing_sheets(director) == []


def test_wrong_tries_are_forgotten_after_a_week(house):
    code = sheet(house).codes[0]
    refused(lambda: enter(house, guessed(code)), "break_glass.unknown")
    assert commands.sweep_tries() == 0
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert commands.sweep_tries() == 1
