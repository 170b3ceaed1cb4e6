"""Where the agreement takes two persons to ask, or to send help."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from muster.aid import commands, queries, schedule
from muster.aid.documents.authority import contents
from muster.aid.models import AidRequest, Offer, SignOff
from muster.aid.navigation import waiting_here
from muster.exchange import queries as exchange
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.race import race

TWO = """sign_offs = 2
second_sign_off = "Administrator's Office"
second_roles = ["clerk", "authorized_representative"]
"""


def takes_two(world: World, term: str) -> None:
    """The agreement in force demands two persons under `[terms.requester]` or `[terms.approver]`."""
    text = world.version.terms_text
    if term == "requester":
        text = text.replace("sign_offs = 1\n", TWO, 1)
        text = text.replace('defaults = ["sign_offs", ', "defaults = [", 1)
    else:
        text = text.replace("[terms.response]", f"[terms.approver]\n{TWO}\n[terms.response]", 1)
    world.version.terms_text = text
    world.version.terms_sha256 = hashlib.sha256(text.encode()).hexdigest()
    world.version.save()


@pytest.fixture
def two_to_ask(world: World) -> World:
    takes_two(world, "requester")
    return world


@pytest.fixture
def two_to_send(world: World) -> World:
    takes_two(world, "approver")
    return world


def todos(actor: Actor) -> list[str]:
    return [todo.sentence for todo in waiting_here(actor)]


def kinds() -> list[str]:
    return list(Fact.objects.order_by("id").values_list("kind", flat=True))


def test_an_agreement_that_takes_one_asks_at_once(world: World) -> None:
    assert ask(world).state == "open"
    assert not SignOff.objects.exists()


def test_nobody_is_asked_before_the_second_person_has_signed(two_to_ask: World) -> None:
    world = two_to_ask
    aid_request = ask(world)

    assert aid_request.state == "awaiting_sign_off"
    assert aid_request.opened_at is None
    assert "AidRequestOpened" not in kinds()
    with pytest.raises(NotFound):
        queries.get_aid_request(world.actor("county"), aid_request.id)
    assert not queries.open_requests_board(world.network.id)


def test_the_second_signature_asks_the_network(two_to_ask: World) -> None:
    world = two_to_ask
    aid_request = ask(world)
    clerk = world.actor("city", "clerk")
    assert todos(clerk) == [f"Sign request {aid_request.reference}: nobody is asked before you do."]

    signed = commands.sign_off_aid_request(clerk, aid_request_id=aid_request.id)

    assert signed.state == "open"
    assert signed.frozen["standing"] == "in_force"
    assert kinds()[-2:] == ["AidRequestSignedOff", "AidRequestOpened"]
    assert queries.get_aid_request(world.actor("county"), aid_request.id).state == "open"
    names = SignOff.objects.values_list("person_name", flat=True)
    assert list(names) == [world.actor("city").name, clerk.name]
    assert not [todo for todo in todos(clerk) if todo.startswith("Sign")]


def test_the_wrong_person_cannot_be_the_second(two_to_ask: World) -> None:
    world = two_to_ask
    aid_request = ask(world)
    one = {"aid_request_id": aid_request.id}

    for actor, code in (
        (world.actor("city"), "sign_off.same_person"),
        (world.actor("city", "duty_officer"), "sign_off.wrong_role"),
    ):
        with pytest.raises(Refused) as refused:
            commands.sign_off_aid_request(actor, **one)
        assert codes(refused) == {code}
        assert not [todo for todo in todos(actor) if todo.startswith("Sign")]
    with pytest.raises(Refused) as refused:
        commands.sign_off_aid_request(world.actor("city", "responder"), **one)
    assert codes(refused) == {"permission.denied"}
    with pytest.raises(NotFound):
        commands.sign_off_aid_request(world.actor("county"), **one)
    assert AidRequest.objects.get().state == "awaiting_sign_off"


def test_the_coordinator_who_filed_it_is_no_second_person(two_to_ask: World) -> None:
    world = two_to_ask
    coordinator = world.actor(None, "coordinator", "clerk")
    package = world.work_packages["reimage"]
    aid_request = commands.ask_for_help(
        coordinator,
        kind="outage",
        work_packages=[(package.id, 40)],
        party_id=world.parties["city"].id,
    )
    assert aid_request.state == "awaiting_sign_off"

    with pytest.raises(Refused) as refused:
        commands.sign_off_aid_request(coordinator, aid_request_id=aid_request.id)
    assert codes(refused) == {"sign_off.not_of_party"}

    signed = commands.sign_off_aid_request(world.actor("city"), aid_request_id=aid_request.id)
    assert signed.state == "open"


def test_what_waits_is_taken_back_changed_and_asked_again(two_to_ask: World) -> None:
    world = two_to_ask
    city = world.actor("city")
    one = {"aid_request_id": ask(world).id}
    with pytest.raises(Refused) as refused:
        commands.amend_aid_request(city, **one, note="Behind the second signer's back")
    assert codes(refused) == {"aid_request.wrong_state"}

    assert commands.take_back_aid_request(city, **one).state == "draft"
    assert not SignOff.objects.exists()
    commands.amend_aid_request(city, **one, note="More is known")
    assert commands.open_aid_request(city, **one).state == "awaiting_sign_off"
    assert commands.sign_off_aid_request(world.actor("city", "clerk"), **one).state == "open"

    with pytest.raises(Refused) as refused:
        commands.take_back_aid_request(city, **one)
    assert codes(refused) == {"aid_request.wrong_state"}
    with pytest.raises(Refused) as refused:
        commands.take_back_aid_request(world.actor("county"), **one)
    assert codes(refused) == {"aid_request.not_yours"}


def test_a_request_that_is_changed_after_it_was_signed_is_signed_anew(two_to_ask: World) -> None:
    world = two_to_ask
    city, clerk = world.actor("city"), world.actor("city", "clerk")
    aid_request = ask(world)
    one = {"aid_request_id": aid_request.id}
    commands.sign_off_aid_request(clerk, **one)
    made = offer(world, aid_request)

    commands.amend_aid_request(city, **one, note="Twice as many are needed")

    assert kinds()[-2:] == ["AidRequestSignaturesVoid", "AidRequestAmended"]
    with pytest.raises(Refused) as refused:
        commands.accept_offer(city, offer_id=made.id)
    assert codes(refused) == {"aid_request.signatures_missing"}
    assert (
        todos(clerk)[0] == f"Sign request {aid_request.reference}: it changed after it was signed."
    )
    page = browser(world, "city", "clerk").get(f"/requests/{aid_request.id}/").content.decode()
    assert "It must be signed anew" in page and f"signature of {clerk.name}" in page
    with pytest.raises(Refused) as refused:
        commands.sign_off_aid_request(city, **one)
    assert codes(refused) == {"sign_off.same_person"}

    assert commands.sign_off_aid_request(clerk, **one).state == "open"
    assert kinds().count("AidRequestOpened") == 1
    with pytest.raises(Refused) as refused:
        commands.sign_off_aid_request(clerk, **one)
    assert codes(refused) == {"sign_off.not_needed"}
    assert commands.accept_offer(city, offer_id=made.id).state == "authorized"


def test_every_way_to_change_an_open_request_voids_its_signatures(two_to_ask: World) -> None:
    world = two_to_ask
    city, clerk = world.actor("city"), world.actor("city", "clerk")
    aid_request = ask(world)
    one = {"aid_request_id": aid_request.id}
    line = queries.lines(city, aid_request.id)[0]
    commands.sign_off_aid_request(clerk, **one)
    for change, given in (
        (commands.change_line, {"line_id": line.id, "changes": {"quantity": line.quantity + 1}}),
        (
            commands.add_work_package,
            {"work_package_id": world.work_packages["reimage"].id, "quantity": 1},
        ),
        (commands.cancel_line, {"line_id": line.id}),
    ):
        change(city, **one, **given)
        assert queries.signatures_missing(AidRequest.objects.get()) == 1
        commands.sign_off_aid_request(clerk, **one)
        assert queries.signatures_missing(AidRequest.objects.get()) == 0


def test_a_request_that_is_opened_again_is_signed_anew(two_to_ask: World) -> None:
    world = two_to_ask
    city, clerk = world.actor("city"), world.actor("city", "clerk")
    one = {"aid_request_id": ask(world).id}
    commands.sign_off_aid_request(clerk, **one)
    commands.close_aid_request(city, **one, reason="Over")

    reopened = commands.reopen_aid_request(city, **one)

    made = offer(world, reopened)
    with pytest.raises(Refused) as refused:
        commands.accept_offer(city, offer_id=made.id)
    assert codes(refused) == {"aid_request.signatures_missing"}
    commands.sign_off_aid_request(clerk, **one)
    assert commands.accept_offer(city, offer_id=made.id).state == "authorized"


def test_who_changes_it_without_the_right_to_sign_leaves_every_signature_to_others(
    two_to_ask: World,
) -> None:
    world = two_to_ask
    one = {"aid_request_id": ask(world).id}
    clerk = world.actor("city", "clerk")
    commands.sign_off_aid_request(clerk, **one)
    commands.amend_aid_request(world.actor("city", "duty_officer"), **one, note="Room 12")
    assert queries.signatures_missing(AidRequest.objects.get()) == 2
    commands.sign_off_aid_request(world.actor("city"), **one)
    commands.sign_off_aid_request(clerk, **one)
    assert queries.signatures_missing(AidRequest.objects.get()) == 0


def test_the_signatures_are_printed_on_the_papers(two_to_ask: World) -> None:
    world = two_to_ask
    city, clerk = world.actor("city"), world.actor("city", "clerk")
    aid_request = ask(world)
    commands.sign_off_aid_request(clerk, aid_request_id=aid_request.id)
    _, blocks = exchange.form_texts(city, "request", aid_request.id)
    texts = {key: words for key, _, words in blocks}
    assert city.name in texts["authorized_by"] and clerk.name in texts["second_approval"]

    made = offer(world, aid_request)
    mission = commands.accept_offer(city, offer_id=made.id)
    commands.amend_aid_request(city, aid_request_id=aid_request.id, note="Changed later")
    page = contents(queries.get_mission(city, mission.id), [], "https://muster.example/")
    assert [each.split(",")[0] for each in page["signed"]] == [city.name, clerk.name]
    _, blocks = exchange.form_texts(city, "request", aid_request.id)
    assert "second_approval" not in {key for key, _, words in blocks if words}


def test_a_request_that_waits_can_be_cancelled(two_to_ask: World) -> None:
    world = two_to_ask
    cancelled = commands.cancel_aid_request(
        world.actor("city"), aid_request_id=ask(world).id, reason="False alarm"
    )
    assert cancelled.state == "cancelled"


def test_nobody_is_offered_before_the_second_person_agrees(two_to_send: World) -> None:
    world = two_to_send
    aid_request = ask(world)
    made = offer(world, aid_request)
    clerk = world.actor("county", "clerk")

    assert made.state == "awaiting_sign_off"
    assert made.submitted_at is None
    assert queries.offers(world.actor("city"), aid_request.id) == []
    with pytest.raises(NotFound):
        commands.accept_offer(world.actor("city"), offer_id=made.id)
    with pytest.raises(Refused) as refused:
        commands.sign_off_offer(world.actor("county", "duty_officer"), offer_id=made.id)
    assert codes(refused) == {"sign_off.same_person", "sign_off.wrong_role"}
    assert f"offer {made.reference} waits for your signature" in " ".join(todos(clerk))

    sent = commands.sign_off_offer(clerk, offer_id=made.id)

    assert sent.state == "submitted"
    assert kinds()[-2:] == ["OfferSignedOff", "OfferSubmitted"]
    assert commands.accept_offer(world.actor("city"), offer_id=made.id).state == "authorized"


def test_an_offer_that_nobody_got_ends_without_a_word_to_the_others(
    two_to_send: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = two_to_send
    aid_request = ask(world)
    taken_back, late = (offer(world, aid_request, "county", ("technician", 1)) for _ in range(2))

    commands.withdraw_offer(world.actor("county", "duty_officer"), offer_id=taken_back.id)
    later = clock.now() + timedelta(hours=100)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refused) as refused:
        commands.sign_off_offer(world.actor("county", "clerk"), offer_id=late.id)
    assert codes(refused) == {"offer.waited_too_long"}
    schedule.expire_offers()

    assert set(Offer.objects.values_list("state", flat=True)) == {"withdrawn", "expired"}
    ended = Fact.objects.filter(kind="OfferNotSent")
    assert ended.count() == 2
    assert all(fact.audience == [str(world.parties["county"].id)] for fact in ended)
    assert not {"OfferWithdrawn", "OfferExpired"} & set(kinds())


def test_an_offer_is_not_sent_to_a_request_that_was_closed_meanwhile(two_to_send: World) -> None:
    world = two_to_send
    aid_request = ask(world)
    made = offer(world, aid_request)
    commands.close_aid_request(
        world.actor("city"), aid_request_id=aid_request.id, reason="Found help elsewhere"
    )

    with pytest.raises(Refused) as refused:
        commands.sign_off_offer(world.actor("county", "clerk"), offer_id=made.id)

    assert codes(refused) == {"aid_request.closed"}
    assert not SignOff.objects.filter(person_name="clerk of county").exists()


def test_it_is_signed_from_the_start_page_with_one_button(two_to_ask: World) -> None:
    world = two_to_ask
    aid_request = ask(world)
    client = browser(world, "city", "clerk", stepped_up=False)
    path = f"/requests/{aid_request.id}/sign-off/"
    assert path in client.get("/").content.decode()
    shown = client.get(path).content.decode()
    assert "Laptop" in shown
    assert "Administrator&#x27;s Office" in shown
    assert "Nobody is asked yet" in client.get(f"/requests/{aid_request.id}/").content.decode()

    assert client.post(path).status_code == 302

    assert AidRequest.objects.get().state == "open"
    assert "Signed by" in client.get(f"/requests/{aid_request.id}/").content.decode()


def test_an_offer_is_agreed_to_on_its_page(two_to_send: World) -> None:
    world = two_to_send
    made = offer(world, ask(world))
    client = browser(world, "county", "clerk")
    assert "Not sent yet" in client.get(f"/offers/{made.id}/").content.decode()
    assert client.get(f"/offers/{made.id}/sign-off/").status_code == 200
    assert client.post(f"/offers/{made.id}/sign-off/").status_code == 302
    assert Offer.objects.get().state == "submitted"


def test_it_is_signed_and_taken_back_over_the_api(two_to_ask: World) -> None:
    world = two_to_ask
    first, second = ask(world), ask(world)
    clerk = browser(world, "city", "clerk")
    shown = clerk.get(f"/api/v1/aid-requests/{first.id}").json()["sign_off"]
    assert (shown["missing"], shown["may_sign"], len(shown["signatures"])) == (1, True, 1)

    assert send(clerk, f"/aid-requests/{first.id}/sign-off").json()["state"] == "open"
    back = send(browser(world, "city"), f"/aid-requests/{second.id}/take-back")
    assert back.json()["state"] == "draft"
    seen = browser(world, "county").get(f"/api/v1/aid-requests/{first.id}").json()
    assert seen["sign_off"] is None


def test_an_offer_is_signed_over_the_api(two_to_send: World) -> None:
    world = two_to_send
    made = offer(world, ask(world))
    clerk = browser(world, "county", "clerk")
    assert clerk.get(f"/api/v1/offers/{made.id}").json()["sign_off"]["missing"] == 1
    assert send(clerk, f"/offers/{made.id}/sign-off").json()["state"] == "submitted"


def test_two_persons_who_sign_at_once_open_it_once(committed_world: World) -> None:
    world = committed_world
    takes_two(world, "requester")
    aid_request = ask(world, party="city")
    world.actor("city", "clerk")
    director = world.actor("city", "clerk", "authorized_representative")
    other = world.actor("city", "finance", "clerk")

    results = race(
        *(
            lambda who=who: commands.sign_off_aid_request(who, aid_request_id=aid_request.id)
            for who in (director, other)
        )
    )

    assert sum(isinstance(result, AidRequest) for result in results) == 1, results
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    assert kinds().count("AidRequestOpened") == 1
    assert SignOff.objects.count() == 2
