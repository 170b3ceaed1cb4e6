"""The offline queue: a hundred entries sent in order, sent again, and cut off by a killed server."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any, NamedTuple
from uuid import uuid4

from muster.config.benchmarks.harness import Installation, Result, installation, wait_until_up

Server = subprocess.Popen[bytes]
ENTRIES = 100
ASKED = 20
"""Of the entries so many are requests for help; the rest are notes on the first of them."""
PARTIES, RESOURCES, AID_REQUESTS = 20, 200, 20
KILLED_AFTER = 50
PATIENCE_SECONDS = 180
WORKLOAD = (
    f"{ENTRIES} entries of one phone ({ASKED} requests for help, the rest notes on the first of "
    "them) sent as the phone's page sends them: in order, one at a time, each under the id that it "
    "was given without a network, on one kept-alive connection of a signed-in browser; once; all of "
    f"them again; and another {ENTRIES} with the server killed after {KILLED_AFTER}, started, and "
    "all of them again"
)
GOAL = {
    "synced_s": ("<=", 3.0),
    "refused": ("<=", 0.0),
    "lost": ("<=", 0.0),
    "doubled": ("<=", 0.0),
    "again_not_marked_as_repeated": ("<=", 0.0),
    "killed_lost": ("<=", 0.0),
    "killed_doubled": ("<=", 0.0),
}


class Entry(NamedTuple):
    """One write as it waits on a phone."""

    id: str
    path: str
    body: dict[str, Any]


class Answers(NamedTuple):
    """How the entries of one go were answered."""

    written: int
    repeated: int
    refused: int


def run(progress: Any) -> Result:
    with installation() as place:
        progress("offline: a network is made")
        made = _ask(place, "_network", "prepare", PARTIES, RESOURCES, AID_REQUESTS, 1)
        servers = [_started(place)]
        try:
            wait_until_up(place.address, seconds=PATIENCE_SECONDS)
            figures = _sent_twice(place, made, progress)
            figures |= _killed(place, made, servers, progress)
        finally:
            for server in servers:
                _stop(server)
    return Result("offline", WORKLOAD, figures, GOAL)


def _sent_twice(place: Installation, made: dict[str, Any], progress: Any) -> dict[str, float]:
    entries, sender = _entries(made, "once"), _Sender(place.port, made["sessions"][0])
    _Sender(place.port, made["sessions"][0]).send(_entries(made, "warm-up")[:5])
    progress(f"offline: {ENTRIES} entries")
    begun = time.perf_counter()
    first = sender.send(entries)
    seconds = time.perf_counter() - begun
    again = sender.send(entries)
    found = _ask(place, "_phones", "count", "once")["rows"]
    return {
        "synced_s": seconds,
        "milliseconds_each": seconds * 1000 / ENTRIES,
        "refused": float(first.refused + again.refused),
        "lost": float(max(0, ENTRIES - found)),
        "doubled": float(max(0, found - ENTRIES)),
        "again_not_marked_as_repeated": float(ENTRIES - again.repeated),
    }


def _killed(
    place: Installation, made: dict[str, Any], servers: list[Server], progress: Any
) -> dict[str, float]:
    """The phone does not know whether the last entries arrived, and sends all of them again."""
    progress("offline: the server is killed in the middle")
    entries = _entries(made, "killed")
    _Sender(place.port, made["sessions"][0]).send(entries[:KILLED_AFTER])
    _begin_and_leave(place.port, made["sessions"][0], entries[KILLED_AFTER])
    _kill(servers[0])
    servers.append(_started(place))
    wait_until_up(place.address, seconds=PATIENCE_SECONDS)
    _Sender(place.port, made["sessions"][0]).send(entries)
    found = _ask(place, "_phones", "count", "killed")["rows"]
    return {
        "killed_lost": float(max(0, ENTRIES - found)),
        "killed_doubled": float(max(0, found - ENTRIES)),
    }


def _entries(made: dict[str, Any], word: str) -> list[Entry]:
    asked = [_request(made, word) for _ in range(ASKED)]
    notes = [_note(asked[0].id, word, number) for number in range(ENTRIES - ASKED)]
    return [*asked, *notes]


def _request(made: dict[str, Any], word: str) -> Entry:
    made_id = str(uuid4())
    body = {
        "kind": "outage",
        "lines": [{"resource_type_id": made["resource_type_id"], "quantity": 2}],
        "note": word,
        "aid_request_id": made_id,
    }
    return Entry(made_id, "/ask-for-help", body)


def _note(aid_request_id: str, word: str, number: int) -> Entry:
    made_id = str(uuid4())
    body = {"text": f"{word} {number}", "note_id": made_id}
    return Entry(made_id, f"/aid-requests/{aid_request_id}/notes", body)


class _Sender:
    """One signed-in browser with one connection."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = f"sessionid={session}"
        self.connection.request("GET", "/api/v1/offline/standing", headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        self.token = json.loads(answer.read())["csrf_token"]
        self.cookie += "; " + (answer.headers["Set-Cookie"] or "").split(";")[0]

    def headers(self, entry: Entry) -> dict[str, str]:
        return {
            "Cookie": self.cookie,
            "Content-Type": "application/json",
            "X-CSRFToken": self.token,
            "Idempotency-Key": entry.id,
        }

    def send(self, entries: list[Entry]) -> Answers:
        written = repeated = refused = 0
        for entry in entries:
            self.begin(entry)
            answer = self.connection.getresponse()
            content = answer.read()
            written += answer.status == http.HTTPStatus.CREATED
            repeated += answer.headers["Idempotent-Replayed"] == "true"
            if answer.status != http.HTTPStatus.CREATED:
                refused += 1
                print(answer.status, content[:200], file=sys.stderr)
        return Answers(written, repeated, refused)

    def begin(self, entry: Entry) -> None:
        body = json.dumps(entry.body).encode()
        self.connection.request("POST", f"/api/v1{entry.path}", body, self.headers(entry))


def _begin_and_leave(port: int, session: str, entry: Entry) -> None:
    """Send one entry without waiting for its answer."""
    _Sender(port, session).begin(entry)


def _started(place: Installation) -> Server:
    """A server in a process group of its own, so that all of it can be killed at once."""
    command = [sys.executable, "-m", "muster.config.cli", "serve"]
    return subprocess.Popen(command, env=dict(place.environment), start_new_session=True)


def _kill(server: Server) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _stop(server: Server) -> None:
    if server.poll() is None:
        server.terminate()
        server.wait(30)


def _ask(place: Installation, module: str, *arguments: object) -> dict[str, Any]:
    return place.ask(f"muster.config.benchmarks.{module}", *arguments, seconds=300)
