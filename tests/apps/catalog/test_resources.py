"""Listing, changing, retiring; what others see of it; setting it aside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from muster.catalog import commands, queries
from muster.catalog.handlers import find_by_the_new_name
from muster.catalog.models import Resource
from muster.journal import clock
from muster.journal.models import Fact
from muster.members.events import PartyEdited
from muster.rules.actor import NetworkRole, PartyRole
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import DUTY, Stage, some_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


@pytest.fixture
def duty(stage):
    return stage.actor("sagebrush_county", DUTY)


@pytest.fixture
def other(stage):
    return stage.actor("juniper_flats", DUTY)


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def add(actor, resource_type="laptop", **inputs):
    said = {"name": "Laptops", "quantity": 10, **inputs}
    return commands.add_resource(actor, resource_type=resource_type, **said)


def test_a_party_lists_what_it_can_lend_and_everyone_may_know(duty):
    row = add(duty, details={"serial_numbers": ["A1", "A2"], "condition": "good"})
    assert row.kind == "equipment" and row.party_id == duty.party_id
    fact = Fact.objects.get(kind="ResourceAdded")
    assert fact.payload["name"] == "Laptops" and fact.audience is None


def test_the_same_submission_lists_once(duty):
    first = add(duty, resource_id=some_id(5))
    assert add(duty, resource_id=some_id(5)).id == first.id
    assert Resource.objects.count() == 1


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"resource_type": "rocket"}, "resource.unknown_type", "resource_type"),
        ({"name": "  "}, "resource.no_name", "name"),
        ({"quantity": 0}, "resource.no_quantity", "quantity"),
        ({"reserve": 11}, "resource.reserve_above_quantity", "reserve"),
        ({"quantity": 10**9}, "resource.quantity_too_large", "quantity"),
        ({"skills": ["juggling"]}, "resource.unknown_skill", "skills"),
        ({"clearances": [{"key": "x"}]}, "resource.unknown_clearance", "clearances"),
        ({"rate_ten_thousandths": 5}, "resource.rate_basis", "rate_basis"),
        ({"rate_ten_thousandths": -1}, "resource.rate_invalid", "rate_ten_thousandths"),
        ({"latitude": 40.0}, "resource.place_invalid", "latitude"),
        ({"latitude": float("nan"), "longitude": 0.0}, "resource.place_invalid", "latitude"),
        ({"details": {"phone": "1"}}, "resource.unknown_detail", "details"),
        (
            {"quantity": 1, "details": {"serial_numbers": ["a", "b"]}},
            "resource.more_serials_than_pieces",
            "serial_numbers",
        ),
        ({"details": {"serial_numbers": ["a", "a"]}}, "resource.serial_twice", "serial_numbers"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(duty, inputs, code, field):
    with pytest.raises(Refused) as refused:
        add(duty, **inputs)
    assert (code, field) in [(each.code, each.field) for each in refused.value.refusals]
    assert not Resource.objects.exists()


def test_a_person_is_listed_one_by_one_and_is_of_ones_own_party(stage, duty, other):
    with pytest.raises(Refused) as refused:
        add(duty, "systems_engineer", quantity=2, details={"person_id": other.person_id})
    assert set(codes(refused)) == {"resource.one_person", "resource.not_your_person"}


def test_a_clearance_cannot_end_before_it_was_granted(duty):
    held = {"key": "nda", "granted_on": date(2026, 3, 2), "expires_on": date(2026, 3, 1)}
    with pytest.raises(Refused) as refused:
        add(duty, "systems_engineer", quantity=1, clearances=[held, {"key": "nda"}])
    assert set(codes(refused)) == {"resource.clearance_backwards", "resource.clearance_twice"}


def test_a_permission_to_lend_a_licence_says_how_it_was_given(duty):
    with pytest.raises(Refused) as refused:
        add(duty, "edr_seat", details={"lending_permitted": True})
    assert codes(refused) == ["licence.no_evidence"]


def test_only_officers_and_clerks_list_and_only_for_their_own_party(stage, duty):
    with pytest.raises(Refused) as refused:
        add(stage.actor("sagebrush_county", PartyRole.FINANCE))
    assert codes(refused) == ["permission.denied"]
    with pytest.raises(Refused) as refused:
        add(duty, party_id=stage.parties["juniper_flats"].id)
    assert codes(refused) == ["resource.other_party"]


def test_what_is_not_named_stays_when_a_resource_is_changed(duty):
    row = add(duty, reserve=2, details={"serial_numbers": ["A1"], "condition": "good"})
    changed = commands.edit_resource(duty, resource_id=row.id, quantity=12)
    assert (changed.quantity, changed.reserve, changed.name) == (12, 2, "Laptops")
    card = queries.get_resource(duty, row.id)
    assert card.details["serial_numbers"] == ["A1"]
    fact = Fact.objects.get(kind="ResourceEdited")
    assert fact.payload["changed"] == ["quantity"] and fact.audience == [str(duty.party_id)]


def test_a_change_that_changes_nothing_records_nothing(duty):
    row = add(duty)
    commands.edit_resource(duty, resource_id=row.id, name="Laptops")
    assert not Fact.objects.filter(kind="ResourceEdited").exists()


def test_skills_and_clearances_are_replaced_as_they_are_stated(duty):
    row = add(
        duty, "systems_engineer", quantity=1, skills=["linux", "gis"], clearances=[{"key": "nda"}]
    )
    commands.edit_resource(
        duty,
        resource_id=row.id,
        skills=["gis", "network"],
        clearances=[{"key": "nda", "note": "x"}],
    )
    card = queries.get_resource(duty, row.id)
    assert {key for key, _ in card.skills} == {"gis", "network"}
    assert [each.note for each in card.clearances] == ["x"]


def test_a_skill_since_retired_stays_where_it_was(stage, duty):
    row = add(duty, "systems_engineer", quantity=1, skills=["gis"])
    commands.retire_word(stage.coordinator, vocabulary="skill", key="gis")
    commands.edit_resource(duty, resource_id=row.id, name="Other", skills=["gis", "linux"])
    assert {key for key, _ in queries.get_resource(duty, row.id).skills} == {"gis", "linux"}


def test_no_less_can_be_stated_than_missions_hold(stage, duty):
    row, at = add(duty), clock.now()
    with transaction.atomic():
        commands.reserve(
            stage.system, mission_id=some_id(), items=[(row.id, 6, at, at + timedelta(days=1))]
        )
    with pytest.raises(Refused) as refused:
        commands.edit_resource(duty, resource_id=row.id, quantity=5)
    assert codes(refused) == ["resource.below_promised"]
    with pytest.raises(Refused) as refused:
        commands.retire_resource(duty, resource_id=row.id)
    assert codes(refused) == ["resource.still_promised"]


def test_another_partys_resource_can_be_seen_but_not_changed(duty, other):
    row = add(duty)
    assert queries.get_resource(other, row.id).name == "Laptops"
    for change in (
        lambda: commands.edit_resource(other, resource_id=row.id, name="Mine"),
        lambda: commands.retire_resource(other, resource_id=row.id),
        lambda: commands.set_unavailable(other, resource_id=row.id),
        lambda: commands.clear_unavailability(other, resource_id=row.id),
    ):
        with pytest.raises(NotFound):
            change()


def test_other_parties_see_no_serials_no_reserve_no_telephone_and_no_dates(duty, other):
    thing = add(duty, reserve=3, details={"serial_numbers": ["SECRET"], "replacement_cents": 5})
    held = {"key": "nda", "expires_on": date(2030, 1, 1), "note": "SECRET"}
    person = add(
        duty,
        "systems_engineer",
        name="Engineer",
        quantity=1,
        clearances=[held],
        details={"phone": "SECRET", "overtime_rate_ten_thousandths": 7},
    )
    for row in (thing, person):
        seen = queries.get_resource(other, row.id)
        assert "SECRET" not in repr(seen)
        assert seen.quantity is None and seen.reserve is None
        assert queries.reservations_of(other, row.id) == []
    assert queries.get_resource(other, thing.id).free == 7
    assert queries.get_resource(other, person.id).overtime_rate_ten_thousandths == 7
    assert queries.get_resource(duty, person.id).details["phone"] == "SECRET"


def test_another_network_sees_nothing(duty):
    row = add(duty)
    stranger = Stage("other").seed().actor("juniper_flats", DUTY)
    with pytest.raises(NotFound):
        queries.get_resource(stranger, row.id)
    assert queries.resources(stranger).items == []
    assert queries.resources_by_id(stranger, [row.id]) == {}


@pytest.mark.parametrize("standing", ["invited", "pending", "suspended", "withdrawn"])
def test_a_party_that_is_not_bound_reads_its_own_entries_alone(stage, duty, standing):
    row = add(duty)
    stage.add_party("late_town", "Late Town", standing)
    outsider = stage.actor("late_town", DUTY)
    own = add(outsider)
    items = [(row.id, 1)]
    package = commands.add_package(duty, name="Kit", items=items, price_cents=0, duration_hours=8)

    assert [card.id for card in queries.resources(outsider).items] == [own.id]
    assert queries.packages(outsider).items == []
    assert queries.resources_by_id(outsider, [row.id]) == {}
    assert queries.counts_of_party(outsider, duty.party_id) == {}
    for hidden in (
        lambda: queries.get_resource(outsider, row.id),
        lambda: queries.get_package(outsider, package.id),
    ):
        with pytest.raises(NotFound):
            hidden()
    auditor = stage.actor("late_town", NetworkRole.AUDITOR, name="auditor")
    assert len(queries.resources(auditor).items) == 2


def test_a_retired_resource_is_found_by_its_own_party_only(duty, other):
    row = add(duty)
    commands.retire_resource(duty, resource_id=row.id)
    assert queries.get_resource(duty, row.id).retired_at
    with pytest.raises(NotFound):
        queries.get_resource(other, row.id)
    assert queries.resources(duty).items == []
    wanted = queries.ResourceFilter(party_id=duty.party_id, with_retired=True)
    assert len(queries.resources(duty, wanted=wanted).items) == 1
    assert queries.resources(other, wanted=wanted).items == []


def test_what_is_set_aside_is_not_free_until_it_is_brought_back(duty):
    row = add(duty)
    commands.set_unavailable(duty, resource_id=row.id, reason="Being repaired")
    card = queries.get_resource(duty, row.id)
    assert card.free == 0 and card.is_away
    commands.clear_unavailability(duty, resource_id=row.id)
    assert queries.get_resource(duty, row.id).free == 10


def test_an_absence_ends_after_it_starts_and_in_the_future(duty):
    row, at = add(duty), clock.now()
    for begins, ends in ((at, at), (at - timedelta(days=2), at - timedelta(days=1))):
        with pytest.raises(Refused) as refused:
            commands.set_unavailable(duty, resource_id=row.id, starts_at=begins, ends_at=ends)
        assert codes(refused) == ["time.order"]


def test_an_absence_to_come_can_be_dropped_by_itself(duty):
    row, at = add(duty), clock.now()
    later = commands.set_unavailable(duty, resource_id=row.id, starts_at=at + timedelta(days=9))
    commands.set_unavailable(duty, resource_id=row.id)
    commands.clear_unavailability(duty, resource_id=row.id, unavailability_id=later.id)
    assert queries.get_resource(duty, row.id).is_away
    assert len(queries.unavailabilities_of(duty, row.id, clock.now())) == 1


def test_a_responder_sets_only_their_own_availability(stage, duty):
    responder = stage.actor("sagebrush_county", PartyRole.RESPONDER, signed_in=True)
    own = add(
        duty,
        "systems_engineer",
        name="Me",
        quantity=1,
        details={"person_id": responder.person_id},
    )
    thing = add(duty)
    commands.set_unavailable(responder, resource_id=own.id)
    with pytest.raises(Refused) as refused:
        commands.set_unavailable(responder, resource_id=thing.id)
    assert codes(refused) == ["resource.not_yours"]


def test_a_list_is_narrowed_by_each_filter(stage, duty, other):
    add(duty, home_base="Sagebrush")
    add(other, name="Juniper laptops")
    add(
        duty,
        "systems_engineer",
        name="Émile",
        quantity=1,
        skills=["linux"],
        clearances=[{"key": "nda", "expires_on": date(2030, 1, 1)}],
    )
    wanted = queries.ResourceFilter
    found = {
        "kind": wanted(kind="person"),
        "type": wanted(resource_type="systems_engineer"),
        "skill": wanted(skill="linux"),
        "clearance": wanted(clearance="nda"),
        "text": wanted(text="éMIL"),
        "party and kind": wanted(party_id=duty.party_id, kind="person"),
    }
    for name, filters in found.items():
        listed = queries.resources(other, wanted=filters).items
        assert [card.name for card in listed] == ["Émile"], name
    assert len(queries.resources(other, wanted=wanted(text="sagebrush lap")).items) == 1
    assert queries.resources(other, wanted=wanted(text="50%_';--\x00"[:8])).items == []


def test_a_list_of_what_is_free_leaves_out_what_is_promised_set_aside_or_not_permitted(stage, duty):
    at = clock.now()
    tomorrow = at + timedelta(days=1)
    promised, aside = add(duty, name="Promised"), add(duty, name="Aside")
    add(duty, name="Kept back", reserve=10)
    add(duty, "edr_seat", name="Not permitted")
    add(duty, "backup_storage", name="Ended", details={"available_until": date(2020, 1, 1)})
    partly = add(duty, name="Partly")
    commands.set_unavailable(duty, resource_id=aside.id)
    with transaction.atomic():
        commands.reserve(
            stage.system,
            mission_id=some_id(),
            items=[(promised.id, 10, at, tomorrow), (partly.id, 9, at, tomorrow)],
        )
    wanted = queries.ResourceFilter(free_from=at, free_until=tomorrow)
    listed = queries.resources(duty, wanted=wanted).items
    assert [(card.name, card.free) for card in listed] == [("Partly", 1)]


def test_pages_of_a_list_neither_repeat_nor_lose(duty):
    for number in range(7):
        add(duty, name=f"Same name {number // 3}")
    seen, cursor = [], None
    while True:
        page = queries.resources(duty, cursor=cursor, limit=3)
        seen += [card.id for card in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_list_takes_as_many_queries_for_fifty_as_for_one(duty, django_assert_max_num_queries):
    for number in range(50):
        add(duty, "systems_engineer", name=f"Engineer {number}", quantity=1, skills=["linux"])
    with django_assert_max_num_queries(6):
        assert len(queries.resources(duty).items) == 50


def test_a_party_that_changed_its_name_is_found_under_it(stage, duty):
    add(duty)
    party = stage.parties["sagebrush_county"]
    party.name = "Greater Sagebrush"
    party.save()
    find_by_the_new_name(PartyEdited(party.id, party.name, ["name"]), None)
    assert len(queries.resources(duty, wanted=queries.ResourceFilter(text="greater")).items) == 1
