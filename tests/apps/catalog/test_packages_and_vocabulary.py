"""Ready packages and the words of the network."""

from __future__ import annotations

import pytest

from muster.catalog import commands, queries
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import DUTY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


@pytest.fixture
def duty(stage):
    return stage.actor("sagebrush_county", DUTY)


def pack(actor, *items, **changes):
    said = {"name": "Two and a van", "price_cents": 200_000, "duration_hours": 48, **changes}
    return commands.add_package(actor, items=items, **said)


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_a_package_bundles_ones_own_resources_at_a_price(stage, duty):
    laptops, engineer = stage.laptops(), stage.engineer()
    made = pack(duty, (laptops.id, 2), (engineer.id, 1), work_package="reimage_pcs")
    card = queries.get_package(stage.actor("juniper_flats", DUTY), made.id)
    assert [(item.name, item.quantity) for item in card.items] == [
        ("Engineer One", 1),
        ("Laptops", 2),
    ]
    assert card.is_free and card.work_package_label == "Re-image PCs" and not card.is_own
    commands.set_unavailable(duty, resource_id=engineer.id)
    assert not queries.get_package(duty, made.id).is_free


def test_a_package_cannot_hold_what_is_not_there(stage, duty):
    laptops, foreign = stage.laptops(), stage.laptops("juniper_flats")
    seats = commands.add_resource(duty, resource_type="edr_seat", name="Seats", quantity=5)
    with pytest.raises(Refused) as refused:
        pack(duty, (laptops.id, 9), (foreign.id, 1), (seats.id, 1))
    assert set(codes(refused)) == {
        "package.item_too_many",
        "package.item_not_yours",
        "licence.not_permitted",
    }
    for items, code in (((), "package.no_items"), (((laptops.id, 1),) * 2, "package.item_twice")):
        with pytest.raises(Refused) as refused:
            pack(duty, *items)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        pack(duty, (laptops.id, 1), name=" ", price_cents=-1, duration_hours=0, work_package="x")
    assert len(codes(refused)) == 4


def test_a_package_is_changed_and_retired_by_its_own_party_only(stage, duty):
    laptops, other = stage.laptops(), stage.actor("juniper_flats", DUTY)
    made = pack(duty, (laptops.id, 2))
    said = {"name": "More", "items": [(laptops.id, 3)], "price_cents": 1, "duration_hours": 1}
    commands.edit_package(duty, package_id=made.id, **said)
    assert queries.get_package(other, made.id).items[0].quantity == 3
    with pytest.raises(NotFound):
        commands.edit_package(other, package_id=made.id, **said)
    with pytest.raises(Refused) as refused:
        commands.retire_resource(duty, resource_id=laptops.id)
    assert codes(refused) == ["resource.in_package"]
    commands.retire_package(duty, package_id=made.id)
    assert queries.packages(duty).items == []
    with pytest.raises(NotFound):
        queries.get_package(other, made.id)
    with pytest.raises(Refused) as refused:
        commands.edit_package(duty, package_id=made.id, **said)
    assert codes(refused) == ["package.retired"]


def test_a_new_network_can_be_used_at_once(stage):
    assert len(queries.skills(stage.system)) == 17
    assert {row.kind for row in queries.resource_types(stage.system)} == {
        "person",
        "equipment",
        "licence",
        "capacity",
        "facility",
    }
    presets = queries.work_packages(stage.system)
    assert len(presets) == 10 and all(preset.lines for preset in presets)
    reimage = presets[0]
    assert [line.quantity_for(200) for line in reimage.lines] == [5, 1]
    assert queries.get_work_package(stage.system, reimage.id) == reimage


def test_seeding_again_changes_nothing_that_the_coordinator_changed(stage):
    commands.define_skill(stage.coordinator, key="gis", label="Maps")
    commands.retire_word(stage.coordinator, vocabulary="work_package", key="reimage_pcs")
    added = commands.seed_vocabulary(system_actor(stage.network.id))
    assert set(added.values()) == {0}
    assert queries.get_skill(stage.system, "gis").label == "Maps"
    assert len(queries.work_packages(stage.system)) == 9


def test_a_retired_word_is_brought_back_by_defining_it_again(stage):
    commands.retire_word(stage.coordinator, vocabulary="skill", key="gis")
    assert "gis" not in [row.key for row in queries.skills(stage.system)]
    commands.define_skill(stage.coordinator, key="gis", label="Maps")
    assert "gis" in [row.key for row in queries.skills(stage.system)]


def test_a_type_in_use_cannot_be_retired_and_its_kind_stays(stage):
    stage.laptops()
    with pytest.raises(Refused) as refused:
        commands.retire_word(stage.coordinator, vocabulary="resource_type", key="laptop")
    assert codes(refused) == ["resource_type.in_use"]
    with pytest.raises(Refused) as refused:
        commands.define_resource_type(
            stage.coordinator, key="laptop", kind="person", label="Laptop"
        )
    assert codes(refused) == ["vocabulary.kind_fixed"]


def test_words_that_cannot_be_are_refused(stage):
    coordinator = stage.coordinator
    with pytest.raises(Refused) as refused:
        commands.define_clearance(coordinator, key="No Good", label="")
    assert codes(refused) == ["vocabulary.key_invalid", "vocabulary.no_label"]
    with pytest.raises(Refused) as refused:
        commands.define_resource_type(coordinator, key="x", kind="y", label="X", rate_basis="z")
    assert codes(refused) == ["vocabulary.kind_invalid", "resource.rate_basis"]
    lines = [
        {"resource_type": "laptop"},
        {"resource_type": "rocket"},
        {"resource_type": "laptop", "hours": 0},
    ]
    with pytest.raises(Refused) as refused:
        commands.define_work_package(
            coordinator, key="p", label="P", unit_label="each", lines=lines
        )
    assert [each.values["line"] for each in refused.value.refusals] == [2, 3]
    with pytest.raises(Refused) as refused:
        commands.define_work_package(coordinator, key="p", label="P", unit_label="each", lines=[])
    assert codes(refused) == ["work_package.no_lines"]
    with pytest.raises(NotFound):
        commands.retire_word(coordinator, vocabulary="spell", key="gis")


def test_only_the_coordinator_keeps_the_vocabulary(duty):
    with pytest.raises(Refused) as refused:
        commands.define_skill(duty, key="x", label="X")
    assert codes(refused) == ["permission.denied"]


def test_a_statement_counts_its_texts_and_stays_when_it_is_not_named(stage):
    said = {"key": "oath", "label": "Oath"}
    first = commands.define_clearance(stage.coordinator, **said, statement=" I swear.\r\n")
    assert (first.statement, first.statement_version) == ("I swear.", 1)
    commands.define_clearance(stage.coordinator, **said, statement="I swear.")
    kept = commands.define_clearance(stage.coordinator, key="oath", label="The oath")
    assert (kept.statement, kept.statement_version) == ("I swear.", 1)
    commands.define_clearance(stage.coordinator, **said, needs_host_acceptance=True)
    other = commands.define_clearance(stage.coordinator, **said, statement="I swear it.")
    assert (other.statement_version, other.needs_host_acceptance) == (2, True)
    with pytest.raises(Refused) as refused:
        commands.define_clearance(stage.coordinator, **said, statement="x" * 8_001)
    assert codes(refused) == ["vocabulary.statement_too_long"]


def test_the_starting_words_say_what_a_host_accepts_and_what_is_signed(stage):
    words = {each.key: each for each in queries.clearances(stage.coordinator)}
    assert words["cjis_fingerprint"].needs_host_acceptance
    signed = {key for key, each in words.items() if each.statement_version}
    assert signed == {"nda", "conflict_of_interest"}
