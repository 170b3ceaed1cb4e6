"""The pages and the API: written after a look, revised without losing a word, found at an incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from muster.playbooks import queries
from muster.playbooks.models import PlaybookVersion
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask
from tests.apps.aid.test_pages import fields_of
from tests.apps.aid.world import World
from tests.apps.playbooks.written import STEPS, revised, written

TYPED = {"title": "Opal hour", "kind": "ransomware", "steps": STEPS, "sharing_label": "TLP:GREEN"}


def fill(client: Any, path: str, **typed: str) -> dict[str, str]:
    return {**fields_of(client.get(path).content.decode()), **typed}


def test_it_is_seen_before_it_is_saved_and_shown_as_text(world: World) -> None:
    client = browser(world, "city", "duty_officer")
    assert "No playbooks yet" in client.get("/playbooks/").content.decode()
    typed = fill(client, "/playbooks/write/", **{**TYPED, "steps": "<b>Pull</b> it"})
    look = client.post("/playbooks/write/", typed)
    assert "How it will read" in look.content.decode()
    assert "<li>&lt;b&gt;Pull&lt;/b&gt; it</li>" in look.content.decode()
    assert not PlaybookVersion.objects.exists()
    saved = client.post("/playbooks/write/", {**typed, "confirm": "yes"}, follow=True)
    html = saved.content.decode()
    assert "&lt;b&gt;Pull" in html and "TLP:GREEN" in html
    assert "Opal hour" in client.get("/playbooks/?search=opal&kind=ransomware").content.decode()
    paper = client.get(f"/playbooks/{PlaybookVersion.objects.get().playbook_id}/playbook.pdf")
    assert paper["Content-Type"] == "application/pdf"


def test_what_is_refused_stays_typed(world: World) -> None:
    client = browser(world, "city", "duty_officer")
    typed = fill(client, "/playbooks/write/", **{**TYPED, "steps": "x" * 301}, confirm="yes")
    answer = client.post("/playbooks/write/", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Step 1 is longer than 300 characters" in html and "x" * 301 in html


def test_revising_what_somebody_revised_shows_theirs_and_loses_nothing(world: World) -> None:
    city = world.actor("city")
    first = written(city)
    client, at = browser(world, "city", "duty_officer"), f"/playbooks/{first.playbook_id}/"
    typed = fill(client, f"{at}revise/", steps="Mine: call the county", confirm="yes")
    revised(city, first, steps="Theirs: call the state")
    answer = client.post(f"{at}revise/", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "wrote version 2 while you were writing" in html
    assert "Theirs: call the state" in html and "Mine: call the county" in html
    again = {**fields_of(html), "confirm": "yes"}
    assert again["version"] == "2"
    assert (
        "Version 3 is in use." in client.post(f"{at}revise/", again, follow=True).content.decode()
    )
    assert queries.get_playbook(city, first.playbook_id).step_list == ("Mine: call the county",)
    old = client.get(f"{at}versions/2/").content.decode()
    assert "Theirs: call the state" in old and "An earlier version" in old


def test_a_withdrawn_one_says_so_on_its_page(world: World) -> None:
    made = written(world.actor("city"))
    client, at = browser(world, "city", "duty_officer"), f"/playbooks/{made.playbook_id}/"
    done = client.post(
        f"{at}withdraw/", fill(client, f"{at}withdraw/", reason="New firewall"), follow=True
    )
    assert "Withdrawn: do not follow it" in done.content.decode()
    assert "New firewall" in client.get(at).content.decode()
    assert "Opal hour" not in client.get("/playbooks/").content.decode()
    assert "Opal hour" in client.get("/playbooks/?withdrawn=1").content.decode()


@pytest.mark.parametrize(
    ("party", "role", "writes", "withdraws"),
    [
        ("city", "authorized_representative", True, True),
        ("city", "duty_officer", True, True),
        ("city", "clerk", True, False),
        ("city", "responder", False, False),
        ("city", "finance", False, False),
        ("city", "read_only", False, False),
        ("county", "authorized_representative", False, False),
        (None, "coordinator", False, False),
        (None, "auditor", False, False),
    ],
)
def test_each_role_is_shown_the_buttons_that_it_may_press(
    world: World, party: str | None, role: str, writes: bool, withdraws: bool
) -> None:
    made = written(world.actor("city"), is_shared=True)
    client = browser(world, party, role)
    html = client.get(f"/playbooks/{made.playbook_id}/").content.decode()
    assert "Pull the cable." in html
    assert ("/revise/" in html, "/withdraw/" in html) == (writes, withdraws)


def test_the_coordinator_chooses_nothing_and_a_stranger_reads_nothing(world: World) -> None:
    client = browser(world, None, "coordinator")
    form = client.get("/playbooks/write/").content.decode()
    assert 'name="readers"' not in form and 'name="owner"' not in form
    typed = fill(client, "/playbooks/write/", **TYPED, confirm="yes")
    assert "The network" in client.post("/playbooks/write/", typed, follow=True).content.decode()
    own = written(world.actor("city"))
    assert client.get(f"/playbooks/{own.playbook_id}/").status_code == 404
    assert browser(world, "county").get(f"/playbooks/{own.playbook_id}/").status_code == 404


def test_an_incident_shows_the_playbooks_for_its_kind(world: World) -> None:
    asked = ask(world)
    client, at = browser(world, "city", "duty_officer"), f"/incidents/{asked.incident_id}/"
    assert "None is written yet" in client.get(at).content.decode()
    written(world.actor("city"), title="Ransom note")
    written(world.actor("city"), title="Flooded hall", kind="disaster")
    html = client.get(at).content.decode()
    assert "Ransom note" in html and "Flooded hall" not in html


def test_programs_do_the_same_over_the_api(world: World) -> None:
    client = browser(world, "city", "duty_officer")
    made = send(client, "/playbooks", {**TYPED, "is_shared": True}).json()
    assert made["steps"][1] == "Do not switch it off." and made["version"] == 1
    at = f"/playbooks/{made['id']}"
    wrong = send(client, f"{at}/revise", {**TYPED, "version": 9})
    assert wrong.status_code == 409 and "version 1" in str(wrong.json())
    assert send(client, "/playbooks", {**TYPED, "sharing_label": "TLP:RED"}).status_code == 422
    newer = send(client, f"{at}/revise", {**TYPED, "version": 1, "title": "Later"}).json()
    assert (newer["version"], newer["id"]) == (2, made["id"])
    listed = client.get("/api/v1/playbooks?search=later").json()["items"]
    assert [UUID(each["id"]) for each in listed] == [UUID(made["id"])]
    assert len(client.get(f"/api/v1{at}/versions").json()) == 2
    gone = send(client, f"{at}/withdraw", {"reason": "Replaced"}).json()
    assert gone["withdrawn_reason"] == "Replaced"
    assert client.get(f"/api/v1{at}").json()["withdrawn_at"]
