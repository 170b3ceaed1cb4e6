"""The chain: any touch is found, with what was done and where first."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.rules.journal_chain import (
    GENESIS,
    Checkpoint,
    Damage,
    Header,
    SealedFact,
    canonical_json,
    payload_digest,
    plain,
    seal,
    verify,
)
from muster.rules.lifecycle import OfferState

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def chain(length, start=1, previous=GENESIS):
    facts = []
    for position in range(start, start + length):
        payload = {"note": f"fact {position}", "hours": position}
        header = Header(
            position=position,
            id=UUID(int=position),
            kind="offer_submitted",
            network_id=UUID(int=99),
            at=START + timedelta(minutes=position),
            actor={"person": None, "via": "page"},
            subjects=[f"aid_request:{position % 3}"],
            payload_sha256=payload_digest(payload),
        )
        previous = seal(previous, header)
        facts.append(SealedFact(header, previous, payload))
    return facts


def renumbered(facts):
    return [
        replace(fact, header=replace(fact.header, position=place))
        for place, fact in enumerate(facts, start=1)
    ]


def end_of(facts):
    return Checkpoint(facts[-1].header.position, facts[-1].hash)


LENGTHS = st.integers(min_value=1, max_value=12)


@given(LENGTHS)
def test_an_untouched_chain_holds(length):
    facts = chain(length)
    verdict = verify(facts, end_of(facts))
    assert verdict.ok
    assert (verdict.position, verdict.hash) == (length, facts[-1].hash)


def test_an_empty_chain_holds():
    assert verify([]).ok


def test_a_chain_can_be_verified_from_a_proved_point():
    facts = chain(8)
    first = verify(facts[:5])
    assert verify(facts[5:], start=Checkpoint(first.position, first.hash)).ok


@given(LENGTHS, st.data())
def test_an_erased_payload_verifies(length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 1))
    facts[place] = replace(facts[place], payload=None)
    assert verify(facts, end_of(facts)).ok


@given(LENGTHS, st.data())
def test_an_altered_header_is_found_where_it_is(length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 1))
    field, value = data.draw(
        st.sampled_from(
            [
                ("id", UUID(int=1000)),
                ("kind", "offer_accepted"),
                ("network_id", None),
                ("at", START),
                ("actor", {"person": "someone else"}),
                ("subjects", []),
                ("payload_sha256", "f" * 64),
            ]
        )
    )
    facts[place] = replace(facts[place], header=replace(facts[place].header, **{field: value}))
    verdict = verify(facts)
    assert (verdict.first_bad_position, verdict.what) == (place + 1, Damage.ALTERED)


@given(LENGTHS, st.data())
def test_an_altered_payload_is_found_where_it_is(length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 1))
    facts[place] = replace(facts[place], payload={"note": "never happened"})
    verdict = verify(facts)
    assert (verdict.first_bad_position, verdict.what) == (place + 1, Damage.PAYLOAD_ALTERED)


@given(st.integers(2, 12), st.data())
def test_a_deletion_is_found_where_it_was(length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 2))
    del facts[place]
    verdict = verify(facts)
    assert (verdict.first_bad_position, verdict.what) == (place + 1, Damage.DELETED)


@given(st.integers(3, 12), st.data())
def test_a_deletion_is_found_even_when_the_rest_is_renumbered(length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 3))
    del facts[place]
    verdict = verify(renumbered(facts))
    assert (verdict.first_bad_position, verdict.what) == (place + 1, Damage.DELETED)


@pytest.mark.parametrize("own_hash", [True, False], ids=["sealed by the forger", "hash made up"])
@given(length=LENGTHS, data=st.data())
def test_an_insertion_is_found_even_when_the_rest_is_renumbered(own_hash, length, data):
    facts = chain(length)
    place = data.draw(st.integers(0, length - 1))
    previous = facts[place - 1].hash if place else GENESIS
    forged = chain(1, start=place + 1, previous=previous)[0]
    forged = replace(forged, header=replace(forged.header, id=UUID(int=5000)))
    forged_hash = seal(previous, forged.header) if own_hash else "a" * 64
    facts.insert(place, replace(forged, hash=forged_hash))
    verdict = verify(renumbered(facts))
    assert (verdict.first_bad_position, verdict.what) == (place + 1, Damage.INSERTED)


def test_a_position_taken_twice_is_an_insertion():
    facts = chain(4)
    verdict = verify([*facts[:2], facts[1], *facts[2:]])
    assert (verdict.first_bad_position, verdict.what) == (2, Damage.INSERTED)


@given(st.integers(2, 12), st.data())
def test_a_cut_end_is_found_by_the_checkpoint(length, data):
    facts = chain(length)
    kept = data.draw(st.integers(0, length - 1))
    verdict = verify(facts[:kept], end_of(facts))
    assert (verdict.first_bad_position, verdict.what) == (kept + 1, Damage.TRUNCATED)
    assert verify(facts[:kept]).ok  # without a checkpoint nobody can know


def test_a_chain_rewritten_whole_is_found_between_two_checkpoints():
    facts = chain(9)
    early, late = Checkpoint(4, facts[3].hash), end_of(facts)
    forged = replace(facts[5].header, kind="offer_withdrawn")
    rest, previous = [], facts[4].hash
    for header in [forged, *(fact.header for fact in facts[6:])]:
        previous = seal(previous, header)
        rest.append(SealedFact(header, previous))
    verdict = verify([*facts[:5], *rest], [early, late])
    assert (verdict.first_bad_position, verdict.what) == (5, Damage.ALTERED)


@settings(max_examples=200)
@given(st.randoms(use_true_random=False), st.integers(2, 10))
def test_no_shuffle_passes(chance: random.Random, length):
    facts = chain(length)
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert verify(shuffled, end_of(facts)).ok == (shuffled == facts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(JSON)
def test_what_is_stored_plain_digests_the_same(payload):
    assert payload_digest(plain(payload)) == payload_digest(payload)
    assert canonical_json(payload).isascii()


def test_the_order_of_keys_changes_nothing():
    assert payload_digest({"a": 1, "b": 2}) == payload_digest({"b": 2, "a": 1})


def test_ids_times_amounts_and_states_become_their_text():
    mountain = timezone(timedelta(hours=-7))
    assert plain(
        {
            "id": UUID(int=1),
            "at": datetime(2026, 3, 1, 1, 2, 3, 4, tzinfo=mountain),
            "on": date(2026, 3, 1),
            "cost": Decimal("1.10"),
            "state": OfferState.DRAFT,
            "lines": (1, 2),
        }
    ) == {
        "id": "00000000-0000-0000-0000-000000000001",
        "at": "2026-03-01T08:02:03.000004Z",
        "on": "2026-03-01",
        "cost": "1.10",
        "state": "draft",
        "lines": [1, 2],
    }


def test_a_header_read_back_as_text_seals_the_same():
    header = chain(1)[0].header
    read_back = replace(header, id=str(header.id), network_id=str(header.network_id))
    read_back = replace(read_back, at=plain(header.at))
    assert seal(GENESIS, read_back) == seal(GENESIS, header)


@pytest.mark.parametrize("value", [1.5, object(), b"bytes", datetime(2026, 1, 1)])
def test_what_does_not_keep_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json({"value": value})
