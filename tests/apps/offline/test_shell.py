"""What the service worker keeps is the same for everybody, and complete."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from muster.web import app_shell
from tests.apps.members.house import House
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.django_db
MODULES = ROOT / "src" / "muster" / "offline" / "static" / "offline"


def kept(source: str) -> dict:
    return json.loads(re.search(r"const SHELL = (\{.*?\});\n", source, re.S).group(1))


def test_the_page_is_the_same_for_everybody(house: House) -> None:
    client = Client()
    for_a_stranger = client.get("/offline/").content
    client.force_login(house.people["city_responder"])
    assert client.get("/offline/").content == for_a_stranger
    assert "Person" not in for_a_stranger.decode()


def test_the_worker_keeps_every_module_of_the_page_and_nothing_of_a_person() -> None:
    answer = Client().get("/worker.js")
    shell = kept(answer.content.decode())
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert shell["page"] == "/offline/"
    modules = {f"/static/offline/{path.stem}" for path in MODULES.glob("*.js")}
    modules |= {"/static/vendor/lean-qr/lean-qr"}
    assert modules <= {re.sub(r"(\.[0-9a-f]{12})?\.js$", "", path) for path in shell["files"]}
    assert all(path.startswith("/static/") for path in shell["files"])


def test_every_file_that_the_page_links_is_kept() -> None:
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', app_shell.page()))
    assert linked <= {*kept(app_shell.worker_source())["files"]}


def test_another_content_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(app_shell.worker_source())["version"]
    known = app_shell._content
    monkeypatch.setattr(
        app_shell, "_content", lambda name: known(name) + (b" " if "vault" in name else b"")
    )
    app_shell.worker_source.cache_clear()
    assert kept(app_shell.worker_source())["version"] != before
    app_shell.worker_source.cache_clear()


def test_as_a_module_the_worker_also_sends() -> None:
    source = Client().get("/worker.js?sends=1").content.decode()
    assert source.startswith('import { sendWaiting } from "/static/offline/visit.js"')


def test_the_manifest_makes_it_installable() -> None:
    manifest = Client().get("/manifest.webmanifest").json()
    assert manifest["display"] == "standalone" and manifest["scope"] == "/"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
