"""The main job over the API, from the ask to the mission, and what it refuses."""

from __future__ import annotations

import pytest
from django.test import Client

from muster.aid.models import AidRequest, Incident, Mission, Offer
from muster.journal.ids import new_id
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, line_of, offer
from tests.apps.aid.world import World


def asked(world: World, **more: object) -> dict[str, object]:
    package = world.work_packages["reimage"]
    return {
        "kind": "ransomware",
        "work_packages": [{"work_package_id": str(package.id), "quantity": 40}],
        **more,
    }


def test_the_whole_story_over_the_api(world: World) -> None:
    city, county = browser(world, "city"), browser(world, "county")

    aid_request = send(city, "/ask-for-help", asked(world, reporting_phone="+18015550101"))
    assert aid_request.status_code == 201
    opened = aid_request.json()
    assert opened["state"] == "open"
    listed = county.get("/api/v1/aid-requests", {"state": "open", "kind": "ransomware"}).json()
    assert [row["id"] for row in listed["items"]] == [opened["id"]]
    technicians = next(
        row for row in opened["lines"] if row["resource_type"] == "Desktop technician"
    )
    found = county.get(f"/api/v1/aid-requests/{opened['id']}/match").json()
    ranked = next(row for row in found if row["line_id"] == technicians["id"])["chosen"]
    best = next(row for row in ranked if row["kind"] == "resource")
    assert best["party_id"] == str(world.parties["county"].id)
    assert best["words"]

    made = send(
        county,
        f"/aid-requests/{opened['id']}/offers",
        {"lines": [{"line_id": technicians["id"], "resource_id": best["candidate_id"]}]},
    )
    assert made.status_code == 201, made.content
    assert made.json()["estimated_cost"]["currency"] == "USD"
    mission = send(city, f"/offers/{made.json()['id']}/accept", {"access_note": "Server room"})
    assert mission.status_code == 201, mission.content
    one = f"/api/v1/missions/{mission.json()['id']}"
    assert county.get(one).json()["state"] == "authorized"
    assert county.get(f"{one}/items").json()[0]["rate_ten_thousandths"] > 0
    assert county.get(f"{one}/authority.pdf").content.startswith(b"%PDF")
    share = send(
        county, f"{one[7:]}/cost-shares", {"share_basis_points": 5000, "wording": "Half of labor"}
    )
    assert share.status_code == 201
    assert send(city, f"/cost-shares/{share.json()['id']}/agree").json()["state"] == "agreed"
    kinds = {row["kind"] for row in city.get(f"{one}/timeline").json()}
    assert {"OfferAccepted", "MissionAuthorized", "CostShareAgreed"} <= kinds


def test_the_same_key_asks_once(world: World) -> None:
    city = browser(world, "city")

    answers = [
        send(city, "/ask-for-help", asked(world), **{"Idempotency-Key": "night-1"})
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert AidRequest.objects.count() == Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "party"}, 422),
        ({"unknown": 1}, 422),
        ({"work_packages": []}, 409),
        ({"work_packages": [{"work_package_id": str(new_id()), "quantity": 1}]}, 409),
        ({"work_packages": [{"work_package_id": "x", "quantity": 10**30}]}, 422),
        ({"note": "a\u0000b"}, 422),
        ({"note": "x" * 5000}, 422),
        ({"needed_from": "2026-13-45T99:99"}, 422),
        ({"needed_from": "2026-03-01T00:00:00"}, 422),
        ({"needed_from": "2030-01-02T00:00:00Z", "needed_until": "2030-01-01T00:00:00Z"}, 409),
        ({"needed_until": "9999-12-31T23:59:59Z"}, 422),
        ({"needed_from": "9999-12-31T23:59:59Z"}, 422),
        ({"needed_from": "0001-01-01T00:00:00+14:00"}, 422),
        ({"needed_until": "2099-12-31T23:59:59Z"}, 409),
        ({"party_id": str(new_id())}, 409),
        ({"exercise_id": str(new_id())}, 404),
    ],
)
def test_what_is_wrong_is_said_and_saves_nothing(
    world: World, change: dict[str, object], status: int
) -> None:
    answer = send(browser(world, "city"), "/ask-for-help", asked(world, **change))

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Incident.objects.exists()


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    ask(world)
    for path in ("/aid-requests", "/offers", "/missions", "/incidents"):
        assert Client().get(f"/api/v1{path}").status_code == 401


def test_lines_are_changed_one_by_one(world: World) -> None:
    city = browser(world, "city")
    aid_request = ask(world)
    one = f"/aid-requests/{aid_request.id}"
    line = line_of(world, aid_request, "technician")

    grown = send(city, f"{one}/lines/{line.id}/amend", {"quantity": 3})
    assert grown.json()["quantity"] == 3
    added = send(
        city,
        f"{one}/lines",
        {"resource_type_id": str(world.types["engineer"].id), "quantity": 2},
    )
    assert added.json()["number"] == 3
    taken_back = send(city, f"{one}/lines/{added.json()['id']}/cancel", {"reason": "Found one"})
    assert [row["state"] for row in taken_back.json()["lines"]] == ["open", "open", "cancelled"]
    closed = send(city, f"{one}/close", {"reason": "Vendor came"})
    assert [row["state_reason"] for row in closed.json()["lines"]][:2] == ["Vendor came"] * 2
    assert send(city, f"{one}/reopen").json()["state"] == "open"


def test_what_is_promised_cannot_be_asked_away(world: World) -> None:
    city = browser(world, "city")
    aid_request = ask(world)
    send(city, f"/offers/{offer(world, aid_request).id}/accept", {})
    line = line_of(world, aid_request, "laptop")
    one = f"/aid-requests/{aid_request.id}"

    shrunk = send(city, f"{one}/lines/{line.id}/amend", {"quantity": 2})
    assert shrunk.status_code == 409
    assert shrunk.json()["reasons"][0]["code"] == "line.below_filled"
    assert send(city, f"{one}/lines/{line.id}/cancel").status_code in (409, 422)
    cancelled = send(city, f"{one}/cancel", {"reason": "False alarm"})
    assert cancelled.json()["reasons"][0]["code"] == "aid_request.missions_under_way"
    grown = send(city, f"{one}/lines/{line.id}/amend", {"quantity": 6})
    assert (grown.json()["state"], grown.json()["filled_quantity"]) == ("open", 4)


def test_offers_are_refused_that_cannot_be_kept(world: World) -> None:
    aid_request = ask(world)
    laptop = line_of(world, aid_request, "laptop")
    path = f"/aid-requests/{aid_request.id}/offers"

    def codes(party: str, **line: object) -> set[str]:
        body = {"lines": [{"line_id": str(laptop.id), **line}]}
        answer = send(browser(world, party), path, body)
        assert answer.status_code == 409, answer.content
        return {reason["code"] for reason in answer.json()["reasons"]}

    laptops, own = world.resources["laptops"], world.resources["technician"]
    assert codes("county", resource_id=str(laptops.id), quantity=26) == {
        "offer.more_than_available"
    }
    assert codes("county", resource_id=str(own.id)) == {"offer.other_kind"}
    assert codes("school", resource_id=str(laptops.id)) == {"offer.not_your_resource"}
    assert codes("county") == {"offer.resource_or_package"}
    assert "offer.own_request" in codes(
        "city", resource_id=str(world.resource("mine", "city", "laptop", quantity=9).id)
    )
    assert not Offer.objects.exists()


def test_an_offer_is_taken_back_declined_and_expires(world: World) -> None:
    aid_request = ask(world)
    first, second, third = (offer(world, aid_request) for _ in range(3))
    city, county = browser(world, "city"), browser(world, "county")

    assert send(county, f"/offers/{first.id}/withdraw", {}).json()["state"] == "withdrawn"
    declined = send(city, f"/offers/{second.id}/decline", {"reason": "Found nearer help"})
    assert declined.json()["decision_reason"] == "Found nearer help"
    assert send(county, f"/offers/{third.id}/decline", {"reason": "x"}).status_code == 409
    assert send(city, f"/offers/{third.id}/withdraw", {}).status_code == 409
    assert send(city, f"/offers/{first.id}/accept", {}).status_code == 409
    assert not Mission.objects.exists()


def test_a_list_has_the_shape_that_it_promises(world: World) -> None:
    from muster.aid.api.shapes import AidRequestRow

    ask(world)
    answer = browser(world, "county").get("/api/v1/aid-requests", {"limit": 1}).json()

    assert AidRequestRow(**answer["items"][0]).line_count == 2
    assert answer["items"][0].keys() == AidRequestRow.model_fields.keys()
    assert answer["next"] is None


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(world: World) -> None:
    made = [str(ask(world).id) for _ in range(5)]
    county = browser(world, "county")

    for sort, expected in (("newest", made[::-1]), ("oldest", made)):
        seen, cursor = [], None
        while True:
            query = {"limit": 2, "sort": sort, **({"cursor": cursor} if cursor else {})}
            page = county.get("/api/v1/aid-requests", query).json()
            seen += [row["id"] for row in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == expected


def test_asking_over_http_stays_cheap(world: World, django_assert_max_num_queries) -> None:
    city = browser(world, "city")
    send(city, "/ask-for-help", asked(world))

    # Incident, request, lines, two facts with their subjects, references, receipt, session.
    with django_assert_max_num_queries(34):
        answer = send(city, "/ask-for-help", asked(world), **{"Idempotency-Key": "once"})

    assert answer.status_code == 201
