"""Call-outs: how soon a thousand people are asked, how late the next are, what a storm and kills do."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
import urllib.request
from datetime import datetime
from typing import Any

from muster.config.benchmarks import _gateway
from muster.config.benchmarks._reading import read_pages
from muster.config.benchmarks.harness import (
    Installation,
    Result,
    free_port,
    installation,
    is_on_postgres,
    percentile,
    running,
    stand_in,
)

PARTIES, ROUNDS, ESCALATING = 1001, 3, 5
VICTIMS, ASKED_EACH = 50, 500
LINKS, KILLS, KILLED_REQUESTS = 100, 200, 40
FIRST_WAVE = 5
PATIENCE_SECONDS = 240.0
WORKLOAD = (
    f"a network of {PARTIES:,} parties with one person on duty each, reached by text over a "
    f"stand-in gateway on the same machine; one request asking all of them, the worst of {ROUNDS}; "
    f"{ESCALATING} call-outs widening after a minute; {LINKS} people opening and using their links; "
    f"{VICTIMS} parties asking {ASKED_EACH} each at once by API while pages are read; {KILLS} "
    f"workers killed among {KILLED_REQUESTS} requests whose call-outs start in the worker. The "
    "notices of opened requests are left out. One worker on SQLite, two on PostgreSQL"
)
GOAL = {
    "first_attempt_ms": ("<=", 100.0),
    "last_attempt_ms": ("<=", 2000.0),
    "escalation_late_ms": ("<=", 1000.0),
    "escalation_early_ms": ("<=", 0.0),
    "link_page_ms_p95": ("<=", 30.0),
    "link_answer_ms_p95": ("<=", 30.0),
    "storm_all_s": ("<=", 60.0),
    "storm_pages_ms_p99": ("<=", 200.0),
    "storm_not_asked": ("<=", 0.0),
    "kills_lost": ("<=", 0.0),
    "kills_doubled": ("<=", 0.0),
}


def run(progress: Any) -> Result:
    gateway = free_port()
    surroundings = {"MUSTER_TEXT_GATEWAY": f"http://127.0.0.1:{gateway}/texts"}
    with installation(extra=surroundings) as place:
        progress("callout: a network is made")
        made = _ask(place, "prepare", PARTIES)
        workers = ["worker"] * (2 if is_on_postgres() else 1)
        with stand_in("_gateway", gateway, 0.0), running(place, "serve", *workers):
            time.sleep(3)
            figures = _one_request(place, gateway, progress)
            figures |= _escalations(place, gateway, progress)
            figures |= _links(place, progress)
            figures |= _storm(place, gateway, made, progress)
    with installation(extra=surroundings) as place:
        _ask(place, "prepare", PARTIES // 10)
        with stand_in("_gateway", gateway, 0.02):
            figures |= _kills(place, gateway, progress)
    return Result("callout", WORKLOAD, figures, GOAL)


def _one_request(place: Installation, gateway: int, progress: Any) -> dict[str, float]:
    first, last, took = [], [], []
    for number in range(ROUNDS):
        progress(f"callout: one request asks {PARTIES - 1:,}, round {number + 1}")
        before = _gateway.posts(gateway)
        begun = _ask(place, "start", number, "all", 5, 10)
        _wait_for_posts(gateway, before + PARTIES - 1)
        arrived = _arrivals(place, gateway, begun["call_out_id"], PARTIES - 1)
        first.append((min(arrived) - begun["committed_at"]) * 1000)
        last.append((max(arrived) - begun["committed_at"]) * 1000)
        took.append(begun["took_ms"])
    return {
        "started_ms": max(took),
        "first_attempt_ms": max(first),
        "last_attempt_ms": max(last),
        "last_attempt_ms_best": min(last),
    }


def _arrivals(place: Installation, gateway: int, call_out_id: str, count: int) -> list[float]:
    """When each letter of a call-out first reached the stand-in; waits until all have.

    Asking starts a process, which takes a core from what is measured: wait for the posts first.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        waves = _ask(place, "sent", call_out_id)["waves"]
        seen = _gateway.report(gateway)["first"]
        arrived = [seen[key] for keys in waves.values() for key in keys if key in seen]
        if len(arrived) >= count:
            return arrived
        time.sleep(1)
    raise TimeoutError(f"only {len(arrived)} of {count} letters arrived")


def _wait_for_posts(gateway: int, wanted: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while _gateway.posts(gateway) < wanted and time.monotonic() < until:
        time.sleep(0.1)


def _escalations(place: Installation, gateway: int, progress: Any) -> dict[str, float]:
    """The second wave is due one minute after the first."""
    progress(f"callout: {ESCALATING} call-outs widen after a minute")
    begun = [_ask(place, "start", 10 + number, "waves", 10, 1) for number in range(ESCALATING)]
    time.sleep(70)
    seen, late = _gateway.report(gateway)["first"], []
    for each in begun:
        due = datetime.fromisoformat(each["started_at"]).timestamp() + 60
        keys = _ask(place, "sent", each["call_out_id"])["waves"].get("2", [])
        arrived = [seen[key] for key in keys if key in seen]
        late.append((min(arrived, default=float("inf")) - due) * 1000)
    return {
        "escalation_late_ms": max(late),
        "escalation_early_ms": max(0.0, -min(late)),
    }


def _links(place: Installation, progress: Any) -> dict[str, float]:
    """The page of a link, then its answer; each by a person of its own."""
    progress(f"callout: {LINKS} people use their links")
    urls = _ask(place, "link", 0)["links"][: LINKS + 10]
    shown, answered = [], []
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    for number, url in enumerate(urls):
        path = "/" + url.split("/", 3)[3]
        page, cookie, seconds = _get(connection, path)
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page)
        if token is None:
            continue
        form = f"answer=no&reason=Busy&csrfmiddlewaretoken={token[1].decode()}"
        before = time.perf_counter()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "Origin": place.address,
        }
        connection.request("POST", path, form, headers)
        answer = connection.getresponse()
        answer.read()
        if number >= 10 and answer.status == 302:  # the first ones warm up
            shown.append(seconds * 1000)
            answered.append((time.perf_counter() - before) * 1000)
    connection.close()
    return {
        "link_page_ms_p50": percentile(shown, 0.5),
        "link_page_ms_p95": percentile(shown, 0.95),
        "link_answer_ms_p50": percentile(answered, 0.5),
        "link_answer_ms_p95": percentile(answered, 0.95),
        "links_answered": float(len(answered)),
    }


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[bytes, str, float]:
    before = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read()
    seconds = time.perf_counter() - before
    return page, (answer.headers.get("Set-Cookie") or "").split(";")[0], seconds


def _storm(
    place: Installation, gateway: int, made: dict[str, Any], progress: Any
) -> dict[str, float]:
    progress(f"callout: {VICTIMS} parties ask {ASKED_EACH} each at once")
    asked = _ask(place, "opened", 1, VICTIMS)["aid_requests"]
    time.sleep(2)
    before, begun = _gateway.posts(gateway), time.time()
    done, pages = threading.Event(), [0.0]
    reader = threading.Thread(target=read_pages, args=(place, made["sessions"], done, pages))
    reader.start()
    callers = [
        threading.Thread(target=_call, args=(place, made, number, aid_request_id))
        for number, aid_request_id in enumerate(asked, 1)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    started = time.time()
    wanted = VICTIMS * ASKED_EACH
    _wait_for_posts(gateway, before + wanted)
    done.set()
    reader.join()
    arrived = sorted(each for each in _gateway.report(gateway)["first"].values() if each >= begun)
    return {
        "storm_started_s": started - begun,
        "storm_first_s": arrived[0] - begun if arrived else float("inf"),
        "storm_all_s": arrived[wanted - 1] - begun if len(arrived) >= wanted else float("inf"),
        "storm_not_asked": float(max(0, wanted - len(arrived))),
        "storm_pages_read": float(len(pages)),
        "storm_pages_ms_p50": percentile(pages, 0.5),
        "storm_pages_ms_p99": percentile(pages, 0.99),
    }


def _call(place: Installation, made: dict[str, Any], number: int, aid_request_id: str) -> None:
    """One victim asks the parties after it, round the list."""
    ids = made["party_ids"]
    named = [ids[(number + 1 + step) % len(ids)] for step in range(ASKED_EACH)]
    request = urllib.request.Request(
        f"{place.address}/api/v1/aid-requests/{aid_request_id}/call-out",
        data=json.dumps({"pace": "named", "party_ids": named}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {made['tokens'][number]}",
        },
        method="POST",
    )
    urllib.request.urlopen(request, timeout=PATIENCE_SECONDS).close()


def _kills(place: Installation, gateway: int, progress: Any) -> dict[str, float]:
    progress(f"callout: {KILLS} workers are killed among {KILLED_REQUESTS} call-outs")
    killed = _ask(place, "kills", KILLS, KILLED_REQUESTS)
    begun = time.monotonic()
    with running(place, "worker"):
        found = _until_all_is_sent(place, killed["requests"])
    seen = _gateway.report(gateway)
    return {
        "kills": float(killed["killed"]),
        "kills_settled_after_s": time.monotonic() - begun,
        "kills_asked": float(found["asks"]),
        "kills_cut_off": float(found["unknown_outcomes"]),
        "kills_lost": float(
            FIRST_WAVE * (killed["requests"] - found["call_outs"])
            + found["texts"]
            - found["texts_sent"]
        ),
        "kills_doubled": float(found["asked_twice"] + seen["unmarked"]),
        "kills_marked_again": float(seen["posts"] - len(seen["first"])),
    }


def _until_all_is_sent(place: Installation, requests: int) -> dict[str, Any]:
    """The first wave of each, and nothing on its way any more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        time.sleep(2)
        found = _ask(place, "counts")
        is_all_asked = found["asks"] >= FIRST_WAVE * requests
        if (is_all_asked and not found["texts_waiting"]) or time.monotonic() > until:
            return found


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    return place.ask("muster.config.benchmarks._callout_stage", *arguments, seconds=900)
