"""Filing for a party that called: called back, read back, spoken until the party confirms it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from muster.aid import commands, queries
from muster.aid.models import AidRequest, PhoneFiling
from muster.breakglass import commands as break_glass
from muster.breakglass.models import WrongTry
from muster.exchange.paper import request as paper
from muster.journal.models import Fact
from muster.members.models import Contact
from muster.rules.actor import system_actor
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World
from tests.apps.breakglass.night import guessed

DESK = "+18015550123"


@pytest.fixture
def called(world: World) -> World:
    Contact.objects.create(
        network=world.network,
        party=world.parties["city"],
        kind="always",
        name="Desk",
        phone=DESK,
        verified_at=datetime.now(UTC),
    )
    return world


def file(world: World, actor: Any = None, **given: Any) -> AidRequest:
    values = {
        "party_id": world.parties["city"].id,
        "caller_name": "Dana Director",
        "caller_phone": "+18015557777",
        "called_back_phone": DESK,
        "read_back": "City asks for help: 40 PCs.",
        "kind": "ransomware",
        "work_packages": [(world.work_packages["reimage"].id, 40)],
    }
    actor = actor or world.actor("county", "duty_officer")
    return commands.file_by_phone(actor, **values | given)


def codes_of(action: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        action()
    return {refusal.code for refusal in refused.value.refusals}


def paper_code(world: World) -> str:
    issued = break_glass.issue_codes(
        world.actor("city"), party_id=world.parties["city"].id, purpose="paper_request", count=2
    )
    return issued.codes[0]


def test_a_neighbours_duty_officer_files_and_the_record_says_who_for_whom(called: World) -> None:
    filed = file(called)
    assert (filed.state, filed.filed_on_behalf) == ("open", True)
    assert filed.requesting_party_id == called.parties["city"].id
    assert (filed.reporting_contact, filed.reporting_phone) == ("Dana Director", DESK)
    filing = queries.phone_filing_of(called.actor("city"), filed.id)
    assert filing.filed_by_party_id == called.parties["county"].id
    assert (filing.state, filing.caller_phone_known) == ("waiting", False)
    assert [fact.kind for fact in Fact.objects.order_by("id")] == [
        "IncidentOpened",
        "AidRequestOpened",
        "AidRequestFiledByPhone",
    ]
    said = paper.read(called.actor("city"), filed.id)
    assert "By phone, filed by" in str(said)


def test_a_call_that_was_not_called_back_or_read_back_counts_for_nothing(called: World) -> None:
    refused = codes_of(
        lambda: file(called, called_back_phone="+18015557777", read_back=" ", caller_name="")
    )
    assert refused == {"filing.other_number", "filing.not_read_back", "filing.no_caller"}
    assert codes_of(lambda: file(called, called.actor("city", "duty_officer"))) == {
        "filing.own_party"
    }
    assert codes_of(lambda: file(called, called.actor("county", "clerk"))) == {"permission.denied"}
    assert not AidRequest.objects.exists()


def test_the_callers_number_is_compared_however_it_is_typed(called: World) -> None:
    filed = file(called, caller_phone="(801) 555-0123")
    filing = queries.phone_filing_of(called.actor("city"), filed.id)
    assert (filing.caller_phone, filing.caller_phone_known) == (DESK, True)


def test_an_offer_may_be_made_before_the_word_is_written(called: World) -> None:
    """The agreement lets a spoken request start help; accepting stays the party's own."""
    filed = file(called)
    made = offer(called, filed)
    assert made.state == "submitted"
    assert "offer.not_to_you" in codes_of(
        lambda: commands.accept_offer(called.actor("county"), offer_id=made.id)
    )


def test_the_party_confirms_by_its_own_sign_in(called: World) -> None:
    filed = file(called)
    commands.confirm_aid_request(called.actor("city"), aid_request_id=filed.id)
    filing = queries.phone_filing_of(called.actor("city"), filed.id)
    assert (filing.state, filing.decided_how) == ("confirmed", "signed in")
    assert Fact.objects.filter(kind="AidRequestConfirmed").count() == 1
    again = codes_of(
        lambda: commands.confirm_aid_request(called.actor("city"), aid_request_id=filed.id)
    )
    assert again == {"filing.decided"}


def test_a_code_read_out_confirms_at_once_or_later_and_only_once(called: World) -> None:
    code = paper_code(called)
    officer = called.actor("county", "duty_officer")
    first = file(called)
    assert codes_of(lambda: commands.confirm_aid_request(officer, aid_request_id=first.id)) == {
        "filing.code_needed"
    }
    filed = file(called, code=code)
    filing = queries.phone_filing_of(officer, filed.id)
    assert filing.state == "confirmed" and "code 1" in filing.decided_how
    assert codes_of(
        lambda: commands.confirm_aid_request(officer, aid_request_id=first.id, code=code)
    ) == {"break_glass.used"}


def test_a_replayed_code_files_nothing(called: World) -> None:
    code = paper_code(called)
    file(called, code=code)
    before = AidRequest.objects.count()
    assert codes_of(lambda: file(called, code=code)) == {"break_glass.used"}
    assert AidRequest.objects.count() == before
    assert Fact.objects.filter(kind="BreakGlassCodeRefused").exists()


def test_with_a_code_an_unknown_number_goes_on_and_is_marked(called: World) -> None:
    """All registered phones of a stricken party may be dead."""
    filed = file(called, called_back_phone="801 555 0199", code=paper_code(called))
    assert filed.reporting_phone == "+18015550199"
    filing = queries.phone_filing_of(called.actor("city"), filed.id)
    assert (filing.called_back_phone, filing.called_back_known) == ("+18015550199", False)
    assert (filing.called_back_label, filing.state) == ("not on the register", "confirmed")
    said = Fact.objects.get(kind="AidRequestFiledByPhone").payload
    assert said["called_back_known"] is False
    words = browser(called, "city").get(f"/requests/{filed.id}/").content.decode()
    assert "Spoken to at" in words and "not on the register" in words


def test_an_unknown_number_counts_for_nothing_without_a_right_code(called: World) -> None:
    code, unknown = paper_code(called), "+18015550199"
    for blank in ("", "   "):
        assert codes_of(
            lambda blank=blank: file(called, called_back_phone=unknown, code=blank)
        ) == {"filing.other_number"}
    assert codes_of(lambda: file(called, called_back_phone=unknown, code=guessed(code))) == {
        "break_glass.unknown"
    }
    for wrong in ("", "no number", "+1"):
        assert codes_of(lambda wrong=wrong: file(called, called_back_phone=wrong, code=code)) == {
            "phone.invalid"
        }
    assert codes_of(lambda: file(called, called_back_phone=unknown, code=code, read_back="")) == {
        "filing.not_read_back"
    }
    assert not AidRequest.objects.exists()
    assert file(called, called_back_phone=unknown, code=code).state == "open"


def test_on_the_page_another_number_wants_a_code_beside_it(called: World) -> None:
    client = browser(called, "county", "duty_officer")
    at = f"/ask/by-phone/{called.parties['city'].id}/"
    package = client.get(at).context["form"].packages[0]
    typed = {
        "caller_name": "Dana",
        "called_back_phone": "other",
        "kind": "ransomware",
        f"tick_{package.key}": "on",
        f"count_{package.key}": "40",
        "sharing_label": "TLP:AMBER",
    }
    errors = client.post(at, typed).context["form"].errors
    assert {"other_phone", "code"} <= errors.keys()
    typed |= {"other_phone": "801 555 0199", "code": paper_code(called)}
    words = client.post(at, typed).context["form"]["read_back"].value()
    sent = client.post(at, {**typed, "is_read_back": "on", "read_back": words})
    assert sent.status_code == 302, sent.content.decode()
    assert PhoneFiling.objects.get().called_back_phone == "+18015550199"


def test_a_wrong_code_sent_by_the_page_is_counted_although_all_else_is_undone(
    called: World,
) -> None:
    filed = file(called)
    client = browser(called, "county", "duty_officer")
    code = guessed(paper_code(called))
    answer = client.post(f"/requests/{filed.id}/confirm/", {"code": code})
    assert answer.status_code == 422 and WrongTry.objects.count() == 1
    send(client, f"/aid-requests/{filed.id}/confirm", {"code": code}, **{"Idempotency-Key": "one"})
    assert WrongTry.objects.count() == 2


def test_the_party_rejects_what_it_did_not_ask_for(called: World) -> None:
    filed = file(called)
    other = called.actor("county", "duty_officer")
    assert codes_of(
        lambda: commands.reject_aid_request(other, aid_request_id=filed.id, reason="No")
    ) == {"filing.not_yours"}
    commands.reject_aid_request(called.actor("city"), aid_request_id=filed.id, reason="Not us")
    filed.refresh_from_db()
    assert filed.state == "cancelled"
    assert queries.phone_filing_of(called.actor("city"), filed.id).state == "rejected"


def test_an_ordinary_request_has_nothing_to_confirm(called: World) -> None:
    asked = ask(called)
    for command in (commands.confirm_aid_request, commands.reject_aid_request):
        given = {"reason": "x"} if command is commands.reject_aid_request else {}
        assert codes_of(
            lambda command=command, given=given: command(
                called.actor("city"), aid_request_id=asked.id, **given
            )
        ) == {"filing.none"}


def test_names_and_numbers_of_the_call_are_for_those_concerned(called: World) -> None:
    filed = file(called)
    page = browser(called, "school", "duty_officer").get(f"/requests/{filed.id}/")
    words = page.content.decode()
    assert (
        "Filed by phone" in words
        and "Dana Director" not in words.split("Filed by phone")[1].split("</dl>")[0]
    )
    own = browser(called, "city").get(f"/requests/{filed.id}/").content.decode()
    assert "not in the register" in own and "Confirm it" in own
    incident = browser(called, "city").get(f"/incidents/{filed.incident_id}/").content.decode()
    assert "Proposed severity" in incident


def test_on_the_page_what_was_read_is_what_is_sent(called: World) -> None:
    client = browser(called, "county", "duty_officer")
    at = f"/ask/by-phone/{called.parties['city'].id}/"
    assert client.get("/ask/by-phone/").status_code == 200
    package = client.get(at).context["form"].packages[0]
    typed = {
        "caller_name": "Dana",
        "called_back_phone": DESK,
        "kind": "ransomware",
        f"tick_{package.key}": "on",
        f"count_{package.key}": "40",
        "sharing_label": "TLP:AMBER",
    }
    first = client.post(at, typed)
    words = first.context["form"]["read_back"].value()
    assert first.status_code == 422 and "40" in words and not AidRequest.objects.exists()
    changed = {**typed, f"count_{package.key}": "41", "is_read_back": "on", "read_back": words}
    assert client.post(at, changed).status_code == 422 and not AidRequest.objects.exists()
    sent = client.post(at, {**typed, "is_read_back": "on", "read_back": words})
    assert sent.status_code == 302, sent.content.decode()
    filed = AidRequest.objects.get()
    assert queries.phone_filing_of(called.actor("city"), filed.id).read_back == words
    confirm = browser(called, "city").post(f"/requests/{filed.id}/confirm/")
    assert confirm.status_code == 302


def test_names_and_numbers_of_the_call_go_when_the_requests_time_is_over(called: World) -> None:
    filed = file(called)
    system = system_actor(called.network.id)
    commands.dispose_aid_requests(system, aid_request_ids=[filed.id])
    kept = PhoneFiling.objects.get()
    assert (kept.caller_phone, kept.called_back_phone, kept.read_back) == ("", "", "")


def test_who_is_not_named_by_the_agreement_confirms_nothing(called: World) -> None:
    filed = file(called)
    with pytest.raises(Refused):
        commands.confirm_aid_request(called.actor("city", "clerk"), aid_request_id=filed.id)
