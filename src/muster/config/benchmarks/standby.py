"""The host is lost: from the command that restores its last backup to the standby's sign-in page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from muster.config.benchmarks.harness import Installation, Result, installation, running

PARTIES, RESOURCES, AID_REQUESTS = 500, 10_000, 2000
FACTS = MESSAGES = 100_000
WORKLOAD = (
    f"a network of {PARTIES} parties, {RESOURCES:,} resources and {AID_REQUESTS:,} aid requests with "
    f"{FACTS:,} facts and {MESSAGES:,} messages, backed up; restored on an empty machine under a "
    "second host name, checked and encrypted as always, until its sign-in page has been read"
)
GOAL = {"command_to_sign_in_page_s": ("<=", 1800.0)}
NAME = "standby.localhost"


def run(progress: Any) -> Result:
    with installation() as host, installation(extra={"MUSTER_BASE_URL": ""}) as standby:
        progress("standby: a host with a year behind it is made")
        _made(host, "muster.config.benchmarks._network", "prepare", PARTIES, RESOURCES, AID_REQUESTS, 1)  # fmt: skip
        _made(host, __name__, FACTS, MESSAGES)
        identity, backup = host.folder / "identity.txt", host.folder / "last.tar.age"
        recipient = _said(host, "backup", "--json", "--new-key", str(identity))["recipient"]
        begun = time.monotonic()
        _said(host, "backup", "--json", str(backup), "--recipient", recipient)
        figures = {"backup_s": time.monotonic() - begun, "backup_mb": backup.stat().st_size / 1e6}
        progress("standby: the host is lost")
        begun = time.monotonic()
        restored = _said(
            standby, "restore", "--json", str(backup), "--identity", str(identity),
            "--standby", "--base-url", f"http://{NAME}:{standby.port}",
        )  # fmt: skip
        figures |= {"restore_s": time.monotonic() - begun, "rows": restored["rows"]}
        with running(standby, "serve"):
            _read_sign_in_page(standby)
            figures["command_to_sign_in_page_s"] = time.monotonic() - begun
    return Result("standby", WORKLOAD, figures, GOAL)


def _read_sign_in_page(place: Installation) -> None:
    asked = urllib.request.Request(f"{place.address}/account/login/")
    asked.add_header("Host", f"{NAME}:{place.port}")
    with urllib.request.urlopen(asked, timeout=60) as answer:
        if b"passkeys do not work here" not in answer.read():
            raise RuntimeError("the page does not say that it is the standby's")


def _said(place: Installation, *arguments: str) -> dict[str, Any]:
    """What a muster command answers as JSON."""
    return place.ask("muster.config.cli", *arguments, seconds=1800)


def _made(place: Installation, module: str, *arguments: object) -> None:
    """Rows in bulk, by a process with the installation's settings."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    subprocess.run(
        command, env=dict(place.environment), stdout=subprocess.DEVNULL, check=True, text=True
    )


def fill(facts: int, messages: int) -> None:
    """What a year leaves in the journal and in the outbox."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    from django.apps import apps

    network_id = apps.get_model("members.Network").objects.get().id
    for name, count, rows in (
        ("journal.Fact", facts, _facts),
        ("messaging.Message", messages, _messages),
    ):
        model = apps.get_model(name)
        model.objects.bulk_create(
            (model(network_id=network_id, **row) for row in rows(count)), batch_size=500
        )


def _facts(count: int) -> Iterator[dict[str, Any]]:
    from muster.journal import clock

    for number in range(count):
        payload = {"person_id": f"{number:032d}", "words": "what happened on that day " * 4}
        yield {
            "kind": "AidRequestOpened",
            "at": clock.now(),
            "via": "page",
            "payload": payload,
            "payload_sha256": "0" * 64,
        }


def _messages(count: int) -> Iterator[dict[str, Any]]:
    from muster.journal import clock

    for number in range(count):
        yield {
            "channel": "email",
            "address": f"person{number % 500}@example.org",
            "subject": "An agency asks for help",
            "body": "words that were mailed " * 12,
            "unique_key": f"bench/{number}",
            "state": "sent",
            "created_at": clock.now(),
            "sent_at": clock.now(),
        }


if __name__ == "__main__":
    fill(*map(int, sys.argv[1:]))
