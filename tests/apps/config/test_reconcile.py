"""Two installations, driven by their command lines: the host goes on after its last backup, and so
does the standby; then the host returns."""

from __future__ import annotations

import json
from pathlib import Path

import pyrage
import pytest

from tests.apps.config.test_archive import DJANGO, Place, place_in
from tests.server import environment, run_python

pytestmark = pytest.mark.slow

START = f"""{DJANGO}
import io, json, sys
from contextlib import redirect_stdout
from muster.config.cli import main
from muster.journal import clock
from muster.journal.sealer import seal_all
from muster.members import commands
from muster.members.models import Network, NetworkRoleGrant, Party, Person
from muster.rules.actor import Actor

def muster(*words):
    told = io.StringIO()
    with redirect_stdout(told):
        assert main(list(words)) == 0, told.getvalue()
    return told.getvalue()

def work(side):
    network, person = Network.objects.get(), Person.objects.get()
    actor = Actor(network_id=network.id, person_id=person.id, roles=frozenset(["coordinator"]),
        name=person.name, stepped_up=True)
    commands.edit_network(actor, name=f"Idaho, as the {{side}} says")
    commands.add_party(actor, name=f"Added at the {{side}}", kind="city", state_code="ID")
"""
HOST = f"""{START}
last, late, recipient = sys.argv[1:]
muster("migrate")
muster("createnetwork", "idaho", "Idaho", "--coordinator", "Pat", "--email", "pat@example.org")
person = Person.objects.create(email="pat@idaho.example", name="Pat")
NetworkRoleGrant.objects.create(network=Network.objects.get(), person=person, role="coordinator",
    granted_at=clock.now())
seal_all()
muster("backup", last, "--recipient", recipient)
work("host")
seal_all()
muster("backup", late, "--recipient", recipient)
"""
SETTLE = f"""{START}
from django.test import Client
late, identity = sys.argv[1:]
again = json.loads(muster("reconcile", late, "--json", "--identity", identity))
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(Person.objects.get())
(found,) = client.get("/api/v1/host-comparisons").json()
page = client.get(f"/backups/host/{{found['id']}}/").content.decode()
items = client.get(f"/api/v1/host-comparisons/{{found['id']}}/matters").json()["items"]
said = [(each["subject_kind"], each["standing"], each["at_host"][0]["sentence"]) for each in items]
statuses = [
    client.post(f"/backups/host/matters/{{each['id']}}/settle/",
        dict(outcome="holds_no_more", reason="Nobody needs it.")).status_code
    for each in items
]
after = client.get("/api/v1/host-comparisons").json()[0]
print(json.dumps(dict(said=said, page=page, statuses=statuses, settled=after["settled"],
    waiting=after["waiting"], again=again["noted"], holds=muster("verify-journal"), parties=sorted(Party.objects.values_list("name", flat=True)),
    name=Network.objects.get().name)))
"""


def test_the_host_returns_and_what_it_did_alone_is_settled(tmp_path: Path) -> None:
    host, standby = place_in(tmp_path, "host"), place_in(tmp_path, "standby")
    identity, last, late = (tmp_path / name for name in ("key.txt", "last.age", "late.age"))
    key = pyrage.x25519.Identity.generate()
    identity.write_text(f"{key}\n")
    run(host, HOST, last, late, key.to_public())
    standby.muster(
        "restore", last, "--identity", identity, "--standby", "--base-url", "http://127.0.0.1:0"
    )
    run(standby, f"{START}\nwork('standby')")

    said = json.loads(standby.muster("reconcile", late, "--json", "--identity", identity))
    assert said["noted"]
    assert [each["kind"] for each in said["host_only"]] == ["NetworkEdited", "PartyAdded"]
    assert [each["kind"] for each in said["here_only"]] == [
        "StandbyBegun",
        "NetworkEdited",
        "PartyAdded",
    ]

    settled = json.loads(run(standby, SETTLE, late, identity))
    assert settled["again"] == [], "the same archive changes nothing"
    assert "0 of 2" in settled["page"]
    assert {(kind, standing) for kind, standing, _ in settled["said"]} == {
        ("network", "both"),
        ("party", "host_only"),
    }
    assert any("Added at the host" in sentence for _, _, sentence in settled["said"])
    assert settled["statuses"] == [302, 302]
    assert (settled["settled"], settled["waiting"]) == (2, 0)
    assert (settled["name"], settled["parties"]) == (
        "Idaho, as the standby says",
        ["Added at the standby"],
    ), "nothing of the host was entered or written over"
    assert "The journal holds" in settled["holds"]


def run(place: Place, code: str, *words: object) -> str:
    surroundings = environment(place.folder, place.url, 0)
    return run_python(["-c", code, *(str(word) for word in words)], surroundings)
