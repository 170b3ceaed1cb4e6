"""A register comes in whole or not at all, with every wrong cell named by row and column."""

from __future__ import annotations

import pytest

from muster.journal.models import Fact
from muster.members import queries
from muster.members.commands import import_parties
from muster.members.models import Party
from muster.rules.refusal import Refused

HEAD = "name,kind,county\n"


def codes(house, content, who="coordinator") -> list[str]:
    """Why a file is refused; nothing of it may be there afterwards."""
    before = (Party.objects.count(), Fact.objects.count())
    with pytest.raises(Refused) as refused:
        import_parties(house.actor(who), content=content)
    assert (Party.objects.count(), Fact.objects.count()) == before
    return [refusal.code for refusal in refused.value.refusals]


def test_a_whole_register_is_added_with_its_fact(house):
    content = HEAD + "Town of Sand,town,Dry\nSand Water District,special_district,Wet\n"
    added = import_parties(house.actor("coordinator"), content=content.encode())
    assert [party.name for party in added] == ["Town of Sand", "Sand Water District"]
    listed = {party.name for party in queries.parties(house.actor("coordinator")).items}
    assert {"Town of Sand", "Sand Water District"} <= listed
    assert Fact.objects.order_by("-id").first().kind == "PartiesImported"


def test_one_wrong_cell_and_none_is_added(house):
    assert codes(house, HEAD + "Town of Sand,town,Dry\nB,spaceport,Wet\n") == ["import.cell"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"\n \n", "import.empty"),
        (b"\xff\xfe\x00n", "import.not_utf8"),
        ("name,county\nTown of Sand,Dry\n", "import.column_missing"),
        ("name,kind,mood\nTown of Sand,town,good\n", "import.column_unknown"),
        ("name,kind,kind\nTown of Sand,town,town\n", "import.column_twice"),
        (HEAD + "Town of Sand,town,Dry,more\n", "import.row_width"),
        (HEAD + "x" * 1_000_001, "import.too_large"),
        (HEAD + "Town,town,Dry\n" * 2001, "import.too_many_rows"),
    ],
)
def test_a_broken_file_is_refused_in_words(house, content, code):
    assert code in codes(house, content)


def test_a_party_of_the_network_is_not_added_twice(house):
    assert codes(house, HEAD + "City,city,Dry\n") == ["import.cell"]


def test_only_the_coordinator_brings_a_register(house):
    refused = codes(house, HEAD + "Town of Sand,town,Dry\n", "city_authorized_representative")
    assert refused == ["permission.denied"]
