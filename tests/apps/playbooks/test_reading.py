"""Who may read which playbook: in lists, on its page, in the pack, on a phone, taken along."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from muster.journal import clock
from muster.members import commands as members
from muster.offline import queries as offline
from muster.packs import commands as packs
from muster.playbooks import commands, queries
from muster.playbooks.models import Playbook
from muster.records.kinds import playbooks as kind
from muster.records.queries.own import tables_of
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound
from tests.apps.aid.world import World, build
from tests.apps.exchange.test_forms import is_accessible, text_of
from tests.apps.playbooks.written import revised, written

AMBER, GREEN = "TLP:AMBER", "TLP:GREEN"


def titles(actor: Actor) -> set[str]:
    return {each.title for each in queries.playbooks(actor).items}


@pytest.fixture
def several(world: World) -> World:
    """The city's own, two that it shares, and the network's."""
    city = world.actor("city")
    written(city, title="Own")
    written(city, title="Amber", is_shared=True, sharing_label=AMBER)
    written(city, title="Green", is_shared=True, sharing_label=GREEN)
    written(world.actor(None, "coordinator"), title="Network", kind="outage")
    return world


ROLES = ("authorized_representative", "duty_officer", "responder", "finance", "clerk", "read_only")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_a_party_reads_its_own_and_what_is_shared(several: World, role: str) -> None:
    assert titles(several.actor("city", role)) == {"Own", "Amber", "Green", "Network"}
    assert titles(several.actor("county", role)) == {"Amber", "Green", "Network"}


def test_officers_read_what_is_shared_and_who_is_not_bound_what_is_wide(several: World) -> None:
    for role in ("coordinator", "auditor"):
        assert titles(several.actor(None, role)) == {"Amber", "Green", "Network"}
    assert titles(several.actor("town")) == {"Green"}
    assert titles(build("elsewhere").actor("city")) == set()


def test_what_is_no_longer_shared_is_hidden_with_all_its_versions(world: World) -> None:
    city, county = world.actor("city"), world.actor("county")
    first = written(city, is_shared=True)
    second = revised(city, first, is_shared=False)
    for read in (
        lambda: queries.get_playbook(county, first.playbook_id),
        lambda: queries.get_version(county, first.playbook_id, 1),
        lambda: queries.versions_of(county, first.playbook_id),
    ):
        with pytest.raises(NotFound):
            read()
    revised(city, second, is_shared=True)
    assert [each.number for each in queries.versions_of(county, first.playbook_id)] == [3, 1]


def test_words_and_kind_find_it(several: World) -> None:
    city = several.actor("city")
    written(city, title="Flooded", steps="Move the racks upstairs", kind="disaster")
    found = queries.playbooks(city, search="UPSTAIRS racks").items
    assert [each.title for each in found] == ["Flooded"]
    assert queries.playbooks(city, search="racks cable").items == []
    assert {each.title for each in queries.playbooks(city, kind="outage").items} == {"Network"}
    assert len(queries.playbooks(city, whose="ours").items) == 4
    assert len(queries.playbooks(city, whose="network").items) == 1


def test_at_hand_the_own_come_first_and_then_the_networks(several: World) -> None:
    several.actor("county")
    written(several.actor("county"), title="Zinc")
    assert [each.title for each in queries.at_hand(several.actor("county"))] == [
        "Zinc",
        "Network",
        "Amber",
        "Green",
    ]


def test_a_phone_keeps_the_steps_that_its_person_may_read(several: World) -> None:
    def kept(actor: Actor) -> dict[str, str]:
        sections = {each.key: each.items for each in offline.snapshot(actor).sections}
        return {each["title"]: each["text"] for each in sections["playbooks"]}

    assert "2. Do not switch it off." in kept(several.actor("city"))["Own"]
    assert set(kept(several.actor("county", "responder"))) == {"Amber", "Green", "Network"}


def test_the_pack_holds_them_behind_two_pages_of_essentials(several: World) -> None:
    system = system_actor(several.network.id)
    for number in range(60):
        party = members.add_party(
            system, name=f"{number:03d} Neighbor", kind="city", standing="in_force"
        )
        members.add_contact(
            system, party_id=party.id, kind="always", name="Desk", phone=f"8015551{number:03d}"
        )
    made = packs.print_pack(several.actor("city"), party_id=several.parties["city"].id).content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    *essentials, last = pages
    assert 1 <= len(essentials) <= 2 and is_accessible(made)
    assert "Whom else to call" in "".join(essentials)
    assert "Pull the cable." not in "".join(essentials)
    for shown in ("Own", "Amber", "Network", "Pull the cable.", AMBER, GREEN):
        assert shown in last


def test_a_pack_made_by_the_coordinator_holds_no_more_than_both_may_read(several: World) -> None:
    def taken(party: str, actor: Actor) -> set[str]:
        made = packs.queries.pack(actor, several.parties[party].id)
        return {each.title for each in made.playbooks}

    coordinator = several.actor(None, "coordinator")
    assert taken("city", coordinator) == {"Amber", "Green", "Network"}
    assert taken("town", coordinator) == {"Green"}
    assert taken("county", several.actor("county", "duty_officer")) == {
        "Amber",
        "Green",
        "Network",
    }


def test_a_party_takes_every_version_of_its_own_along(several: World) -> None:
    city = several.actor("city")
    revised(city, queries.playbooks(city, search="Green").items[0], title="Greener")
    rows = {name: list(table) for name, table in tables_of(city) if name.startswith("playbook")}
    assert len(rows["playbooks"]) == 3
    assert {each["title"] for each in rows["playbook_versions"]} == {
        "Own",
        "Amber",
        "Green",
        "Greener",
    }


def test_the_schedule_takes_the_words_of_withdrawn_ones_alone(several: World) -> None:
    city, system = several.actor("city"), system_actor(several.network.id)
    gone = queries.playbooks(city, search="Own").items[0]
    commands.withdraw_playbook(city, playbook_id=gone.playbook_id, reason="Replaced")
    (due,) = kind.due(several.network.id, clock.now().replace(year=2200), 10)
    every = [str(each) for each in Playbook.objects.values_list("id", flat=True)]
    assert (due.key, kind.dispose(system, every)) == (str(gone.playbook_id), 1)
    left = queries.get_playbook(city, gone.playbook_id)
    assert (left.title, left.written_by_name) == ("[disposed of]", "")
    assert titles(city) == {"Amber", "Green", "Network"}
    assert kind.due(several.network.id, clock.now().replace(year=2200), 10) == []


def test_it_is_printed_with_its_label(several: World) -> None:
    from muster.playbooks.documents import paper

    found = queries.get_playbook(
        several.actor("county"),
        queries.playbooks(several.actor("county"), search="Green").items[0].playbook_id,
    )
    content = paper.answer(found).content
    assert is_accessible(content)
    assert GREEN in text_of(content) and "Do not switch it off." in text_of(content)
