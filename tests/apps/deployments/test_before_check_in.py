"""Before check-in: the host accepts another agency's record, and helpers sign what is asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from muster.aid.models import AidRequestLine
from muster.catalog.models import Clearance, ResourceClearance
from muster.deployments import commands, queries
from muster.deployments.models import ClearanceAcceptance, Deployment, SignedStatement
from muster.deployments.navigation import waiting_here
from muster.journal import clock
from muster.journal.models import Fact
from muster.members.models import PartyRoleGrant
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from muster.rules.retention import DISPOSED
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, line_of, offer
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_away_and_beyond import put_terms

NDA_GATE = ('gates = ["cjis", "background_check"]', 'gates = ["cjis", "background_check", "nda"]')
STRICT = (NDA_GATE[0], 'gates = ["nda"]\nescort_instead = false')
SPOKE = "Spoke to Captain Ruiz, reference 7714."
TEXT = "I keep to myself what I see."


def word(stage: Stage, key: str, label: str, **values: Any) -> Clearance:
    return Clearance.objects.create(network=stage.world.network, key=key, label=label, **values)


def ask_for(stage: Stage, clearance: Clearance) -> None:
    lines = AidRequestLine.objects.filter(aid_request_id=stage.mission.aid_request_id)
    lines.update(clearance=clearance)


@pytest.fixture
def prints(stage: Stage) -> ResourceClearance:
    """The line asks for fingerprints, and the technician's are of last month."""
    kind = word(stage, "cjis_fingerprint", "CJIS fingerprint check", needs_host_acceptance=True)
    ask_for(stage, kind)
    return ResourceClearance.objects.create(
        resource_id=stage.person.resource_id, clearance=kind, granted_on=today() - timedelta(30)
    )


@pytest.fixture
def statement(stage: Stage) -> Clearance:
    """The agreement asks everybody for a signed statement."""
    put_terms(stage, NDA_GATE)
    stage.mission.refresh_from_db()
    return word(stage, "nda", "Confidentiality statement", statement=TEXT, statement_version=1)


def today() -> date:
    return clock.now().date()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.refusals]


def accept(stage: Stage, actor: Any = None, **values: Any) -> ClearanceAcceptance:
    given = {"deployment_id": stage.person.id, "key": "cjis_fingerprint", "basis": SPOKE, **values}
    return commands.accept_clearance(actor or stage.host, **given)


def name_helper(stage: Stage) -> Deployment:
    return commands.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.helper.person_id
    )


def sign(stage: Stage, actor: Any = None, **values: Any) -> SignedStatement:
    given = {"deployment_id": stage.person.id, "key": "nda", **values}
    return commands.sign_statement(actor or stage.helper, **given)


def record(stage: Stage, actor: Any = None, **values: Any) -> SignedStatement:
    given = {"deployment_id": stage.person.id, "key": "nda", "paper_note": "Red folder", **values}
    return commands.record_statement(actor or stage.duty, **given)


def check_in(stage: Stage, actor: Any = None, **values: Any) -> Deployment:
    return commands.check_in(actor or stage.duty, deployment_id=stage.person.id, **values)


def standing(stage: Stage) -> list[str]:
    found = queries.clearances_of_mission(stage.host, stage.mission.id)
    return [each.standing.value for each in found]


# The host accepts a record


def test_a_record_of_another_agency_counts_once_the_host_accepted_it(
    stage: Stage, prints: ResourceClearance
) -> None:
    with pytest.raises(Refused) as refused:
        check_in(stage)
    assert codes(refused) == ["clearance.accept_or_escort"]
    assert refused.value.refusals[0].values["record"] == f" of {prints.granted_on}"
    assert standing(stage) == ["not_accepted"]
    accept(stage)
    (shown,) = queries.clearances_of_mission(stage.duty, stage.mission.id)
    assert shown.is_in_order and shown.acceptance is not None
    assert (shown.acceptance.basis, shown.acceptance.record_of) == (SPOKE, prints.granted_on)
    assert check_in(stage).escorted_by == ""
    assert Fact.objects.filter(kind="ClearanceAccepted").count() == 1


def test_an_escort_of_the_host_stands_in_for_the_acceptance(
    stage: Stage, prints: ResourceClearance
) -> None:
    assert check_in(stage, stage.host, escorted_by="Sergeant Diaz").escorted_by == "Sergeant Diaz"


def test_another_record_another_person_and_a_past_day_are_not_accepted(
    stage: Stage, prints: ResourceClearance
) -> None:
    accept(stage)
    prints.granted_on = today() - timedelta(2)
    prints.save()
    assert standing(stage) == ["not_accepted"]
    accept(stage, holds_until=today() + timedelta(2))
    assert standing(stage) == ["in_order"]
    name_helper(stage)
    assert standing(stage) == ["not_accepted"]
    accept(stage, holds_until=today() + timedelta(2))
    ClearanceAcceptance.objects.update(
        accepted_on=today() - timedelta(9), holds_until=today() - timedelta(2)
    )
    with pytest.raises(Refused) as refused:
        check_in(stage)
    assert codes(refused) == ["clearance.accept_or_escort"]


def test_an_acceptance_taken_back_lets_nobody_in_and_leaves_who_is_inside(
    stage: Stage, prints: ResourceClearance
) -> None:
    row = check_in(stage, stage.host, escorted_by="Sergeant Diaz")
    made = accept(stage)
    for actor, code in ((stage.duty, "clearance.not_host"), (stage.host, "reason.required")):
        with pytest.raises(Refused) as refused:
            commands.withdraw_acceptance(actor, acceptance_id=made.id, reason=" ")
        assert codes(refused) == [code]
    commands.withdraw_acceptance(stage.host, acceptance_id=made.id, reason="A mistake.")
    with pytest.raises(Refused) as refused:
        commands.withdraw_acceptance(stage.host, acceptance_id=made.id, reason="Again.")
    assert codes(refused) == ["clearance.ended_already"]
    assert standing(stage) == ["not_accepted"]
    assert queries.get_deployment(stage.host, row.id).state == "checked_in"


def test_accepting_anew_replaces_what_was_accepted_before(
    stage: Stage, prints: ResourceClearance
) -> None:
    accept(stage, holds_until=today() + timedelta(1))
    longer = accept(stage, holds_until=today() + timedelta(90))
    (live,) = ClearanceAcceptance.objects.filter(ended_at__isnull=True)
    assert live.id == longer.id


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"basis": " "}, "clearance.no_basis"),
        ({"accepted_on": today() + timedelta(3)}, "clearance.accepted_ahead"),
        ({"holds_until": today() - timedelta(3)}, "clearance.ends_too_early"),
        ({"key": "background_check"}, "clearance.not_asked"),
    ],
)
def test_what_is_no_acceptance_is_refused(
    stage: Stage, prints: ResourceClearance, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        accept(stage, **given)
    assert codes(refused) == [code]


def test_only_the_host_accepts_and_only_what_is_on_record(
    stage: Stage, prints: ResourceClearance
) -> None:
    with pytest.raises(Refused) as refused:
        accept(stage, stage.duty)
    assert codes(refused) == ["clearance.not_host"]
    prints.delete()
    with pytest.raises(Refused) as refused:
        accept(stage)
    assert codes(refused) == ["clearance.nothing_to_accept"]


def test_the_hosts_list_of_what_to_do_names_who_waits(
    stage: Stage, prints: ResourceClearance
) -> None:
    def words() -> str:
        return " ".join(each.sentence for each in waiting_here(stage.host))

    assert "CJIS fingerprint check" in words()
    accept(stage)
    assert "CJIS fingerprint check" not in words()


def test_a_kind_that_needs_no_acceptance_is_checked_in_as_before(stage: Stage) -> None:
    """As on every network that ran before a kind could ask for it."""
    kind = word(stage, "cjis_fingerprint", "CJIS fingerprint check")
    ask_for(stage, kind)
    ResourceClearance.objects.create(resource_id=stage.person.resource_id, clearance=kind)
    assert check_in(stage).state == "checked_in"


def test_who_came_under_the_old_rules_works_on_and_goes_home(stage: Stage) -> None:
    stage.arrive()
    put_terms(stage, STRICT)
    word(stage, "nda", "Confidentiality statement", statement=TEXT, statement_version=1)
    commands.log_time(
        stage.helper,
        deployment_id=stage.person.id,
        starts_at=clock.now() - timedelta(hours=3),
        ends_at=clock.now() - timedelta(hours=1),
        task="Re-imaged",
    )
    assert commands.demobilize(stage.helper, deployment_id=stage.person.id).state == "demobilized"


# Statements


def test_whom_the_agreement_asks_to_sign_is_not_checked_in_before(
    stage: Stage, statement: Clearance
) -> None:
    name_helper(stage)
    with pytest.raises(Refused) as refused:
        check_in(stage, stage.helper)
    assert codes(refused) == ["clearance.sign_or_escort"]
    signed = sign(stage)
    assert (signed.text, signed.text_version, signed.signer_name) == (TEXT, 1, stage.helper.name)
    assert check_in(stage, stage.helper).state == "checked_in"
    assert Fact.objects.filter(kind="StatementSigned").count() == 1


def test_where_no_escort_stands_in_the_unsigned_stay_out(
    stage: Stage, statement: Clearance
) -> None:
    put_terms(stage, (NDA_GATE[1], STRICT[1]))
    with pytest.raises(Refused) as refused:
        check_in(stage, stage.host, escorted_by="Sergeant Diaz")
    assert codes(refused) == ["clearance.not_signed"]
    record(stage)
    assert check_in(stage, stage.host).state == "checked_in"


def test_a_statement_without_a_text_is_asked_of_nobody(stage: Stage, statement: Clearance) -> None:
    """So a network whose terms named it before is not shut out of its own missions."""
    Clearance.objects.filter(pk=statement.pk).update(statement="", statement_version=0)
    assert check_in(stage).state == "checked_in"


def test_a_signature_counts_with_its_host_or_with_every_party(
    stage: Stage, statement: Clearance
) -> None:
    name_helper(stage)
    here = sign(stage)
    assert standing(stage) == ["in_order"]
    SignedStatement.objects.filter(pk=here.pk).update(host=stage.world.parties["school"])
    assert standing(stage) == ["not_signed"]
    assert sign(stage, for_every_party=True).host_id is None
    assert standing(stage) == ["in_order"]


def test_everybody_signs_for_themselves_and_once(stage: Stage, statement: Clearance) -> None:
    for actor, code in (
        (stage.helper, "statement.of_someone_else"),
        (stage.host, "deployment.not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            sign(stage, actor)
        assert codes(refused) == [code]
    name_helper(stage)
    for given, code in (
        ({"key": "conflict_of_interest"}, "statement.not_asked"),
        ({"holds_until": today() - timedelta(3)}, "statement.ends_too_early"),
    ):
        with pytest.raises(Refused) as refused:
            sign(stage, **given)
        assert codes(refused) == [code]
    sign(stage)
    with pytest.raises(Refused) as refused:
        sign(stage)
    assert codes(refused) == ["statement.signed_already"]
    Clearance.objects.filter(pk=statement.pk).update(statement="Anew.", statement_version=2)
    assert standing(stage) == ["in_order"], "what was signed before counts on"
    assert sign(stage).text_version == 2


def test_either_side_records_a_paper_and_strikes_out_what_it_recorded(
    stage: Stage, statement: Clearance
) -> None:
    for given, code in (
        ({"paper_note": " "}, "statement.no_paper"),
        ({"signed_on": today() + timedelta(3)}, "statement.signed_ahead"),
    ):
        with pytest.raises(Refused) as refused:
            record(stage, **given)
        assert codes(refused) == [code]
    made = record(stage, stage.host, signed_on=today() - timedelta(4))
    assert (made.on_paper, made.person_id) == (True, None)
    for actor, code in ((stage.duty, "statement.not_yours"), (stage.host, "reason.required")):
        with pytest.raises(Refused) as refused:
            commands.strike_statement(actor, statement_id=made.id, reason="")
        assert codes(refused) == [code]
    commands.strike_statement(stage.host, statement_id=made.id, reason="Another's paper.")
    assert standing(stage) == ["not_signed"]
    assert Fact.objects.filter(kind="StatementStruck").count() == 1


# Who sees it


def test_both_sides_and_the_coordinator_read_it_and_nobody_else(
    stage: Stage, prints: ResourceClearance
) -> None:
    made = accept(stage)
    coordinator = stage.world.actor(None, "coordinator")
    for actor in (stage.host, stage.helper, coordinator):
        assert len(queries.clearances_of_mission(actor, stage.mission.id)) == 1
    for actor in (stage.stranger, stage.auditor):
        with pytest.raises(NotFound):
            queries.clearances_of_mission(actor, stage.mission.id)
    for actor in (stage.stranger, stage.auditor, coordinator):
        with pytest.raises(NotFound):
            queries.get_acceptance(actor, made.id)


# Said at the match and at accepting


def test_the_match_rules_nobody_out_and_says_what_comes_before_check_in(
    stage: Stage, prints: ResourceClearance, statement: Clearance
) -> None:
    asked = ask(stage.world, "school")
    line = line_of(stage.world, asked, "technician")
    AidRequestLine.objects.filter(pk=line.pk).update(clearance=statement)
    (found,) = [
        each
        for each in browser(stage.world, "school")
        .get(f"/api/v1/aid-requests/{asked.id}/match")
        .json()
        if each["line_id"] == str(line.pk)
    ]
    assert found["chosen_count"] > 0
    (said,) = found["before_check_in"]
    assert "Confidentiality statement" in said
    AidRequestLine.objects.filter(pk=line.pk).update(clearance=prints.clearance)
    html = page(browser(stage.world, "school"), reverse("aid:match", args=[asked.id]))
    assert "accepts each person&#x27;s record" in html and "Confidentiality statement" in html


def test_accepting_an_offer_says_whom_to_accept_and_where(
    stage: Stage, prints: ResourceClearance
) -> None:
    asked = ask(stage.world)
    AidRequestLine.objects.filter(aid_request=asked).update(clearance=prints.clearance)
    ResourceClearance.objects.create(
        resource=stage.world.resources["second"],
        clearance=prints.clearance,
        granted_on=prints.granted_on,
    )
    made = offer(stage.world, asked, "county", ("second", 1))
    director = browser(stage.world, "city")
    for name in ("aid:offer", "aid:accept"):
        html = page(director, reverse(name, args=[made.id]))
        assert "waits for your acceptance" in html and "Before check-in" in html
    (row,) = director.get(f"/api/v1/offers/{made.id}/clearances").json()
    assert (row["standing"], row["record_of"]) == ("not_accepted", str(prints.granted_on))
    school = browser(stage.world, "school")
    assert school.get(f"/api/v1/offers/{made.id}/clearances").status_code == 404
    accepted = send(director, f"/offers/{made.id}/accept", {})
    assert accepted.status_code == 201, accepted.content
    assert director.get(f"/api/v1/offers/{made.id}/clearances").json() == []


# Pages and API


def test_the_host_accepts_on_the_missions_page_and_takes_it_back(
    stage: Stage, prints: ResourceClearance
) -> None:
    director, mission = (
        browser(stage.world, "city"),
        reverse("aid:mission", args=[stage.mission.id]),
    )
    url = reverse("deployments:accept_clearance", args=[stage.person.id, "cjis_fingerprint"])
    assert url in page(director, mission)
    fields = fields_of(page(director, url))
    empty = director.post(url, {**fields, "basis": ""})
    assert empty.status_code == 422
    assert director.post(url, {**fields, "basis": SPOKE}).status_code == 302
    html = page(director, mission)
    assert SPOKE in html
    (made,) = ClearanceAcceptance.objects.all()
    back = reverse("deployments:withdraw_acceptance", args=[made.id])
    assert back in html
    assert (
        director.post(back, {**fields_of(page(director, back)), "reason": "No."}).status_code == 302
    )
    assert "Waits for acceptance" in page(director, mission)


def test_the_helper_signs_on_a_phone_and_sees_the_text(stage: Stage, statement: Clearance) -> None:
    name_helper(stage)
    phone, mine = browser(stage.world, "county", "responder"), reverse("deployments:mine")
    url = reverse("deployments:sign_statement", args=[stage.person.id, "nda"])
    assert url in page(phone, mine)
    check_in_page = page(phone, reverse("deployments:check_in", args=[stage.person.id]))
    assert "Not signed" in check_in_page and mine in check_in_page
    html = page(phone, url)
    assert TEXT in html
    answer = phone.post(url, fields_of(html))
    assert (answer.status_code, answer["Location"]) == (302, mine)
    html = page(phone, mine)
    assert url not in html and "In order" in html


def test_a_paper_is_recorded_and_struck_out_on_pages(stage: Stage, statement: Clearance) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    mission = reverse("aid:mission", args=[stage.mission.id])
    url = reverse("deployments:record_statement", args=[stage.person.id, "nda"])
    assert url in page(duty, mission)
    fields = fields_of(page(duty, url))
    assert duty.post(url, {**fields, "paper_note": "Red folder"}).status_code == 302
    html = page(duty, mission)
    assert "Red folder" in html
    (made,) = SignedStatement.objects.all()
    strike = reverse("deployments:strike_statement", args=[made.id])
    assert strike in html and strike not in page(browser(stage.world, "city"), mission)
    sent = {**fields_of(page(duty, strike)), "reason": "Another's."}
    assert duty.post(strike, sent).status_code == 302


def test_the_coordinator_reads_the_missions_page_and_strangers_nothing(
    stage: Stage, prints: ResourceClearance
) -> None:
    mission = reverse("aid:mission", args=[stage.mission.id])
    html = page(browser(stage.world, None, "coordinator"), mission)
    assert "Waits for acceptance" in html
    assert "accept/" not in html[html.index('id="before-check-in"') :].split("</section>")[0]
    assert "before-check-in" not in page(browser(stage.world, None, "auditor"), mission)
    school = browser(stage.world, "school")
    assert school.get(f"/api/v1/missions/{stage.mission.id}/clearances").status_code == 404


def test_the_api_does_what_the_pages_do(
    stage: Stage, prints: ResourceClearance, statement: Clearance
) -> None:
    director, duty = browser(stage.world, "city"), browser(stage.world, "county", "duty_officer")
    one = f"/deployments/{stage.person.id}"
    accepted = send(director, f"{one}/clearances/cjis_fingerprint/accept", {"basis": SPOKE})
    assert accepted.status_code == 201, accepted.content
    paper = send(duty, f"{one}/statements/nda/record", {"paper_note": "Red folder"})
    assert paper.status_code == 201, paper.content
    listed = duty.get(f"/api/v1/missions/{stage.mission.id}/clearances").json()
    assert [each["standing"] for each in listed] == ["in_order", "in_order"]
    refused = send(duty, f"{one}/clearances/cjis_fingerprint/accept", {"basis": SPOKE})
    assert refused.status_code == 409 and "clearance.not_host" in refused.content.decode()
    assert send(duty, f"{one}/statements/nda/sign", {}).status_code == 409
    gone = f"/clearance-acceptances/{accepted.json()['id']}/withdraw"
    assert send(director, gone, {"reason": "No."}).json()["end_reason"] == "No."
    struck = send(duty, f"/statements/{paper.json()['id']}/strike", {"reason": "Another's."})
    assert struck.json()["ended_at"]


def test_a_reader_of_either_side_may_look_and_change_nothing(
    stage: Stage, prints: ResourceClearance
) -> None:
    reader = stage.world.actor("city", "read_only")
    assert PartyRoleGrant.objects.filter(person_id=reader.person_id, role="read_only").exists()
    with pytest.raises(Refused) as refused:
        accept(stage, reader)
    assert codes(refused) == ["permission.denied"]
    assert len(queries.clearances_of_mission(reader, stage.mission.id)) == 1


def test_disposal_takes_the_names_and_ends_what_counted(
    stage: Stage, prints: ResourceClearance, statement: Clearance
) -> None:
    name_helper(stage)
    accept(stage)
    sign(stage)
    commands.dispose_work(system_actor(stage.world.network.id), mission_ids=[stage.mission.id])
    (accepted,), (signed,) = ClearanceAcceptance.objects.all(), SignedStatement.objects.all()
    for row, name in ((accepted, accepted.helper_name), (signed, signed.signer_name)):
        assert (row.person_id, name) == (None, DISPOSED) and row.ended_at is not None
    assert accepted.basis == DISPOSED
