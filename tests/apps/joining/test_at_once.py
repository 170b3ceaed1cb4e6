"""Steps under one version at the same instant: none is lost and none waits for another for ever."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from muster.agreements import queries as agreements
from muster.joining import commands, queries
from muster.joining.models import Accession, ExitNotice, Signature
from muster.members.models import Membership
from muster.rules.refusal import NotFound, Refused
from tests.apps.joining.papers import NOW, Papers, terms
from tests.apps.joining.test_signing import pdf_of
from tests.apps.joining.test_two_sides import BILATERAL
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)
LAST_PARTY = 'kind = "opt_in"\nsteps = ["signature"]\neffective_on = "last_party"'


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_last_two_parties_sign_at_once_and_both_are_bound() -> None:
    papers = Papers(terms(LAST_PARTY))
    papers.add_party("second", "Second City", standing="invited")
    second = papers.signer("second")
    first, later = papers.begin(), papers.begin(second)

    results = race(lambda: papers.sign(first), lambda: papers.sign(later, second))

    assert all(isinstance(each, Signature) for each in results), results
    assert papers.again(first).state == papers.again(later).state == "in_force"
    assert papers.standing() == papers.standing("second") == "in_force"


def test_the_text_is_not_changed_under_the_hand_of_who_signs() -> None:
    papers = Papers(terms(LAST_PARTY))
    joining = papers.begin()
    signed_text = queries.text_of(papers.version.id).sha256

    signed, attached = race(
        lambda: papers.sign(joining),
        lambda: commands.attach_text(
            papers.coordinator, version_id=papers.version.id, name="t.pdf", content=pdf_of()
        ),
    )

    kept = queries.text_of(papers.version.id).sha256
    if isinstance(signed, Signature):
        assert signed.document_sha256 == kept == signed_text
        assert [each.code for each in attached.refusals] == ["agreement_text.signed"]
    else:
        assert isinstance(signed, Refused) and kept != signed_text


def test_who_begins_holds_no_standing_while_it_waits_for_the_version() -> None:
    """A signer holds the version and then asks for the standings: the two would wait for each other."""
    papers = Papers(terms(LAST_PARTY))
    begun: list[object] = []
    waiting = threading.Thread(target=lambda: begun.extend(race(papers.begin)))
    with transaction.atomic():
        agreements.get_version(papers.system, papers.version.id, lock=True)
        waiting.start()
        time.sleep(0.5)
        party = Membership.objects.filter(party_id=papers.newcomer.id)
        assert party.select_for_update(nowait=True).get().standing == "invited"
    waiting.join(60)
    assert isinstance(begun[0], Accession), begun


def test_a_party_begins_with_a_third_one_while_its_papers_with_another_are_signed() -> None:
    papers = Papers(terms(BILATERAL))
    elder_party = papers.add_party("elder", "Elder City", standing="invited")
    third = papers.add_party("third", "Third City", standing="invited")
    elder = papers.signer("elder")
    joining = papers.begin(other_party_id=elder_party.id)
    for side in (papers.director, elder):
        papers.review(joining, side)
    papers.sign(joining)

    signed, begun = race(
        lambda: papers.sign(joining, elder), lambda: papers.begin(other_party_id=third.id)
    )

    assert isinstance(signed, Signature) and isinstance(begun, Accession), (signed, begun)
    assert papers.standing() == papers.standing("elder") == "in_force"


def test_who_follows_a_standing_holds_the_papers_before_it() -> None:
    """Whoever signs holds the papers and then asks for the standing."""
    papers = Papers(terms(LAST_PARTY))
    joining = papers.begin()
    followed: list[object] = []

    def follow() -> None:
        commands.follow_change_by_hand(
            papers.system, party_id=papers.newcomer.id, standing="withdrawn"
        )

    waiting = threading.Thread(target=lambda: followed.extend(race(follow)))
    with transaction.atomic():
        queries.get_joining(papers.system, joining.id, lock=True)
        waiting.start()
        time.sleep(0.5)
        party = Membership.objects.filter(party_id=papers.newcomer.id)
        assert party.select_for_update(nowait=True).get().standing == "pending"
    waiting.join(60)
    assert followed == [None]


def test_whose_last_day_is_over_loses_its_papers_before_its_notice() -> None:
    """Whoever follows a standing, or takes the notice back, asks for the notice last."""
    papers = Papers(terms())
    joining = papers.join()
    commands.give_exit_notice(papers.director, reason="The council decided")
    (notice,) = ExitNotice.objects.all()
    kept: list[object] = []

    def keep() -> int:
        return commands.keep_days(papers.system)

    with time_machine.travel(NOW + timedelta(days=2_000), tick=False):
        waiting = threading.Thread(target=lambda: kept.extend(race(keep)))
        with transaction.atomic():
            queries.get_joining(papers.system, joining.id, lock=True)
            waiting.start()
            time.sleep(0.5)
            held = ExitNotice.objects.select_for_update(nowait=True).get(id=notice.id)
            assert held.ended_at is None
            party = Membership.objects.filter(party_id=papers.newcomer.id)
            assert party.select_for_update(nowait=True).get().standing == "withdrawing"
        waiting.join(60)
    assert kept == [1]
    assert papers.standing() == "withdrawn"
    assert ExitNotice.objects.get().ended_at is not None


def test_a_notice_that_is_taken_back_on_its_last_day_ends_nothing_or_is_over() -> None:
    papers = Papers(terms())
    papers.join()
    commands.give_exit_notice(papers.director, reason="The council decided")
    with time_machine.travel(NOW + timedelta(days=2_000), tick=False):
        kept, taken_back = race(
            lambda: commands.keep_days(papers.system),
            lambda: commands.take_back_exit_notice(papers.director, reason="It stays"),
        )
    assert isinstance(kept, int), kept
    if isinstance(taken_back, ExitNotice):
        assert papers.standing() == "in_force"
    else:
        assert isinstance(taken_back, Refused | NotFound), taken_back
        assert papers.standing() == "withdrawn"
