"""HTTP: a list by API, pages, aid requests written; by one connection and by eight at once."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from muster.config.benchmarks.harness import Installation, Result, installation, percentile, running

PARTIES, RESOURCES, AID_REQUESTS = 500, 10_000, 2000
AT_ONCE = 8
WARM_UP, ALONE, SECONDS = 10, 150, 5.0
WORKLOAD = (
    f"one network of {PARTIES} parties, {RESOURCES:,} resources and {AID_REQUESTS:,} aid requests "
    "on SQLite with synchronous=FULL, one person at each party told of each request; one server "
    f"process for each core, the client on the same machine with one kept-alive connection ({ALONE} calls, at "
    f"most {SECONDS:g} seconds), then with {AT_ONCE} for {SECONDS:g} seconds; the writes a second "
    "time while a worker tells everybody of the first ones"
)
GOAL = {
    "list_ms_p50": ("<=", 10.0),
    "list_per_second_at_eight": (">=", 200.0),
    "requests_page_ms_p50": ("<=", 15.0),
    "requests_page_kilobytes": ("<=", 60.0),
    "catalogue_page_ms_p50": ("<=", 15.0),
    "catalogue_page_kilobytes": ("<=", 60.0),
    "write_ms_p50": ("<=", 15.0),
    "write_per_second_at_eight": (">=", 300.0),
    "write_ms_p99_at_eight": ("<=", 1000.0),
    "write_with_worker_ms_p50": ("<=", 15.0),
    "write_with_worker_per_second_at_eight": (">=", 300.0),
    "write_with_worker_ms_p99_at_eight": ("<=", 1000.0),
    "failed": ("<=", 0.0),
    "written_without_fact_or_jobs": ("<=", 0.0),
}
LIST = "/api/v1/resources?resource_type=network-engineer&skill=firewalls&limit=50"


@dataclass(frozen=True)
class Call:
    """One HTTP request, as it is sent again and again."""

    method: str
    path: str
    expected: int
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Heard:
    """What one caller, or all of them, heard."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    most_bytes: int = 0
    seconds: float = 0.0

    def p(self, share: float) -> float:
        return percentile(self.milliseconds, share) if self.milliseconds else float("inf")

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


def run(progress: Any) -> Result:
    with installation() as place:
        progress("http: a network is made")
        begun = time.monotonic()
        made = _ask(place, "prepare", PARTIES, RESOURCES, AID_REQUESTS, AT_ONCE)
        figures = {"seeded_s": time.monotonic() - begun}
        failures: list[int] = []
        with running(place, "serve"):
            figures |= _lists(place, made, progress, failures)
            figures |= _pages(place, made, progress, failures)
            figures |= _writes(place, made, "write", progress, failures)
            with running(place, "worker"):
                figures |= _writes(place, made, "write_with_worker", progress, failures)
        figures |= _left(place, figures)
    figures["failed"] = float(sum(failures))
    return Result("http", WORKLOAD, figures, GOAL)


def _lists(
    place: Installation, made: dict[str, Any], progress: Any, failures: list[int]
) -> dict[str, float]:
    progress("http: a list with two filters")
    calls = [Call("GET", LIST, 200, headers=_bearer(token)) for token in made["tokens"]]
    alone, together = _alone(place, calls[0]), _together(place, calls)
    failures += [alone.failed, together.failed]
    return {
        "list_ms_p50": alone.p(0.5),
        "list_ms_p99": alone.p(0.99),
        "list_per_second_at_eight": together.per_second,
    }


def _pages(
    place: Installation, made: dict[str, Any], progress: Any, failures: list[int]
) -> dict[str, float]:
    figures: dict[str, float] = {}
    cookie = {"Cookie": f"sessionid={made['sessions'][0]}"}
    for name, path in (("requests", "/requests/"), ("catalogue", "/catalogue/?kind=person")):
        progress(f"http: the {name} page")
        heard = _alone(place, Call("GET", path, 200, headers=cookie))
        failures.append(heard.failed)
        figures[f"{name}_page_ms_p50"] = heard.p(0.5)
        figures[f"{name}_page_ms_p99"] = heard.p(0.99)
        figures[f"{name}_page_kilobytes"] = heard.most_bytes / 1000
    return figures


def _writes(
    place: Installation, made: dict[str, Any], name: str, progress: Any, failures: list[int]
) -> dict[str, float]:
    progress(f"http: aid requests, {name}")
    body = json.dumps(
        {
            "kind": "outage",
            "availability_impact": "severe",
            "reporting_phone": "+18015550100",
            "lines": [{"resource_type_id": made["resource_type_id"], "quantity": 2}],
        }
    ).encode()
    json_type = {"Content-Type": "application/json"}
    calls = [
        Call("POST", "/api/v1/ask-for-help", 201, body, _bearer(token) | json_type)
        for token in made["tokens"]
    ]
    alone, together = _alone(place, calls[0]), _together(place, calls)
    failures += [alone.failed, together.failed]
    return {
        f"{name}_ms_p50": alone.p(0.5),
        f"{name}_ms_p99": alone.p(0.99),
        f"{name}_per_second_at_eight": together.per_second,
        f"{name}_ms_p50_at_eight": together.p(0.5),
        f"{name}_ms_p99_at_eight": together.p(0.99),
        f"{name}_answered": float(len(alone.milliseconds) + len(together.milliseconds)),
    }


def _left(place: Installation, figures: dict[str, float]) -> dict[str, float]:
    """What the writes left behind; those of the warm-up and those cut off may come on top."""
    left = _ask(place, "written")
    answered = figures["write_answered"] + figures["write_with_worker_answered"]
    return {
        "written_without_fact_or_jobs": max(0.0, answered - left["facts_with_jobs"])
        + (left["facts"] - left["facts_with_jobs"]),
        "jobs_waiting_at_the_end": float(left["jobs_waiting"]),
    }


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# The client


def _alone(place: Installation, call: Call) -> Heard:
    """One connection, warmed up, for so many calls or so many seconds."""
    _converse(place.port, call, lambda done: done < WARM_UP, Heard())
    heard, begun = Heard(), time.perf_counter()

    def goes_on(done: int) -> bool:
        return done < ALONE and time.perf_counter() - begun < SECONDS

    _converse(place.port, call, goes_on, heard)
    return heard


def _together(place: Installation, calls: list[Call]) -> Heard:
    """Each call by a connection of its own, all at once, for the same stretch of time."""
    each_heard = [Heard() for _ in calls]
    begun = time.perf_counter()

    def is_time(_done: int) -> bool:
        return time.perf_counter() - begun < SECONDS

    threads = [
        threading.Thread(target=_converse, args=(place.port, call, is_time, heard))
        for call, heard in zip(calls, each_heard, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Heard(
        milliseconds=[each for heard in each_heard for each in heard.milliseconds],
        failed=sum(heard.failed for heard in each_heard),
        seconds=time.perf_counter() - begun,
    )


def _converse(port: int, call: Call, goes_on: Callable[[int], bool], heard: Heard) -> None:
    """Call again and again on one kept-alive connection, and time what was answered well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    done = 0
    while goes_on(done):
        done += 1
        begun = time.perf_counter()
        try:
            connection.request(call.method, call.path, call.body, call.headers)
            answer = connection.getresponse()
            content = answer.read()
        except OSError:
            connection.close()
            heard.failed += 1
            continue
        taken = (time.perf_counter() - begun) * 1000
        if answer.status != call.expected:
            heard.failed += 1
            if heard.failed == 1:
                print(answer.status, content[:300], file=sys.stderr)
            continue
        heard.milliseconds.append(taken)
        heard.most_bytes = max(heard.most_bytes, len(content))
    connection.close()


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    return place.ask("muster.config.benchmarks._network", *arguments, seconds=180)
