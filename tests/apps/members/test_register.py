"""The register: parties, their standing, their contacts, and what other networks never see."""

from uuid import uuid4

import pytest

from muster.journal.models import Fact
from muster.members import commands, queries
from muster.members.models import Contact, Party
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused


def codes(caught):
    return {refusal.code for refusal in caught.value.refusals}


def add_contact(house, actor, party=None, **given):
    values = {"kind": "always", "name": "Duty desk", "phone": "(801) 555-0123"} | given
    return commands.add_contact(actor, party_id=(party or house.city).id, **values)


def test_the_coordinator_puts_a_party_on_the_register(house):
    party = commands.add_party(house.actor("coordinator"), name="Water", kind="special_district")
    shown = queries.get_party(house.actor("city_clerk"), party.id)
    assert (shown.name, shown.membership.standing) == ("Water", "invited")
    assert Fact.objects.filter(kind="PartyAdded", network_id=house.network.id).count() == 3


def test_a_representative_cannot_add_a_party(house):
    with pytest.raises(Refused) as caught:
        commands.add_party(house.actor("city_authorized_representative"), name="X", kind="city")
    assert codes(caught) == {"permission.denied"}


def test_two_parties_of_a_network_cannot_have_one_name(house):
    with pytest.raises(Refused) as caught:
        commands.add_party(house.actor("coordinator"), name="cITY", kind="city")
    assert codes(caught) == {"party.name_taken"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "field.required"),
        ("name", "a\x00b", "field.invalid"),
        ("name", "a\u202eb", "field.invalid"),
        ("name", "x" * 201, "field.too_long"),
        ("kind", "empire", "field.unknown_choice"),
        ("population", -1, "number.out_of_range"),
        ("population", 10**30, "number.out_of_range"),
        ("latitude", 91.0, "number.out_of_range"),
        ("latitude", float("nan"), "number.out_of_range"),
        ("state_code", "Utah", "field.invalid"),
        ("standing", "withdrawn", "party.wrong_first_standing"),
    ],
)
def test_a_party_with_broken_facts_is_refused_beside_the_field(house, field, value, code):
    given = {"name": "Fine", "kind": "city", field: value}
    with pytest.raises(Refused) as caught:
        commands.add_party(house.actor("coordinator"), **given)
    assert (code, field) in {(each.code, each.field) for each in caught.value.refusals}
    assert not Party.objects.filter(name="Fine").exists()


def test_a_party_of_another_network_is_not_found_by_its_id(house):
    for read in (queries.get_party, queries.get_membership, queries.contacts, queries.role_holders):
        with pytest.raises(NotFound):
            read(house.actor("coordinator"), house.district.id)
    with pytest.raises(NotFound):
        commands.add_party(house.actor("coordinator"), party_id=house.district.id)


def test_a_coordinator_who_serves_elsewhere_brings_a_known_party_along(house):
    house.add_person(
        "bridge", (house.network, None, "coordinator"), (house.neighbour, None, "auditor")
    )
    actor = house.actor("bridge", network=house.network)
    party = commands.add_party(actor, party_id=house.district.id)
    assert party.id == house.district.id
    with pytest.raises(Refused) as caught:
        commands.add_party(actor, party_id=house.district.id)
    assert codes(caught) == {"party.already_member"}


def test_lists_hold_the_own_network_alone(house):
    here = queries.parties(house.actor("city_read_only")).items
    there = queries.parties(house.actor("coordinator_there")).items
    assert [party.name for party in here] == ["City", "County"]
    assert [party.name for party in there] == ["County", "District"]
    assert queries.counties(house.actor("coordinator")) == ["Dry"]


def test_parties_are_filtered_and_paged(house):
    actor = house.actor("coordinator")
    for number in range(5):
        commands.add_party(actor, name=f"Town {number}", kind="town", county="Wet")
    first = queries.parties(actor, kind="town", limit=2)
    rest = queries.parties(actor, kind="town", limit=10, cursor=first.next)
    names = [party.name for party in first.items + rest.items]
    assert names == [f"Town {number}" for number in range(5)]
    assert len(queries.parties(actor, county="dry").items) == 2
    assert len(queries.parties(actor, standing="invited").items) == 5
    assert [p.name for p in queries.parties(actor, search="n 3").items] == ["Town 3"]
    with pytest.raises(Refused) as caught:
        queries.parties(actor, cursor="no such cursor")
    assert codes(caught) == {"cursor.invalid"}


def test_a_party_corrects_its_own_facts_and_no_other_ones(house):
    clerk = house.actor("city_clerk")
    party = commands.edit_party(clerk, party_id=house.city.id, population=40200)
    assert party.population == 40200
    with pytest.raises(Refused) as caught:
        commands.edit_party(clerk, party_id=house.county.id, population=1)
    assert "party.not_yours" in codes(caught)
    with pytest.raises(Refused) as caught:
        commands.edit_party(clerk, party_id=house.city.id, signature_confirmed=True)
    assert codes(caught) == {"party.only_coordinator"}


def test_a_coordinator_cannot_rename_a_party_that_another_network_shares(house):
    with pytest.raises(Refused) as caught:
        commands.edit_party(house.actor("coordinator"), party_id=house.county.id, name="Mine")
    assert codes(caught) == {"party.shared"}
    own = commands.edit_party(
        house.actor("coordinator"), party_id=house.county.id, signature_confirmed=True
    )
    assert own.membership.signature_confirmed
    there = queries.get_membership(house.actor("coordinator_there"), house.county.id)
    assert not there.signature_confirmed


def test_standing_moves_along_its_table_with_a_reason(house):
    coordinator = house.actor("coordinator")
    with pytest.raises(Refused) as caught:
        commands.change_standing(coordinator, party_id=house.city.id, action="suspend")
    assert codes(caught) == {"standing.reason_missing"}
    commands.change_standing(
        coordinator, party_id=house.city.id, action="suspend", reason="No attestation"
    )
    fact = Fact.objects.get(kind="PartyStandingChanged")
    assert fact.payload["standing_before"] == "in_force"
    assert fact.payload["standing"] == "suspended"
    with pytest.raises(Refused) as caught:
        commands.change_standing(coordinator, party_id=house.city.id, action="put_in_force")
    assert codes(caught) == {"standing.wrong_state"}
    there = queries.get_membership(house.actor("coordinator_there"), house.county.id)
    assert there.standing == "in_force"


def test_a_phone_number_is_kept_in_one_form(house):
    contact = add_contact(house, house.actor("city_duty_officer"))
    assert contact.phone == "+18015550123"


@pytest.mark.parametrize(
    "phone", ["12", "call me", "801-555-0123 ext 4", "\x00", "9" * 400, "+999999"]
)
def test_a_broken_phone_number_is_refused_beside_its_field(house, phone):
    with pytest.raises(Refused) as caught:
        add_contact(house, house.actor("city_clerk"), phone=phone)
    assert ("phone.invalid", "phone") in {(e.code, e.field) for e in caught.value.refusals}


def test_a_contact_needs_a_way_to_be_reached(house):
    with pytest.raises(Refused) as caught:
        add_contact(house, house.actor("city_clerk"), phone="")
    assert codes(caught) == {"contact.unreachable"}


def test_contacts_are_called_in_the_order_that_was_set(house):
    actor = house.actor("city_authorized_representative")
    first, second, third = (add_contact(house, actor, name=name) for name in "abc")
    wanted = [third.id, first.id, second.id]
    commands.reorder_contacts(actor, party_id=house.city.id, contact_ids=wanted)
    assert [c.id for c in queries.contacts(actor, house.city.id)] == wanted
    with pytest.raises(Refused) as caught:
        commands.reorder_contacts(actor, party_id=house.city.id, contact_ids=[first.id])
    assert codes(caught) == {"contact.order_incomplete"}


def test_contacts_are_for_those_in_force(house):
    add_contact(house, house.actor("city_clerk"))
    assert queries.contacts(house.actor("county_representative"), house.city.id)
    assert queries.contacts(house.actor("auditor"), house.city.id)
    coordinator = house.actor("coordinator")
    commands.change_standing(
        coordinator, party_id=house.county.id, action="suspend", reason="Overdue"
    )
    assert queries.contacts(house.actor("county_representative"), house.city.id) == []
    add_contact(house, house.actor("county_representative"), house.county)
    assert queries.contacts(house.actor("county_representative"), house.county.id)


def test_contacts_belong_to_one_network_although_the_party_is_in_two(house):
    contact = add_contact(house, house.actor("county_representative"), house.county)
    there = house.actor("county_there")
    assert queries.contacts(there, house.county.id) == []
    with pytest.raises(NotFound):
        queries.get_contact(there, contact.id)
    with pytest.raises(NotFound):
        commands.remove_contact(there, contact_id=contact.id)


def test_only_the_party_or_the_coordinator_changes_contacts(house):
    contact = add_contact(house, house.actor("coordinator"))
    stranger = house.actor("county_representative")
    for change in (
        lambda: commands.edit_contact(stranger, contact_id=contact.id, name="Other"),
        lambda: commands.remove_contact(stranger, contact_id=contact.id),
        lambda: commands.reorder_contacts(
            stranger, party_id=house.city.id, contact_ids=[contact.id]
        ),
        lambda: commands.verify_contacts(stranger, party_id=house.city.id),
        lambda: add_contact(house, stranger),
    ):
        with pytest.raises(Refused) as caught:
            change()
        assert codes(caught) == {"contact.not_yours"}
    assert Contact.objects.get(id=contact.id).name == "Duty desk"


def test_a_removed_contact_is_shown_no_more_and_stays_in_the_journal(house):
    actor = house.actor("city_clerk")
    contact = add_contact(house, actor)
    commands.remove_contact(actor, contact_id=contact.id)
    assert queries.contacts(actor, house.city.id) == []
    kinds = list(Fact.objects.order_by("id").values_list("kind", flat=True))[-2:]
    assert kinds == ["ContactAdded", "ContactRemoved"]


def test_facts_about_contacts_hold_no_number_or_address(house):
    add_contact(house, house.actor("city_clerk"), email="desk@city.example")
    payloads = str(list(Fact.objects.values_list("payload", flat=True)))
    assert "5550123" not in payloads and "desk@city" not in payloads


def test_checking_the_numbers_is_noted_on_each(house):
    actor = house.actor("city_duty_officer")
    with pytest.raises(Refused) as caught:
        commands.verify_contacts(actor, party_id=house.city.id)
    assert codes(caught) == {"contact.none"}
    add_contact(house, actor)
    commands.verify_contacts(actor, party_id=house.city.id)
    assert queries.contacts(actor, house.city.id)[0].verified_at is not None


def test_an_exercise_is_opened_and_closed_by_the_coordinator(house):
    coordinator = house.actor("coordinator")
    exercise = commands.open_exercise(coordinator, name="Autumn drill")
    assert queries.open_exercises(house.actor("city_read_only")) == [exercise]
    with pytest.raises(NotFound):
        queries.get_exercise(house.actor("coordinator_there"), exercise.id)
    commands.close_exercise(coordinator, exercise_id=exercise.id)
    assert queries.open_exercises(coordinator) == []
    with pytest.raises(Refused) as caught:
        commands.close_exercise(coordinator, exercise_id=exercise.id)
    assert codes(caught) == {"exercise.closed"}


def test_network_settings_are_the_coordinators(house):
    network = commands.edit_network(house.actor("coordinator"), time_zone="America/Boise")
    assert network.time_zone == "America/Boise"
    for zone in ("", "Mars/Olympus", "../../etc/passwd"):
        with pytest.raises(Refused):
            commands.edit_network(house.actor("coordinator"), time_zone=zone)
    with pytest.raises(Refused):
        commands.edit_network(house.actor("auditor"), name="Mine")


def test_a_network_needs_its_own_short_name(house):
    for slug, code in (("home", "network.slug_taken"), ("No Good", "network.slug_invalid")):
        with pytest.raises(Refused) as caught:
            commands.create_network(system_actor(), slug=slug, name="Again")
        assert codes(caught) == {code}


def test_whoever_has_no_network_sees_nothing(house):
    nobody = system_actor()
    assert queries.parties(nobody).items == []
    with pytest.raises(NotFound):
        queries.get_network(nobody)
    with pytest.raises(NotFound):
        queries.get_exercise(nobody, uuid4())
