"""Agreements of two parties: each side does all its steps, and either side's leaving ends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from muster.joining import commands
from tests.apps.joining.papers import NOW, Papers, terms

pytestmark = pytest.mark.django_db
BILATERAL = """kind = "bilateral"
steps = ["attorney_review", "signature"]
adopting = ["signature"]
effective_on = "last_party\""""


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def bound(text: str = "") -> tuple[Papers, object, object]:
    """Two parties that have signed with each other; the newcomer began."""
    papers = Papers(text or terms(BILATERAL))
    other = papers.add_party("elder", "Elder City", standing="invited")
    elder = papers.signer("elder")
    joining = papers.begin(other_party_id=other.id)
    for side in (papers.director, elder):
        papers.review(joining, side)
        papers.sign(joining, side)
    return papers, elder, papers.again(joining)


def test_when_the_other_side_leaves_the_papers_of_both_end(moment):
    papers, elder, joining = bound()
    assert joining.state == "in_force"
    commands.give_exit_notice(elder, reason="A new council")
    moment.move_to(NOW + timedelta(days=400))
    commands.keep_days(papers.system)
    assert papers.standing("elder") == "withdrawn"
    assert papers.again(joining).state == "ended"


def test_a_term_that_nobody_renews_runs_out_for_both_sides(moment):
    text = terms(BILATERAL).replace("years = 50", "years = 1")
    papers, _, joining = bound(text)
    moment.move_to(NOW + timedelta(days=800))
    commands.keep_days(papers.system)
    assert papers.again(joining).state == "ended"
    assert papers.standing("newcomer") == papers.standing("elder") == "withdrawn"


def test_a_bound_party_spares_its_next_partner_no_step(moment):
    papers, elder, _ = bound()
    third = papers.add_party("third", "Third City", standing="invited")
    joining = papers.begin(elder, other_party_id=third.id)
    assert joining.purpose == "join"
    again = papers.begin(elder, other_party_id=papers.parties["newcomer"].id)
    assert again.purpose == "adopt", "those two are bound to each other already"
