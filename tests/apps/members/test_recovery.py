"""Back into an account: two officers, a link, a spoken code; or, at the last, the host."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine

from muster.config.cli import make_parser, recover_command
from muster.journal import clock
from muster.journal.models import Fact
from muster.members import commands
from muster.members.models import Person, Recovery
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound
from tests.apps.members.test_people import STRANGER, refused


def recover(house, actor="city_authorized_representative", key="city_clerk", **given):
    return commands.recover_person(house.actor(actor), person_id=house.people[key].id, **given)


def read_code(house, actor="city_duty_officer", key="city_clerk"):
    return commands.read_recovery_code(house.actor(actor), person_id=house.people[key].id).code


def use(issued, code, password="four calm geese sail"):
    return commands.use_recovery(STRANGER, token=issued.token, code=code, password=password)


def test_a_link_and_another_officers_code_set_a_password_and_end_everything(house):
    issued = recover(house)
    code = read_code(house)
    kept = str(list(Recovery.objects.values()))
    assert issued.token not in kept and code.replace(" ", "") not in kept
    before = Person.objects.get(id=house.people["city_clerk"].id).sessions_stamp
    person = use(issued, code)
    assert person.check_password("four calm geese sail")
    assert person.sessions_stamp != before
    refused(lambda: use(issued, code), "recovery.over")


def test_no_one_officer_holds_both_link_and_code(house):
    issued = recover(house)
    refused(lambda: use(issued, "0000 0000"), "recovery.no_code_yet")
    refused(lambda: read_code(house, "city_authorized_representative"), "recovery.same_officer")
    refused(lambda: read_code(house, "city_finance"), "permission.denied")
    with pytest.raises(NotFound):
        read_code(house, "county_representative")
    first = read_code(house, "coordinator")
    second = read_code(house)
    refused(lambda: use(issued, first), "recovery.wrong_code")
    assert use(issued, second)


def test_there_is_no_code_without_a_link(house):
    with pytest.raises(NotFound):
        read_code(house)
    recover(house)
    with time_machine.travel(clock.now() + timedelta(hours=5)), pytest.raises(NotFound):
        read_code(house)


def test_five_wrong_codes_end_the_link(house):
    issued = recover(house)
    code = read_code(house)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(5):
        refused(lambda: use(issued, wrong), "recovery.wrong_code")
    refused(lambda: use(issued, code), "recovery.over")
    assert Fact.objects.filter(kind="RecoveryFailed").count() == 5


def test_a_recovery_lasts_four_hours_and_only_the_newest_counts(house):
    first, second = recover(house), recover(house)
    code = read_code(house)
    refused(lambda: use(first, code), "recovery.over")
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        refused(lambda: use(second, code), "recovery.over")


def test_an_account_that_reaches_further_takes_officers_of_two_parties_and_tells_all(house):
    house.add_person(
        "shared", (house.network, house.city, "clerk"), (house.neighbour, house.district, "clerk")
    )
    issued = recover(house, key="shared")
    refused(lambda: read_code(house, key="shared"), "recovery.officer_from_elsewhere")
    assert use(issued, read_code(house, "district_representative", "shared"))
    told = Fact.objects.filter(kind="RecoveryIssued")
    assert {(fact.network_id, tuple(fact.audience)) for fact in told} == {
        (house.network.id, (str(house.city.id),)),
        (house.neighbour.id, (str(house.district.id),)),
    }
    assert Fact.objects.filter(kind="RecoveryCodeRead").count() == 2


def test_nobody_recovers_an_account_that_is_their_own_or_out_of_their_sight(house):
    refused(lambda: recover(house, "coordinator", "coordinator"), "person.not_oneself")
    with pytest.raises(NotFound):
        recover(house, "county_representative", "city_clerk")
    refused(lambda: recover(house, "city_clerk", "city_finance"), "permission.denied")
    recover(house, key="city_duty_officer")
    refused(lambda: read_code(house, key="city_duty_officer"), "person.not_oneself")


def from_the_host(*arguments: str) -> int:
    return recover_command.run(make_parser(only="recover").parse_args(["recover", *arguments]))


def test_the_host_lets_back_in_whom_nobody_else_can(house, capsys):
    email = house.people["coordinator"].email
    assert from_the_host(email, "--because", "only coordinator", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    token = printed["link"].rstrip("/").rpartition("/")[2]
    assert commands.use_recovery(
        STRANGER, token=token, code=printed["code"], password="four calm geese sail"
    )
    fact = Fact.objects.get(kind="RecoveryIssued")
    assert (fact.via, fact.payload["reason"]) == ("command line", "only coordinator")
    with pytest.raises(NotFound):
        from_the_host("nobody@example.org", "--because", "a test")
    commands.revoke_network_role(
        system_actor(house.network.id), person_id=house.people["auditor"].id, role="auditor"
    )
    refused(
        lambda: from_the_host(house.people["auditor"].email, "--because", "a test"),
        "person.serves_nobody",
    )


def test_nobody_ends_the_access_of_others_directly(house):
    person = house.people["city_clerk"].id
    refused(
        lambda: commands.end_access(house.actor("coordinator"), person_ids=[person]),
        "permission.denied",
    )
