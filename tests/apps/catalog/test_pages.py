"""The catalogue's pages: each opens for who may, refuses who may not, loses nothing typed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from muster.catalog import commands, queries
from muster.catalog.models import Resource, ResourceKind
from muster.rules.actor import PartyRole
from tests.apps.catalog.doors import client_of
from tests.apps.catalog.stage import DUTY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


@pytest.fixture
def duty(stage):
    return stage.actor("sagebrush_county", DUTY, signed_in=True)


@pytest.fixture
def visitor(duty):
    return client_of(duty)


@pytest.fixture
def other(stage):
    return client_of(stage.actor("juniper_flats", DUTY, signed_in=True))


@pytest.fixture
def coordinator(stage):
    return client_of(stage.coordinator)


@pytest.fixture
def package(stage, duty):
    said = {"name": "Crew", "price_cents": 100, "duration_hours": 8}
    return commands.add_package(duty, items=[(stage.laptops().id, 1)], **said)


def words(response) -> str:
    return response.content.decode()


def test_every_page_opens_for_its_own_people(stage, visitor, package):
    laptops, engineer = stage.laptops(name="More"), stage.engineer()
    addresses = [
        *(reverse(f"catalog:{name}") for name in ("resources", "shares", "choose_kind")),
        *(reverse(f"catalog:{name}") for name in ("packages", "add_package", "work_packages")),
        *(reverse("catalog:add", args=[kind]) for kind in ResourceKind.values),
        *(reverse("catalog:import", args=[kind]) for kind in ResourceKind.values),
        *(
            reverse(f"catalog:{name}", args=[row.id])
            for name in ("resource", "edit", "retire", "set_aside", "bring_back")
            for row in (laptops, engineer)
        ),
        *(
            reverse(f"catalog:{name}", args=[package.id])
            for name in ("package", "edit_package", "retire_package")
        ),
    ]
    for address in addresses:
        assert visitor.get(address).status_code == 200, address


def test_every_page_of_the_vocabulary_opens_for_the_coordinator_alone(visitor, coordinator):
    names = ("vocabulary", "seed", "add_skill", "add_clearance", "add_type", "add_work_package")
    addresses = [reverse(f"catalog:{name}") for name in names]
    addresses += [
        reverse("catalog:skill", args=["gis"]),
        reverse("catalog:clearance", args=["nda"]),
        reverse("catalog:type", args=["laptop"]),
        reverse("catalog:work_package", args=["reimage_pcs"]),
        reverse("catalog:retire_word", args=["skill", "gis"]),
    ]
    for address in addresses:
        assert coordinator.get(address).status_code == 200, address
        assert visitor.get(address).status_code == 403, address


def test_a_stranger_is_led_to_sign_in(client, stage):
    for address in (
        reverse("catalog:resources"),
        reverse("catalog:resource", args=[stage.laptops().id]),
    ):
        assert client.get(address).status_code == 302


def test_another_party_may_look_but_finds_no_page_to_change_it(stage, other, package):
    row = stage.laptops(details={"serial_numbers": ["SECRET"]})
    page = other.get(reverse("catalog:resource", args=[row.id]))
    assert page.status_code == 200 and "SECRET" not in words(page)
    assert "Kept back" not in words(page)
    for name in ("edit", "retire", "set_aside", "bring_back"):
        assert other.get(reverse(f"catalog:{name}", args=[row.id])).status_code == 404, name
        assert other.post(reverse(f"catalog:{name}", args=[row.id])).status_code == 404, name
    assert other.get(reverse("catalog:edit_package", args=[package.id])).status_code == 404


def test_another_network_finds_nothing(stage, package):
    stranger = client_of(Stage("other").seed().actor("juniper_flats", DUTY, signed_in=True))
    row = stage.laptops()
    assert stranger.get(reverse("catalog:resource", args=[row.id])).status_code == 404
    assert stranger.get(reverse("catalog:package", args=[package.id])).status_code == 404
    assert row.name not in words(stranger.get(reverse("catalog:resources")))


def test_a_person_is_listed_from_the_form(stage, visitor, duty):
    answer = visitor.post(
        reverse("catalog:add", args=["person"]),
        {
            "resource_type": "systems_engineer",
            "name": "Ana\u202e\x00 Engineer",
            "skills": ["linux", "gis"],
            "clearances": ["nda"],
            "until_nda": "2031-05-06",
            "rate_ten_thousandths": "1,045.50",
            "rate_basis": "hour",
            "person_id": str(duty.person_id),
            "can_work_remotely": "on",
        },
    )
    row = Resource.objects.get()
    assert answer.url == reverse("catalog:resource", args=[row.id])
    card = queries.get_resource(duty, row.id)
    assert card.name == "Ana Engineer" and card.rate_ten_thousandths == 10_455_000
    assert str(card.clearances[0].expires_on) == "2031-05-06"
    assert card.details["person_id"] == duty.person_id


def test_what_was_typed_comes_back_with_a_sentence_beside_the_field(visitor):
    answer = visitor.post(
        reverse("catalog:add", args=["equipment"]),
        {
            "resource_type": "laptop",
            "name": "Typed with care",
            "quantity": "2",
            "reserve": "5",
            "rate_basis": "free",
            "condition": "good",
        },
    )
    assert answer.status_code == 422
    assert "Typed with care" in words(answer) and "reserve cannot be more" in words(answer)
    assert not Resource.objects.exists()


@pytest.mark.parametrize("kind", ResourceKind.values)
def test_nonsense_in_every_field_is_never_a_server_error(visitor, kind):
    page = visitor.get(reverse("catalog:add", args=[kind]))
    names = [field.name for field in page.context["form"]]
    for nonsense in ("", "\x00", "9" * 400, "-1", "NaN", "2026-99-99", "🙂" * 3000, "'\"<script>"):
        answer = visitor.post(reverse("catalog:add", args=[kind]), dict.fromkeys(names, nonsense))
        assert answer.status_code == 422, (kind, nonsense[:10])
    assert not Resource.objects.exists()


def test_one_press_sets_a_share_aside_and_another_brings_it_back(stage, visitor, duty):
    row = stage.laptops()
    answer = visitor.post(reverse("catalog:set_aside", args=[row.id]), {"from": "shares"})
    assert answer.url.startswith(reverse("catalog:shares"))
    assert queries.get_resource(duty, row.id).is_away
    assert "Bring back" in words(visitor.get(reverse("catalog:shares")))
    visitor.post(reverse("catalog:bring_back", args=[row.id]), {"from": "shares"})
    assert not queries.get_resource(duty, row.id).is_away


def test_a_licence_keeps_the_evidence_of_its_permission(visitor, duty, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter = SimpleUploadedFile("letter.txt", b"You may lend it.", "text/plain")
    answer = visitor.post(
        reverse("catalog:add", args=["licence"]),
        {
            "resource_type": "edr_seat",
            "name": "Seats",
            "quantity": "5",
            "rate_basis": "free",
            "lending_permitted": "on",
            "evidence": letter,
        },
    )
    assert answer.status_code == 302, words(answer)
    card = queries.get_resource(duty, Resource.objects.get().id)
    assert card.details["permission_evidence_file_id"] and card.free == 5
    assert "Evidence of the publisher" in words(visitor.get(answer.url))


def test_editing_shows_what_is_there_and_keeps_what_is_not_shown(stage, visitor, duty):
    row = stage.engineer(clearances=[{"key": "nda", "note": "Paper copy"}])
    page = visitor.get(reverse("catalog:edit", args=[row.id]))
    sent = {
        field.name: value
        for field in page.context["form"]
        if (value := field.value()) not in (None, False)
    }
    sent["name"] = "Engineer Two"
    answer = visitor.post(reverse("catalog:edit", args=[row.id]), sent)
    assert answer.status_code == 302, words(answer)
    card = queries.get_resource(duty, row.id)
    assert card.name == "Engineer Two" and card.clearances[0].note == "Paper copy"
    assert card.skills == (("active_directory", "Active Directory"),)


def test_a_package_is_made_and_changed_from_the_form(stage, visitor, duty):
    laptops = stage.laptops()
    sent = {
        "name": "Crew",
        "price_cents": "2,000.00",
        "duration_hours": "40",
        f"quantity_{laptops.id}": "3",
    }
    answer = visitor.post(reverse("catalog:add_package"), sent)
    assert answer.status_code == 302, words(answer)
    (card,) = queries.packages(duty).items
    assert card.price_cents == 200_000 and card.items[0].quantity == 3
    sent[f"quantity_{laptops.id}"] = "9"
    answer = visitor.post(reverse("catalog:edit_package", args=[card.id]), sent)
    assert answer.status_code == 422
    assert visitor.post(reverse("catalog:retire_package", args=[card.id])).status_code == 302


def test_a_file_is_looked_at_first_and_listed_when_confirmed(visitor):
    address = reverse("catalog:import", args=["equipment"])
    template = visitor.get(reverse("catalog:import_template", args=["equipment"]))
    upload = SimpleUploadedFile("x.csv", template.content, "text/csv")
    seen = visitor.post(address, {"file": upload})
    assert seen.status_code == 200 and "1 entry would be listed" in words(seen)
    assert not Resource.objects.exists()
    text = seen.context["form"]["text"].value()
    assert visitor.post(address, {"text": text, "confirm": "yes"}).status_code == 302
    assert Resource.objects.count() == 1


def test_a_file_with_mistakes_comes_back_whole_with_each_of_them(visitor):
    text = "resource_type,name,quantity\nlaptop,Mine,many\nrocket,Yours,1\n"
    for confirm in ({}, {"confirm": "yes"}):
        answer = visitor.post(
            reverse("catalog:import", args=["equipment"]), {"text": text, **confirm}
        )
        assert answer.status_code == 422
        assert "Row 2, quantity" in words(answer) and "Row 3, resource type" in words(answer)
        assert "rocket,Yours,1" in words(answer)
    picture = SimpleUploadedFile("x.csv", b"\x89PNG\xff\xfe", "text/csv")
    answer = visitor.post(reverse("catalog:import", args=["equipment"]), {"file": picture})
    assert answer.status_code == 422 and "UTF-8" in words(answer)
    assert visitor.get(reverse("catalog:import", args=["spaceship"])).status_code == 404


def test_filters_that_do_not_fit_are_passed_over(stage, visitor):
    stage.laptops()
    for query in (
        "kind=spaceship",
        "party_id=x",
        "free_from=never",
        "cursor=%00",
        "sort=;drop",
        "text=%00",
        "sort=%00",
        "skill=%F0%9F",
    ):
        answer = visitor.get(reverse("catalog:resources") + f"?{query}")
        assert answer.status_code in (200, 400, 409, 422), query
    for name, query in (("shares", "kind=%00x"), ("packages", "work_package=%00x")):
        assert visitor.get(reverse(f"catalog:{name}") + f"?{query}").status_code == 400
    found = visitor.get(reverse("catalog:resources") + "?text=laptops&kind=equipment")
    assert "Laptops" in words(found)
    none = visitor.get(reverse("catalog:resources") + "?text=submarine")
    assert "Nothing fits" in words(none)
    free = visitor.get(reverse("catalog:resources") + "?free_from=2031-01-01&free_until=2031-01-02")
    assert "Free then" in words(free) and "Laptops" in words(free)


def test_the_coordinator_keeps_words_and_presets_from_forms(stage, coordinator):
    said = {"key": "welding", "label": "Welding"}
    assert coordinator.post(reverse("catalog:add_skill"), said).status_code == 302
    wrong = coordinator.post(reverse("catalog:add_skill"), {"key": "No Good", "label": "X"})
    assert wrong.status_code == 422
    page = coordinator.get(reverse("catalog:work_package", args=["reimage_pcs"]))
    sent = {
        field.name: value
        for field in page.context["form"]
        if (value := field.value()) not in (None, False)
    }
    sent |= {"label": "Re-image", "resource_type_3": "laptop", "units_per_one_3": "5"}
    answer = coordinator.post(reverse("catalog:work_package", args=["reimage_pcs"]), sent)
    assert answer.status_code == 302, words(answer)
    preset = queries.get_work_package(stage.system, "reimage_pcs")
    assert preset.label == "Re-image"
    assert [line.units_per_one for line in preset.lines] == [40, 200, 5]
    retire = reverse("catalog:retire_word", args=["skill", "welding"])
    assert coordinator.post(retire).status_code == 302
    assert coordinator.post(reverse("catalog:seed")).status_code == 302


def test_a_reader_sees_no_button_that_would_refuse(stage):
    reader = client_of(stage.actor("sagebrush_county", PartyRole.READ_ONLY, signed_in=True))
    row = stage.laptops()
    page = words(reader.get(reverse("catalog:resource", args=[row.id])))
    assert "Set aside</a>" not in page and "Retire" not in page
    assert reader.post(reverse("catalog:set_aside", args=[row.id])).status_code == 403


def test_a_page_of_the_list_is_light(stage, visitor):
    for number in range(30):
        stage.engineer(name=f"Engineer {number}")
    page = visitor.get(reverse("catalog:resources"))
    assert len(page.content) < 60_000
    assert "Next page" in words(page)


def test_a_responder_gets_the_button_for_themselves_alone(stage, duty):
    me = stage.actor("sagebrush_county", PartyRole.RESPONDER, signed_in=True)
    own = stage.engineer(name="Me", details={"person_id": me.person_id})
    stage.engineer(name="Somebody else")
    responder = client_of(me)
    page = words(responder.get(reverse("catalog:shares")))
    assert page.count("Set aside<span") == 1
    assert reverse("catalog:set_aside", args=[own.id]) in page
    assert responder.post(reverse("catalog:set_aside", args=[own.id])).status_code == 302
    assert queries.get_resource(duty, own.id).is_away
