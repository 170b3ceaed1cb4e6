"""The demo's tables keep their promises before anything is loaded: facts, fiction, sample marks."""

import csv
import math
import tomllib
from pathlib import Path

import pytest

from muster.config.demo import shares
from tests import cast

REGISTER = shares.register()
FICTIONAL = shares.fictional_parties()
EVERYBODY = (*REGISTER, *FICTIONAL)
STORY = tomllib.loads((shares.HERE / "story.toml").read_text(encoding="utf-8"))
ACCOUNTS = tomllib.loads((shares.HERE / "accounts.toml").read_text(encoding="utf-8"))
VOCABULARY = shares.vocabulary()
FACTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "utah_agencies.csv"


def every_value(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from every_value(value)
    elif isinstance(node, list):
        for value in node:
            yield from every_value(value)
    else:
        yield node


def rows_of(node):
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from rows_of(child)


DOERS = {
    *("by", "asked_by", "accepted_by", "prepared_by", "submitted_by", "questioned_by", "paid_by"),
    *("answered_by", "waived_by", "approved_by", "led_by", "owner", "out_by", "back_by", "run_by"),
}


def test_the_register_names_28_parties_of_which_19_are_reported_as_signed():
    standings = [party.standing for party in REGISTER]
    assert len(REGISTER) == 28
    assert standings.count("in_force") == 19
    assert standings.count("signature_not_confirmed") == 9


def test_the_register_agrees_with_the_public_facts():
    if not FACTS.exists():
        pytest.skip("the public data set does not stand beside this checkout")
    with FACTS.open(encoding="utf-8") as lines:
        facts = {
            row["geoid"] or row["domain"]: row for row in csv.DictReader(lines) if row["it_maa"]
        }
    with (shares.HERE / "register.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(facts) == len(rows)
    for row in rows:
        fact = facts[row["census_geoid"] or row["domain"]]
        ours = (row["population"], row["latitude"], row["longitude"], row["county"], row["domain"])
        theirs = (fact["population"], fact["lat"], fact["lon"], fact["county"], fact["domain"])
        assert ours == theirs, row["name"]
        signed = fact["it_maa"] == "signed_2025_07"
        assert row["standing"] == ("in_force" if signed else "signature_not_confirmed")


def test_keys_and_names_of_parties_are_unique():
    assert len({party.key for party in EVERYBODY}) == len(EVERYBODY)
    assert len({party.name for party in EVERYBODY}) == len(EVERYBODY)


def test_every_fictional_party_says_so_in_its_name_and_no_real_one_does():
    assert all("(fictional)" in party.name for party in FICTIONAL)
    assert not any("fictional" in party.name.lower() for party in REGISTER)
    assert all(party.fictional for party in FICTIONAL)
    assert not any(party.fictional for party in REGISTER)


def test_every_share_and_every_account_is_marked_as_sample():
    for party in EVERYBODY:
        assert all(each.name.endswith("(sample)") for each in shares.shares_of(party))
        assert all(each.name.endswith("(sample)") for each in shares.ready_packages_of(party))
    assert all(row["name"].endswith("(sample)") for row in ACCOUNTS["account"])


def test_a_party_always_gets_the_same_shares():
    first = [shares.shares_of(party) for party in EVERYBODY]
    assert first == [shares.shares_of(party) for party in EVERYBODY]


def test_every_party_shares_people_and_at_least_one_thing():
    for party in EVERYBODY:
        kinds = {each.kind for each in shares.shares_of(party)}
        assert "person" in kinds
        assert kinds - {"person"}, party.name


def test_all_five_kinds_and_a_backup_site_are_shared_by_somebody():
    everything = [each for party in EVERYBODY for each in shares.shares_of(party)]
    kinds = {each.kind for each in everything}
    assert kinds == {"person", "equipment", "licence", "capacity", "facility"}
    assert "backup_storage" in {each.resource_type for each in everything}


def test_a_bigger_city_shares_more():
    by_key = {party.key: party for party in REGISTER}
    sizes = [len(shares.shares_of(by_key[key])) for key in ("centerville", "draper", "provo")]
    assert sizes == sorted(set(sizes))


def test_a_reserve_never_exceeds_what_there_is_and_serials_count_the_pieces():
    for party in EVERYBODY:
        for each in shares.shares_of(party):
            assert 0 <= each.reserve < each.quantity or each.quantity == 1 and each.reserve == 0
            assert each.rate >= 0
            if each.kind == "equipment":
                assert len(set(each.serials)) == each.quantity


def test_shares_use_only_words_of_the_vocabulary():
    for party in EVERYBODY:
        for each in shares.shares_of(party):
            assert set(each.skills) <= set(VOCABULARY["skills"])
            assert set(each.clearances) <= set(VOCABULARY["clearances"])
            assert each.resource_type in VOCABULARY["resource_types"]


def test_a_ready_package_holds_no_more_than_its_party_shares_beyond_the_reserve():
    for party in EVERYBODY:
        lendable: dict[str, int] = {}
        for each in shares.shares_of(party):
            spare = each.quantity - each.reserve
            lendable[each.resource_type] = lendable.get(each.resource_type, 0) + spare
        for package in shares.ready_packages_of(party):
            assert sum(quantity for _, quantity in shares.pieces_of(package, party)) == sum(
                quantity for _, quantity in package.holds
            )
            for resource_type, quantity in package.holds:
                assert lendable.get(resource_type, 0) >= quantity, package.name


def test_the_live_request_asks_for_work_packages_that_a_new_network_has():
    known = {package["key"] for package in shares.work_packages()}
    assert len(known) == 10
    asked = [key for key, _ in STORY["live"]["aid_request"]["work_packages"]]
    assert set(asked) <= known


def test_the_vocabulary_has_no_skill_that_nobody_has():
    had = {skill for p in EVERYBODY for each in shares.shares_of(p) for skill in each.skills}
    assert had == set(VOCABULARY["skills"])


def test_no_real_party_appears_in_the_story():
    words = {value for value in every_value(STORY) if isinstance(value, str)}
    for party in REGISTER:
        for word in words:
            assert word != party.key and not word.startswith(f"{party.key}/")
            assert party.name not in word
    accounts = {row["key"] for row in ACCOUNTS["account"]}
    real = {party.key for party in REGISTER}
    assert not {grant["party"] for r in ACCOUNTS["account"] for grant in r.get("roles", ())} & real
    told = {
        row[word] for part in STORY.values() for row in rows_of(part) for word in DOERS & set(row)
    }
    assert told <= accounts


def test_the_past_mission_used_more_than_the_free_hours():
    hours = [float(entry[3]) for entry in STORY["past"]["mission"]["time_entries"]]
    assert sum(hours) == 72


def test_resources_of_the_story_exist_and_belong_to_the_party_that_offers_them():
    for offer in (*STORY["past"]["offer"], *STORY["live"]["offer"]):
        for line in offer["lines"]:
            for key in line["resources"]:
                share = cast.SHARES[key]
                assert share.party == offer["party"]
                assert line.get("quantity", 1) <= share.quantity - share.reserve


def test_accounts_cannot_be_reached_by_mail_or_telephone():
    for row in ACCOUNTS["account"]:
        assert row["email"].endswith(".example")
        assert row["phone"][-7:-2] == "55501", "555-0100 to 555-0199 is kept for fiction"


def test_every_role_of_a_party_and_of_the_network_has_an_account():
    party_roles = {grant["role"] for r in ACCOUNTS["account"] for grant in r.get("roles", ())}
    assert party_roles == set(cast.AGENCY_ROLES)
    network_roles = {role for r in ACCOUNTS["account"] for role in r.get("network_roles", ())}
    assert network_roles == {"coordinator", "auditor"}
    assert any(len(account.parties) == 2 for account in cast.ACCOUNTS.values())


def test_the_helpers_are_within_a_plausible_drive_of_the_stricken_city():
    city = cast.PARTIES["juniper_flats"]
    for key in ("sagebrush_county", "cottonwood_bend", "red_mesa_schools"):
        assert 5 < distance_km(city, cast.PARTIES[key]) < 60


def distance_km(one, other) -> float:
    """Great-circle distance, for plausibility only."""
    lat1, lon1, lat2, lon2 = (
        math.radians(float(value))
        for value in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 6371.0 * 2 * math.asin(math.sqrt(half))
