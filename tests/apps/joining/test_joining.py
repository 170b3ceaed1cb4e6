"""Joining by the terms in force: each step in its order, and the standing that follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from muster.joining import commands, queries
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.members import commands as members
from muster.rules.refusal import NotFound, Refused
from tests.apps.catalog.stage import REPRESENTATIVE
from tests.apps.joining.papers import DAY, NOW, Papers, terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def papers() -> Papers:
    return Papers()


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_a_party_joins_step_by_step_and_is_in_force(papers):
    joining = papers.begin()
    assert papers.standing() == "pending"
    papers.review(joining)
    papers.resolve(joining)
    assert papers.standing() == "pending"
    papers.sign(joining)
    joining = papers.again(joining)
    assert (joining.state, joining.effective_on) == ("in_force", DAY)
    assert papers.standing() == "in_force"
    assert queries.has_adopted(papers.system, papers.newcomer.id, papers.version.id)


def test_without_the_attorneys_review_it_is_not_active(papers):
    joining = papers.begin()
    for step in (papers.resolve, papers.sign):
        with pytest.raises(Refused) as refused:
            step(joining)
        assert "joining.step_missing" in codes(refused)
    with pytest.raises(Refused) as refused:
        members.change_standing(
            papers.coordinator, party_id=papers.newcomer.id, action="put_in_force"
        )
    assert set(codes(refused)) == {"joining.step_missing"}
    assert papers.standing() == "pending"


def test_a_step_is_refused_twice_in_the_future_and_out_of_order(papers):
    joining = papers.begin()
    with pytest.raises(Refused) as refused:
        papers.review(joining, done_on=DAY + timedelta(days=1))
    assert codes(refused) == ["joining.day_in_future"]
    papers.review(joining)
    with pytest.raises(Refused) as refused:
        papers.review(joining)
    assert codes(refused) == ["joining.step_done"]
    with pytest.raises(Refused) as refused:
        papers.resolve(joining, done_on=date(2026, 3, 1))
    assert codes(refused) == ["joining.day_out_of_order"]


def test_what_a_step_must_say_is_asked_for(papers):
    joining = papers.begin()
    with pytest.raises(Refused) as refused:
        papers.review(joining, attorney_name=" ")
    assert codes(refused) == ["joining.no_attorney"]
    papers.review(joining)
    with pytest.raises(Refused) as refused:
        papers.resolve(joining, number=" ", governing_body="", takes_effect_on=date(2026, 3, 9))
    assert codes(refused) == [
        "joining.no_number",
        "joining.no_body",
        "joining.effect_before_resolution",
    ]


def test_a_paper_goes_with_a_step_and_only_its_party_and_officers_open_it(papers):
    joining = papers.begin()
    papers.review(joining, upload=("letter.txt", b"Reviewed and found in order."))
    file_id = joining.steps.get().file_id
    name, _, content = queries.paper(papers.coordinator, joining.id, file_id)
    assert (name, content) == ("letter.txt", b"Reviewed and found in order.")
    with pytest.raises(NotFound):
        queries.paper(papers.signer("sagebrush_county"), joining.id, file_id)
    with pytest.raises(NotFound):
        queries.paper(papers.coordinator, joining.id, papers.newcomer.id)


def test_the_coordinator_invites_and_strangers_do_not(papers):
    joining = papers.begin(papers.coordinator, party_id=papers.newcomer.id, note="Welcome")
    assert joining.is_invited
    assert papers.begin(papers.coordinator, joining_id=joining.id).id == joining.id
    other = papers.signer("sagebrush_county")
    with pytest.raises(Refused) as refused:
        papers.begin(other, party_id=papers.newcomer.id)
    assert codes(refused) == ["joining.not_yours"]
    with pytest.raises(NotFound):
        papers.review(joining, other)
    with pytest.raises(Refused) as refused:
        papers.begin()
    assert codes(refused) == ["joining.under_way"]


def test_a_draft_is_not_joined_and_without_an_agreement_nobody_joins(papers):
    from muster.agreements import commands as agreements

    draft = agreements.draft_version(
        papers.coordinator, label="next", title="Next", terms_text=terms()
    )
    with pytest.raises(Refused) as refused:
        papers.begin(papers.coordinator, party_id=papers.newcomer.id, version_id=draft.id)
    assert codes(refused) == ["joining.not_in_force"]


def test_the_day_of_the_resolution_counts_where_the_terms_say_so():
    papers = Papers(
        terms(
            'kind = "opt_in"\nsteps = ["attorney_review", "resolution", "signature"]\n'
            'effective_on = "resolution_date"'
        )
    )
    assert papers.join().effective_on == date(2026, 3, 10)


def test_a_resolution_with_a_later_day_binds_from_that_day(moment):
    papers = Papers(
        terms(
            'kind = "opt_in"\nsteps = ["attorney_review", "resolution", "signature"]\n'
            'effective_on = "resolution_date"'
        )
    )
    joining = papers.begin()
    papers.review(joining)
    papers.resolve(joining, takes_effect_on=date(2026, 4, 1))
    papers.sign(joining)
    assert papers.again(joining).state == "complete" and papers.standing() == "pending"
    assert commands.keep_days(papers.system) == 0
    moment.move_to(NOW + timedelta(days=13))
    assert commands.keep_days(papers.system) == 1
    assert papers.again(joining).state == "in_force" and papers.standing() == "in_force"
    with pytest.raises(Refused):
        commands.keep_days(papers.coordinator)


def test_the_coordinator_files_and_that_brings_it_into_force():
    papers = Papers(
        terms('kind = "opt_in"\nsteps = ["signature", "filing"]\neffective_on = "filing"')
    )
    joining = papers.begin()
    with pytest.raises(Refused) as refused:
        file(papers, joining)
    assert codes(refused) == ["joining.step_missing"]
    papers.sign(joining)
    assert papers.standing() == "pending"
    with pytest.raises(Refused) as refused:
        file(papers, joining, papers.director)
    assert codes(refused) == ["permission.denied"]
    with pytest.raises(Refused):
        file(papers, joining, step="signature")
    file(papers, joining)
    assert papers.again(joining).state == "in_force" and papers.standing() == "in_force"


def file(papers, joining, actor=None, **given):
    said = {"step": "filing", "number": "F-1", "done_on": DAY, **given}
    return commands.file_joining(actor or papers.coordinator, joining_id=joining.id, **said)


def test_two_signers_sign_in_order_and_are_two_people():
    papers = Papers(
        terms(
            'kind = "opt_in"\nsteps = ["signature"]\neffective_on = "own_signature"\n'
            'signers = ["Mayor", "City recorder"]'
        )
    )
    joining = papers.begin()
    papers.sign(joining, title="Mayor")
    assert papers.again(joining).state == "open"
    assert queries.steps_shown(joining)[0].next_signer == "City recorder"
    with pytest.raises(Refused) as refused:
        papers.sign(joining)
    assert codes(refused) == ["signature.signed_already"]
    papers.sign(joining, papers.signer("newcomer", "recorder"), title="City recorder")
    assert papers.again(joining).state == "in_force"


BILATERAL = 'kind = "bilateral"\nsteps = ["signature"]\neffective_on = "last_party"'


def test_a_bilateral_agreement_binds_the_two_once_both_have_signed():
    papers = Papers(terms(BILATERAL))
    other_id = papers.parties["sagebrush_county"].id
    with pytest.raises(Refused) as refused:
        papers.begin()
    assert codes(refused) == ["joining.other_party_missing"]
    joining = papers.begin(other_party_id=other_id)
    papers.sign(joining)
    assert papers.again(joining).state == "open"
    assert queries.version_between(papers.system, papers.newcomer.id, other_id) is None
    papers.sign(joining, papers.signer("sagebrush_county"))
    assert papers.again(joining).state == "in_force" and papers.standing() == "in_force"
    assert queries.version_between(papers.system, other_id, papers.newcomer.id) == papers.version
    third = papers.parties["cottonwood_bend"].id
    assert queries.version_between(papers.system, papers.newcomer.id, third) is None


def test_where_the_last_party_counts_nobody_is_bound_before_it():
    papers = Papers(terms('kind = "opt_in"\nsteps = ["signature"]\neffective_on = "last_party"'))
    papers.add_party("second", "Second City", standing="invited")
    second = papers.signer("second")
    first, later = papers.begin(), papers.begin(second)
    papers.sign(first)
    assert papers.again(first).state == "complete" and papers.standing() == "pending"
    papers.sign(later, second)
    assert papers.again(first).state == papers.again(later).state == "in_force"
    assert papers.standing() == papers.standing("second") == "in_force"


OPT_OUT = 'kind = "opt_out"\nsteps = ["resolution"]\neffective_on = "resolution_date"'


def test_who_opts_out_is_out_and_may_come_back():
    papers = Papers(terms(OPT_OUT))
    county = papers.signer("sagebrush_county")
    with pytest.raises(Refused) as refused:
        papers.begin()
    assert codes(refused) == ["joining.opt_out_kind"]
    said = {"number": "R-9", "resolved_on": DAY, "governing_body": "Commission"}
    commands.opt_out(county, **said)
    assert papers.standing("sagebrush_county") == "withdrawn"
    with pytest.raises(Refused) as refused:
        commands.opt_out(county, **said)
    assert codes(refused) == ["opt_out.already"]
    commands.revoke_opt_out(county, number="R-10", resolved_on=DAY)
    assert papers.standing("sagebrush_county") == "in_force"
    with pytest.raises(Refused) as refused:
        commands.revoke_opt_out(county, number="R-11", resolved_on=DAY)
    assert codes(refused) == ["opt_out.none"]


def test_under_another_kind_nobody_opts_out(papers):
    with pytest.raises(Refused) as refused:
        commands.opt_out(papers.signer("sagebrush_county"), number="", resolved_on=DAY)
    assert codes(refused) == ["opt_out.not_this_kind", "joining.no_number"]


def test_papers_are_put_away_with_a_reason_and_begun_anew(papers):
    joining = papers.begin()
    with pytest.raises(Refused) as refused:
        commands.abandon_joining(papers.director, joining_id=joining.id, reason=" ")
    assert codes(refused) == ["joining.no_reason"]
    commands.abandon_joining(papers.director, joining_id=joining.id, reason="Next year")
    with pytest.raises(Refused) as refused:
        papers.review(joining)
    assert codes(refused) == ["joining.wrong_state"]
    assert papers.begin().id != joining.id


def test_a_party_gives_notice_stays_bound_and_then_is_out(papers, moment):
    papers.join()
    with pytest.raises(Refused) as refused:
        commands.give_exit_notice(papers.director, reason=" ", given_on=DAY + timedelta(days=1))
    assert codes(refused) == ["withdrawal.no_reason", "withdrawal.day_in_future"]
    notice = commands.give_exit_notice(papers.director, reason="Budget")
    assert notice.ends_on == DAY + timedelta(days=notice_days(papers))
    assert papers.standing() == "withdrawing"
    with pytest.raises(Refused) as refused:
        commands.give_exit_notice(papers.director, reason="Budget")
    assert codes(refused) == ["withdrawal.running"]
    moment.move_to(NOW + timedelta(days=notice_days(papers)))
    assert commands.keep_days(papers.system) == 0
    moment.move_to(NOW + timedelta(days=notice_days(papers) + 1))
    assert commands.keep_days(papers.system) == 1
    assert papers.standing() == "withdrawn"
    assert (
        queries.adopted_by(papers.system, [papers.newcomer.id])[papers.newcomer.id].newest_id
        is None
    )
    assert Fact.objects.filter(kind="PartyLeft").count() == 1


def notice_days(papers) -> int:
    return queries.terms_for_party(papers.system, papers.newcomer.id).withdrawal.notice_days


def test_a_notice_is_taken_back_before_its_end(papers):
    papers.join()
    commands.give_exit_notice(papers.director, reason="Budget")
    with pytest.raises(Refused):
        commands.take_back_exit_notice(papers.director, reason=" ")
    commands.take_back_exit_notice(papers.director, reason="The council decided otherwise")
    assert papers.standing() == "in_force"
    with pytest.raises(NotFound):
        commands.take_back_exit_notice(papers.director, reason="Again")


def test_what_the_coordinator_changes_by_hand_the_papers_follow(papers):
    joining = papers.join()
    commands.give_exit_notice(papers.director, reason="Budget")
    members.change_standing(
        papers.coordinator, party_id=papers.newcomer.id, action="end", reason="At once"
    )
    drain()
    assert papers.again(joining).state == "ended"
    assert queries.running_notice(papers.system, papers.newcomer.id) is None
    with pytest.raises(Refused):
        commands.follow_change_by_hand(
            papers.coordinator, party_id=papers.newcomer.id, standing="withdrawn"
        )


def test_a_party_that_left_joins_anew(papers, moment):
    papers.join()
    commands.give_exit_notice(papers.director, reason="Budget")
    moment.move_to(NOW + timedelta(days=400))
    commands.keep_days(papers.system)
    drain()
    assert papers.join().state == "in_force" and papers.standing() == "in_force"


def test_a_term_of_years_runs_out_unless_it_is_renewed(moment):
    papers = Papers(terms().replace("years = 50", "years = 2"))
    joining = papers.join()
    with pytest.raises(Refused):
        commands.renew_joining(papers.actor("newcomer", REPRESENTATIVE), joining_id=joining.id)
    renewed = commands.renew_joining(papers.director, joining_id=joining.id)
    assert renewed.renewed_until == date(2030, 3, 19)
    moment.move_to(NOW + timedelta(days=365 * 4))
    assert commands.keep_days(papers.system) == 0
    moment.move_to(NOW + timedelta(days=365 * 4 + 2))
    assert commands.keep_days(papers.system) == 1
    assert papers.standing() == "withdrawn" and papers.again(joining).state == "ended"


def test_an_agreement_that_renews_by_itself_is_not_renewed_by_hand():
    papers = Papers(terms().replace('renewal = "none_stated"', 'renewal = "yearly"'))
    with pytest.raises(Refused) as refused:
        commands.renew_joining(papers.director, joining_id=papers.join().id)
    assert codes(refused) == ["joining.nothing_to_renew"]


def test_a_kind_of_body_that_the_terms_do_not_name_may_not_join():
    schools = '[terms.eligible]\nkinds = ["school_district"]\n\n[terms.joining]'
    papers = Papers(terms().replace("[terms.joining]", schools, 1))
    with pytest.raises(Refused) as refused:
        papers.begin()
    assert codes(refused) == ["joining.kind_not_eligible"]
    assert refused.value.refusals[0].term == "eligible"
    assert papers.standing() == "invited"
