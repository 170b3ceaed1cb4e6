"""Writes that arrive twice, and ids that somebody else made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from muster.joining import commands
from muster.rules.refusal import NotFound
from tests.apps.joining.papers import DAY, NOW, Papers, refused, terms
from tests.apps.joining.test_signing import ONLY_SIGNATURE, pdf_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_an_upload_is_given_again_to_its_own_party_alone():
    papers = Papers(terms(ONLY_SIGNATURE))
    joining = papers.begin()
    given = {
        "joining_id": joining.id,
        "name": "signed.pdf",
        "content": pdf_of(),
        "signer_name": "Mayor Opal",
        "title": "Mayor",
        "signed_on": DAY,
        "signature_id": uuid4(),
    }
    first = commands.upload_signed(papers.director, **given)
    assert commands.upload_signed(papers.director, **given) == first
    papers.add_party("stranger", "Stranger City", standing="invited")
    stranger = papers.signer("stranger")
    with pytest.raises(NotFound):
        commands.upload_signed(stranger, **given)
    own = papers.begin(stranger)
    assert refused(commands.upload_signed, stranger, **{**given, "joining_id": own.id}) == [
        "id.taken"
    ]


def test_an_id_of_another_network_is_refused():
    papers, others = Papers(terms(ONLY_SIGNATURE)), Papers(terms(ONLY_SIGNATURE), slug="others")
    made = uuid4()
    first = papers.begin(joining_id=made)
    assert papers.begin(joining_id=made) == first
    assert refused(others.begin, joining_id=made) == ["id.taken"]
    signature = papers.sign(first, signature_id=uuid4())
    theirs = others.begin()
    assert refused(others.sign, theirs, signature_id=signature.id) == ["id.taken"]


def test_pressing_renew_twice_binds_for_one_term(moment):
    text = terms(ONLY_SIGNATURE).replace("years = 50", "years = 2")
    papers = Papers(text)
    joining = papers.begin()
    papers.sign(joining)
    renewed = commands.renew_joining(papers.director, joining_id=joining.id)
    assert renewed.renewed_until == date(2030, 3, 19)
    again = refused(commands.renew_joining, papers.director, joining_id=joining.id)
    assert again == ["joining.renewed_already"]
    moment.move_to(NOW.replace(year=2028))
    assert commands.renew_joining(papers.director, joining_id=joining.id).renewed_until == date(
        2032, 3, 19
    )


def test_what_binds_or_frees_a_party_asks_for_presence():
    papers = Papers(terms(ONLY_SIGNATURE))
    joining = papers.begin()
    absent = replace(papers.director, stepped_up=False)
    said = {"signer_name": "Mayor", "title": "Mayor", "signed_on": DAY}
    paper = {"joining_id": joining.id, "name": "signed.pdf", "content": pdf_of()}
    assert refused(commands.upload_signed, absent, **paper, **said) == ["step_up.required"]
    resolved = {"number": "2026-9", "resolved_on": DAY}
    for verb in (commands.opt_out, commands.revoke_opt_out):
        assert refused(verb, absent, **resolved) == ["step_up.required"]
    assert refused(commands.take_back_exit_notice, absent, reason="x") == ["step_up.required"]
    coordinator = replace(papers.coordinator, stepped_up=False)
    filed = {"joining_id": joining.id, "step": "filing", "number": "1", "done_on": DAY}
    assert refused(commands.file_joining, coordinator, **filed) == ["step_up.required"]


def test_a_clerk_binds_nobody_with_a_paper_that_no_signature_proves():
    papers = Papers(terms(ONLY_SIGNATURE))
    joining = papers.begin()
    clerk = replace(papers.director, roles=frozenset({"clerk"}))
    said = {"signer_name": "Mayor", "title": "Mayor", "signed_on": DAY}
    paper = {"joining_id": joining.id, "name": "signed.pdf", "content": pdf_of()}
    assert refused(commands.upload_signed, clerk, **paper, **said) == ["signature.none_inside"]
    seen = replace(papers.coordinator, stepped_up=True)
    assert commands.upload_signed(seen, **paper, **said).findings["signatures"] == []
    assert papers.again(joining).state == "in_force"


def test_no_party_shortens_its_notice_by_dating_it_back():
    papers = Papers(terms(ONLY_SIGNATURE))
    papers.sign(papers.begin())
    given = {"reason": "A new council", "given_on": DAY - timedelta(days=365)}
    assert refused(commands.give_exit_notice, papers.director, **given) == [
        "withdrawal.day_in_past"
    ]
    assert papers.standing() == "in_force"
    newcomer = papers.parties["newcomer"].id
    received = commands.give_exit_notice(papers.coordinator, party_id=newcomer, **given)
    assert received.given_on == given["given_on"], "the coordinator records a letter's own day"
