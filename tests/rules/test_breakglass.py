"""Codes as people type them, who may vouch, for which side one may lift."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from muster.rules.actor import Actor
from muster.rules.breakglass import (
    ALPHABET,
    LENGTH,
    MAY_DO_IN_A_SESSION,
    FirstVoucher,
    grouped,
    is_well_typed,
    lifting_side,
    plain,
    refusals_for_vouching,
    with_check,
)
from muster.rules.permissions import PERMISSIONS

NETWORK, CITY, COUNTY, TOWN = (UUID(int=number) for number in range(1, 5))
ANNA, BERT, CARL = (UUID(int=number) for number in range(11, 14))
SIGNS = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


@given(SIGNS)
def test_a_code_comes_back_from_however_it_is_written(signs):
    code = with_check(signs)
    assert is_well_typed(code)
    assert plain(grouped(code).lower().replace("0", "o").replace("1", "i")) == code


@given(SIGNS, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_slip_is_found(signs, place, sign):
    code = with_check(signs)
    slipped = code[:place] + sign + code[place + 1 :]
    assert is_well_typed(slipped) == (slipped == code)


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reading(typed):
    assert is_well_typed(plain(typed)) in (True, False)


def test_a_session_reaches_nothing_that_gives_power_or_money():
    shut = ("role.", "person.", "token.", "network", "claim.", "rate.", "agreement", "joining.")
    shut += ("withdrawal.", "profile.", "session.", "break_glass.issue", "break_glass.vouch")
    assert not [each for each in MAY_DO_IN_A_SESSION if each.startswith(shut)]
    assert PERMISSIONS.keys() >= MAY_DO_IN_A_SESSION


def codes(actor: Actor, first: FirstVoucher | None) -> set[str]:
    found = refusals_for_vouching(actor, party_id=CITY, person_id=CARL, first=first)
    return {refusal.code for refusal in found}


def officer(person: UUID, party: UUID | None) -> Actor:
    return Actor(network_id=NETWORK, person_id=person, party_id=party)


def test_two_people_of_two_other_parties_vouch():
    first = FirstVoucher(ANNA, COUNTY)
    assert codes(officer(ANNA, COUNTY), None) == set()
    assert codes(officer(BERT, TOWN), first) == set()
    assert codes(officer(BERT, None), first) == set()
    assert codes(officer(BERT, COUNTY), first) == {"vouching.same_party"}
    assert codes(officer(ANNA, TOWN), first) == {"vouching.same_person"}
    assert codes(officer(BERT, CITY), first) == {"vouching.own_party"}
    assert codes(officer(CARL, TOWN), first) == {"vouching.not_oneself"}


def test_who_is_coordinator_and_representative_lifts_for_the_network_alone():
    def side(party: UUID | None, *roles: str) -> str | None:
        return lifting_side(Actor(NETWORK, ANNA, party, frozenset(roles)), CITY)

    assert side(CITY, "authorized_representative") == "party"
    assert side(CITY, "authorized_representative", "coordinator") == "network"
    assert side(COUNTY, "authorized_representative") is None
    assert side(CITY, "duty_officer") is None
