"""Two web server processes act as one: what ends in one has ended in the other."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from dataclasses import replace

from muster.config.benchmarks.harness import Installation, installation, running

END = """
import django
django.setup()
from muster.members.endings import end_everything
from muster.members.models import Person
end_everything(Person.objects.get(email="p0@example.gov"))
"""
CALLS = 30


def python(place: Installation, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        env=dict(place.environment) | {"DJANGO_SETTINGS_MODULE": "muster.config.settings"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def statuses(place: Installation, path: str, headers: dict[str, str]) -> set[int]:
    """What many connections hear, all open at once, so that both processes have some."""
    links = [http.client.HTTPConnection("127.0.0.1", place.port, timeout=30) for _ in range(CALLS)]
    for link in links:
        link.request("GET", path, headers=headers)
    heard = {link.getresponse().status for link in links}
    for link in links:
        link.close()
    return heard


def test_sessions_and_tokens_end_in_all_processes_at_once() -> None:
    with installation() as bare:
        two = {"MUSTER_WEB_WORKERS": "2", "PYTHONPATH": ":".join(sys.path)}
        place = replace(bare, environment=dict(bare.environment) | two)
        network = python(
            place, "-m", "muster.config.benchmarks._network", *["prepare", "3", "5", "5", "1"]
        )
        made = json.loads(network)
        bearer = {"Authorization": f"Bearer {made['tokens'][0]}"}
        cookie = {"Cookie": f"sessionid={made['sessions'][0]}"}
        with running(place, "serve"):
            assert statuses(place, "/api/v1/resources", bearer) == {200}
            assert statuses(place, "/requests/", cookie) == {200}
            python(place, "-c", END)
            assert statuses(place, "/api/v1/resources", bearer) == {401}
            assert 200 not in statuses(place, "/requests/", cookie)
