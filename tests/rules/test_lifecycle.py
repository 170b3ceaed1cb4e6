"""The state tables: every row walks, every other step refuses, nothing dangles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.lifecycle import (
    ALL,
    CLAIM,
    DEPLOYMENT,
    LOAN,
    MISSION,
    OFFER,
    AidRequestState,
    ClaimState,
    DeploymentState,
    Lifecycle,
    MissionState,
    OfferState,
    allowed_actions,
    diagram,
    move,
    next_state,
)
from muster.rules.lifecycle.table import row
from muster.rules.permissions import PERMISSIONS
from muster.rules.refusal import Refusal, Refused

EVERY_STEP = [
    (table, state, action) for table in ALL for state in table.states for action in table.actions
]


@pytest.mark.parametrize(
    ("table", "state", "action"), EVERY_STEP, ids=lambda each: getattr(each, "name", each)
)
def test_a_step_is_in_the_table_or_refused(table, state, action):
    outcome = next_state(table, state, action)
    if action in allowed_actions(table, state):
        assert outcome in table.states
    else:
        assert isinstance(outcome, Refusal)
        assert outcome.code == f"{table.name}.wrong_state"
        assert outcome.values == {"state": str(state), "action": action}


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_state_that_a_table_names_can_be_reached(table):
    reached, frontier = {table.initial}, [table.initial]
    while frontier:
        state = frontier.pop()
        found = {
            table.step(state, action).target for action in allowed_actions(table, state)
        } - reached
        reached |= found
        frontier += found
    named = {state for each in table.rows for state in {*each.sources, each.target}}
    assert named <= reached
    assert table.ended <= reached


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_only_an_ended_state_may_be_a_dead_end(table):
    named = {state for each in table.rows for state in {*each.sources, each.target}}
    assert all(allowed_actions(table, state) or table.has_ended(state) for state in named)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_an_end_can_be_reached_from_every_state(table):
    for start in {state for each in table.rows for state in each.sources}:
        seen, frontier = {start}, [start]
        while frontier:
            state = frontier.pop()
            found = {
                table.step(state, action).target for action in allowed_actions(table, state)
            } - seen
            seen |= found
            frontier += found
        assert seen & table.ended


@given(st.data())
def test_any_walk_stays_inside_its_table(data):
    table = data.draw(st.sampled_from(ALL))
    state = table.initial
    for _ in range(12):
        actions = allowed_actions(table, state)
        if not actions:
            break
        state = move(table, state, data.draw(st.sampled_from(actions)))
        assert state in table.states


def test_states_are_accepted_as_their_stored_text():
    assert next_state(OFFER, "submitted", "accept") is OfferState.ACCEPTED


def test_an_unknown_stored_state_is_an_error_and_not_a_refusal():
    with pytest.raises(ValueError):
        next_state(OFFER, "nonsense", "accept")


def test_move_raises_the_refusal_with_the_term_that_grounds_it():
    with pytest.raises(Refused) as caught:
        move(OFFER, OfferState.DECLINED, "accept")
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.term) == ("offer.wrong_state", "response")


def test_an_action_may_lead_from_one_state_to_one_state_only():
    with pytest.raises(ValueError, match="two states"):
        Lifecycle(
            "aid_request",
            AidRequestState,
            AidRequestState.DRAFT,
            frozenset(),
            (
                row("open", AidRequestState.DRAFT, AidRequestState.OPEN),
                row("open", AidRequestState.DRAFT, AidRequestState.CLOSED),
            ),
        )


def test_a_recall_is_notice_and_leaves_the_mission_running():
    assert next_state(MISSION, MissionState.ACTIVE, "recall") is MissionState.ACTIVE


def test_a_lost_loan_counts_as_accounted_for_and_may_still_be_found():
    assert LOAN.has_ended(DeploymentState.LOST)
    assert next_state(LOAN, DeploymentState.LOST, "return") is DeploymentState.RETURNED


def test_people_check_in_and_things_are_handed_over():
    assert "check_in" in DEPLOYMENT.actions and "check_in" not in LOAN.actions
    assert "hand_over" in LOAN.actions and "hand_over" not in DEPLOYMENT.actions


def test_a_submitted_claim_cannot_be_amended():
    assert isinstance(next_state(CLAIM, ClaimState.SUBMITTED, "amend"), Refusal)


def test_a_diagram_shows_each_step_and_is_the_same_each_time():
    text = diagram(OFFER)
    assert text == diagram(OFFER)
    assert text.startswith("stateDiagram-v2\n    [*] --> draft\n")
    assert "    submitted --> accepted: accept\n" in text
    assert "    declined --> [*]\n" in text


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_permission_that_a_row_names_is_in_the_permission_table(table):
    unknown = {each.permission for each in table.rows if each.permission} - set(PERMISSIONS)
    assert not unknown
