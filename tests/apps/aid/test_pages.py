"""The pages, walked as a tired director and as a duty officer."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from muster.aid import commands, queries
from muster.aid.models import AidRequest, CostShare, Incident, Mission, Note, Offer
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the first filled form on a page."""
    values: dict[str, str] = {}
    main = html[html.index('class="m-form"') :]
    for tag in re.findall(r"<input[^>]*>", main):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        is_choice = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not is_choice or "checked" in tag):
            values[name[1]] = value[1] if value else "on" if is_choice else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', body)
        values[name] = chosen[1] if chosen else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.S):
        values[name] = body.strip()
    values.pop("csrfmiddlewaretoken", None)
    return values


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_a_director_asks_with_four_answers(world: World) -> None:
    director = browser(world, "city")
    html = page(director, "/ask/")
    assert "Ask for help now" in html
    fields = fields_of(html)
    assert fields["reporting_phone"] == "+18015550100"

    fields |= {"kind": "ransomware", "tick_reimage": "on", "count_reimage": "200"}
    response = director.post("/ask/", fields)

    aid_request = AidRequest.objects.get()
    assert response.status_code == 302
    assert response.url == f"/requests/{aid_request.id}/"
    assert aid_request.state == "open"
    assert "Re-image PCs × 200" in page(director, response.url)


def test_a_form_sent_twice_asks_once(world: World) -> None:
    director = browser(world, "city")
    fields = fields_of(page(director, "/ask/")) | {"kind": "outage", "tick_reimage": "on"}

    first, second = (director.post("/ask/", fields) for _ in range(2))

    assert first.url == second.url
    assert AidRequest.objects.count() == 1


def test_a_form_without_an_answer_says_what_to_do_and_keeps_what_was_typed(world: World) -> None:
    director = browser(world, "city")
    fields = fields_of(page(director, "/ask/")) | {"note": "Power is out on floor 2"}

    response = director.post("/ask/", fields)

    assert response.status_code == 422
    html = response.content.decode()
    assert "Say what happened" in html
    assert "Power is out on floor 2" in html
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"count_reimage": "-3"},
        {"count_reimage": "9" * 40},
        {"count_reimage": "many"},
        {"count_reimage": ""},
        {"kind": "nonsense"},
        {"needed_from": "yesterday-ish"},
        {"needed_from": "2030-01-01T00:00", "needed_until": "2029-01-01T00:00"},
        {"sharing_label": "TLP:PINK"},
        {"submission_id": "no-uuid"},
        {"reporting_phone": "x" * 500},
    ],
)
def test_broken_answers_are_refused_and_save_nothing(world: World, broken: dict) -> None:
    director = browser(world, "city")
    fields = fields_of(page(director, "/ask/")) | {"kind": "outage", "tick_reimage": "on"}

    response = director.post("/ask/", fields | broken)

    assert response.status_code == 422
    assert not AidRequest.objects.exists()
    assert not Incident.objects.exists()


def test_a_coordinator_files_for_a_party(world: World) -> None:
    coordinator = browser(world, None, "coordinator")
    fields = fields_of(page(coordinator, "/ask/"))
    fields |= {
        "party_id": str(world.parties["city"].id),
        "kind": "outage",
        "tick_reimage": "on",
        "reporting_phone": "+18015550199",
    }

    coordinator.post("/ask/", fields)

    assert AidRequest.objects.get().filed_on_behalf


def test_a_duty_officer_offers_in_two_taps(world: World) -> None:
    aid_request = ask(world)
    officer = browser(world, "county", "duty_officer")
    assert "Offer what fits" in page(officer, f"/requests/{aid_request.id}/")
    fields = fields_of(page(officer, f"/requests/{aid_request.id}/offer/"))

    response = officer.post(f"/requests/{aid_request.id}/offer/", fields)

    made = Offer.objects.get()
    assert response.url == f"/offers/{made.id}/"
    offered = {line.label: line.quantity for line in made.lines.all()}
    assert offered["laptops of county"] == 4
    assert sum(offered.values()) == 5
    html = page(officer, response.url)
    assert "What it would cost" in html


def test_what_waits_in_an_offer_is_not_proposed_again(world: World) -> None:
    aid_request = ask(world)
    address = f"/requests/{aid_request.id}/offer/"
    officer = browser(world, "county", "duty_officer")
    assert "waits in an offer of yours" not in page(officer, address)
    officer.post(address, fields_of(page(officer, address)))

    again = page(officer, address)

    assert "waits in an offer of yours" in again
    offered = {line.resource_id.hex for line in Offer.objects.get().lines.all()}
    taken = {
        name.rsplit("_", 1)[1]: value
        for name, value in fields_of(again).items()
        if name.startswith("take_")
    }
    assert {taken[each] for each in offered} == {"0"}


def test_the_director_accepts_on_the_page(world: World) -> None:
    made = offer(world, ask(world))
    director = browser(world, "city")
    address = f"/requests/{made.aid_request_id}/"
    assert "1 offer waits for your answer" in page(director, address)
    assert "for your answer" not in page(browser(world, "county", "duty_officer"), address)
    Offer.objects.filter(pk=made.id).update(note="We bring our own <drives>")
    shown = page(director, f"/offers/{made.id}/accept/")
    assert "We bring our own &lt;drives&gt;" in shown
    fields = fields_of(shown)

    response = director.post(f"/offers/{made.id}/accept/", fields)

    mission = Mission.objects.get()
    assert response.url == f"/missions/{mission.id}/"
    html = page(director, response.url)
    assert "Written authority" in html


def test_accepting_without_fresh_presence_asks_for_it(world: World) -> None:
    made = offer(world, ask(world))
    director = browser(world, "city", stepped_up=False)
    fields = fields_of(page(director, f"/offers/{made.id}/accept/"))

    response = director.post(f"/offers/{made.id}/accept/", fields)

    assert response.status_code == 422
    assert not Mission.objects.exists()


def test_a_line_too_many_is_named_beside_what_was_typed(world: World) -> None:
    made = offer(world, ask(world))
    director = browser(world, "city")
    fields = fields_of(page(director, f"/offers/{made.id}/accept/"))
    laptops = next(line for line in made.lines.all() if line.quantity == 4)
    fields[f"take_{laptops.id.hex}"] = "9"

    response = director.post(f"/offers/{made.id}/accept/", fields)

    assert response.status_code == 422
    assert "only 4 are" in response.content.decode()
    assert not Mission.objects.exists()


def test_the_authority_is_a_pdf_for_those_who_may_see_the_mission(world: World) -> None:
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    path = f"/missions/{mission.id}/authority.pdf"

    response = browser(world, "county", "responder").get(path)

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert browser(world, "school").get(path).status_code == 404


def test_a_share_is_proposed_by_one_side_and_agreed_by_the_other(world: World) -> None:
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    county, city = browser(world, "county"), browser(world, "city")

    county.post(
        f"/missions/{mission.id}/share/", {"percent": "33.33", "wording": "A third of labor."}
    )
    share = CostShare.objects.get()
    assert share.share_basis_points == 3333
    assert "33.33 %" in page(city, f"/missions/{mission.id}/")
    assert county.post(f"/shares/{share.id}/agree/", {}).status_code == 422
    city.post(f"/shares/{share.id}/agree/", {})

    share.refresh_from_db()
    assert share.state == "agreed"
    assert queries.agreed_share(world.actor("county"), mission.id).id == share.id


def test_notes_for_the_own_party_stay_there(world: World) -> None:
    aid_request = ask(world)
    browser(world, "city").post(
        f"/requests/{aid_request.id}/notes/", {"text": "Council is nervous", "own_party_only": "on"}
    )
    browser(world, "city").post(f"/requests/{aid_request.id}/notes/", {"text": "Use the back door"})

    assert Note.objects.count() == 2
    other = page(browser(world, "county"), f"/requests/{aid_request.id}/")
    assert "Use the back door" in other
    assert "Council is nervous" not in other
    assert "Council is nervous" in page(browser(world, "city"), f"/requests/{aid_request.id}/")


def test_the_careful_way_leads_from_incident_to_open_request(world: World) -> None:
    director = browser(world, "city")
    fields = fields_of(page(director, "/incidents/new/")) | {"kind": "outage"}
    response = director.post("/incidents/new/", fields)
    incident = Incident.objects.get()
    assert response.url == f"/incidents/{incident.id}/"

    fields = fields_of(page(director, f"/incidents/{incident.id}/request/"))
    response = director.post(f"/incidents/{incident.id}/request/", fields)
    draft = AidRequest.objects.get()
    fields = fields_of(page(director, f"/requests/{draft.id}/lines/add/"))
    fields |= {"resource_type_id": str(world.types["engineer"].id), "quantity": "2"}
    assert director.post(f"/requests/{draft.id}/lines/add/", fields).status_code == 302
    line = draft.lines.get()
    fields = fields_of(page(director, f"/requests/{draft.id}/lines/{line.id}/edit/"))
    assert fields["quantity"] == "2"
    director.post(f"/requests/{draft.id}/lines/{line.id}/edit/", fields | {"quantity": "3"})
    director.post(f"/requests/{draft.id}/open/", {})

    draft.refresh_from_db()
    assert draft.state == "open"
    assert draft.lines.get().quantity == 3


def test_every_page_of_the_room_opens(world: World) -> None:
    aid_request = ask(world)
    made = offer(world, aid_request)
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    line = queries.lines_of(aid_request.id)[0]
    one = f"/requests/{aid_request.id}/"
    paths = [
        "/",
        "/incidents/",
        f"/incidents/{aid_request.incident_id}/",
        f"/incidents/{aid_request.incident_id}/edit/",
        f"/incidents/{aid_request.incident_id}/close/",
        f"/incidents/{aid_request.incident_id}/reopen/",
        "/requests/",
        "/requests/?state=&mine=1&still_needed=1&q=image&sort=needed_from&kind=ransomware",
        "/requests/?cursor=nonsense",
        one,
        f"{one}match/",
        f"{one}edit/",
        f"{one}close/",
        f"{one}cancel/",
        f"{one}reopen/",
        f"{one}open/",
        f"{one}presets/add/",
        f"{one}lines/{line.id}/cancel/",
        "/offers/",
        "/offers/?state=submitted",
        f"/offers/{made.id}/",
        f"/offers/{made.id}/decline/",
        f"/offers/{made.id}/withdraw/",
        "/missions/",
        "/missions/?state=under_way&side=received",
        f"/missions/{mission.id}/",
        f"/missions/{mission.id}/stand-down/",
        f"/missions/{mission.id}/share/",
    ]
    director = browser(world, "city")
    for path in paths:
        response = director.get(path)
        assert response.status_code == (409 if "nonsense" in path else 200), path
    coordinator = browser(world, None, "coordinator")
    for path in paths[:10] + [f"/missions/{mission.id}/", "/missions/"]:
        assert coordinator.get(path).status_code in (200, 409), path


def test_what_vanished_while_the_offer_was_filled_in_is_named_not_dropped(world: World) -> None:
    aid_request = ask(world)
    officer = browser(world, "county", "duty_officer")
    path = f"/requests/{aid_request.id}/offer/"
    fields = fields_of(page(officer, path))
    laptops = world.resources["laptops"]
    laptops.retired_at = laptops.changed_at
    laptops.save()

    response = officer.post(path, fields)

    assert response.status_code == 422
    assert "is not free any more" in response.content.decode()
    assert not Offer.objects.exists()


def test_a_list_asks_as_little_for_many_as_for_few(
    world: World, django_assert_max_num_queries
) -> None:
    officer = browser(world, "county", "duty_officer")
    for _ in range(12):
        ask(world)
    page(officer, "/requests/")

    for path, most in (
        ("/requests/", 10),
        ("/api/v1/aid-requests?state=open&kind=ransomware", 8),
        ("/missions/", 8),
        ("/offers/", 8),
        ("/incidents/", 8),
    ):
        with django_assert_max_num_queries(most):
            response = officer.get(path)
        assert len(response.content) < 60_000, path


def test_what_waits_is_named_on_the_start_page(world: World) -> None:
    aid_request = ask(world)
    assert "Nobody has answered" in page(browser(world, None, "coordinator"), "/")
    assert "asks for help" in page(browser(world, "county", "duty_officer"), "/")

    made = offer(world, aid_request)
    assert "Answer the offer of County" in page(browser(world, "city"), "/")
    assert "Nobody has answered" not in page(browser(world, None, "coordinator"), "/")
    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)
    commands.propose_share(
        world.actor("county"), mission_id=mission.id, share_basis_points=5000, wording="Half"
    )
    assert "Agree to the share" in page(browser(world, "city"), "/")


def test_who_answered_a_restricted_request_hears_of_its_changes(world: World) -> None:
    from muster.journal.models import Fact

    aid_request = ask(world, sharing_label="TLP:RED")
    actor = world.actor("city")
    commands.amend_aid_request(actor, aid_request_id=aid_request.id, note="Use gate 3")

    assert Fact.objects.get(kind="AidRequestAmended").audience == [str(world.parties["city"].id)]
