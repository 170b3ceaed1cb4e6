"""The night at once in many cities: they ask, are answered, are attacked, and all come home."""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from muster.config.benchmarks._handsets import PUSH_PATH, Handsets
from muster.config.benchmarks._night_city import City
from muster.config.benchmarks._night_helper import Tonight
from muster.config.benchmarks._night_stage import ALARMS, HELPERS
from muster.config.benchmarks._reading import read_pages
from muster.config.benchmarks._visitor import SERVER_ERROR, Step
from muster.config.benchmarks.harness import (
    Installation,
    Result,
    free_port,
    installation,
    percentile,
    running,
    stand_in,
)

CITIES = 50
SECRET = "the gateway and Muster share this"
MAIL_GRACE_SECONDS, WARM_UP_SECONDS = 5.0, 3.0
WORKLOAD = (
    "{cities} cities hit in the same minute, each with one director, a printed code and three "
    "parties that can help; all at the same time, each from an address and a connection of its own: "
    "signed in with the code, asked in the three-questions form with the line cut in mid-request "
    "(every other one after half of it) and the same sent again, accounts fenced, three parties "
    "called; one answers by text, one by link, the officer of the third keeps silent and its "
    "director, asked a minute later by push, answers; meanwhile an attacker with the director's "
    "mailbox, password and used code tries eight ways; three missions a city, each with a check-in, "
    "an access and hours sent late and twice; closing is tried while somebody is out and while a "
    "door is open; all go home. Texts and pushes go to a stand-in on the same machine, notices by "
    "mail to a folder"
)
NONE = ("<=", 0.0)
GOAL = {
    "requests_lost": NONE,
    "requests_doubled": NONE,
    "asks_lost": NONE,
    "asks_doubled": NONE,
    "answers_lost": NONE,
    "hours_lost": NONE,
    "hours_doubled": NONE,
    "attacks_that_succeeded": NONE,
    "alarms_missing": NONE,
    "mails_to_fenced_mailboxes": NONE,
    "access_not_proved_removed": NONE,
    "missions_not_closed": NONE,
    "steps_that_failed": NONE,
    "answers_5xx": NONE,
    "escalation_late_ms": ("<=", 1000.0),
    "escalation_early_ms": NONE,
    "pages_ms_p99": ("<=", 200.0),
}


def run(progress: Any, cities: int = CITIES) -> Result:
    phones = free_port()
    with installation(extra=surroundings_of(phones)) as place:
        figures = night(place, phones, cities, progress)
    return Result("night", WORKLOAD.format(cities=cities), figures, GOAL)


def surroundings_of(phones: int) -> dict[str, str]:
    """The settings by which an installation reaches the phones at a port."""
    return {
        "MUSTER_TEXT_GATEWAY": f"http://127.0.0.1:{phones}/texts",
        "MUSTER_TEXT_GATEWAY_SECRET": SECRET,
        "MUSTER_OWN_HOSTS": "127.0.0.1",
    }


def night(
    place: Installation, phones: int, cities: int, progress: Any, *, reads: bool = True
) -> dict[str, float]:
    """One night in an installation whose gateway is at the port of the phones; `reads`: while
    somebody reads pages."""
    progress("night: a network is made")
    made = _ask(place, "prepare", cities, f"http://127.0.0.1:{phones}{PUSH_PATH}")
    with (
        stand_in("_handsets", phones, environment=place.environment),
        running(place, "serve", "worker"),
    ):
        tonight = Tonight(place.port, Handsets(phones), SECRET)
        hit = [City(tonight, each, number) for number, each in enumerate(made["cities"])]
        with _reading(place, made["sessions"] if reads else []) as pages:
            time.sleep(WARM_UP_SECONDS)
            figures = _play(place, hit, progress)
        figures |= _times_of(tonight.steps, pages)
        found = _ask(place, "found")
        figures |= _escalations(found["escalated"], hit)
        figures |= _ends(found, hit)
        figures |= _letters(tonight.handsets, hit)
        figures["mails_to_fenced_mailboxes"] = float(_mails(place.folder / "outbox", hit))
    for words in (*tonight.faults, *tonight.attacks):
        print(words, file=sys.stderr)
    return figures


def _play(place: Installation, hit: list[City], progress: Any) -> dict[str, float]:
    """Each act is played by all cities at the same time; its seconds run from the first sign-in."""
    begun, ends = time.monotonic(), {}

    def act(name: str, play: Callable[[City], Any]) -> None:
        progress(f"night: {name}")
        with ThreadPoolExecutor(len(hit)) as pool:
            list(pool.map(_noting_faults(play), hit))
        ends[f"{name}_s".replace(" ", "_")] = time.monotonic() - begun

    act("all asking", lambda city: city.ask(city.sign_in()))
    act("all called out", City.call)
    act("all asked", lambda city: [each.is_asked() for each in city.helpers.values()])
    act("two of three answered", City.answer_first)
    act("all attacked", City.attack)
    act("all answered", lambda city: city.helpers["push"].answer_by_push())
    act("all offered", City.wait_for_offers)
    act("all accepted", City.accept)
    _ask(place, "let_days_pass")
    act("all at work", City.work)
    act("all home", City.come_home)
    return ends


def _noting_faults(play: Callable[[City], Any]) -> Callable[[City], None]:
    """A city that cannot go on is noted; the others go on."""

    def played(city: City) -> None:
        try:
            play(city)
        except Exception as error:
            city.tonight.fault(city.made["email"], repr(error))

    return played


def _times_of(steps: list[Step], pages: list[float]) -> dict[str, float]:
    """What each door took, in milliseconds; those that refuse an attacker are left out."""
    doors: dict[str, list[float]] = defaultdict(list)
    for step in steps:
        if not step.door.startswith("attack"):
            doors[step.door.replace(" ", "_").replace("-", "_")].append(step.ms)
    times = {
        f"{door}_ms_p{share}": percentile(found, share / 100)
        for door, found in doors.items()
        for share in (50, 99)
    }
    return times | {
        "calls": float(len(steps)),
        "answers_5xx": float(sum(step.status >= SERVER_ERROR for step in steps)),
        "pages_read": float(len(pages)),
        "pages_ms_p50": percentile(pages, 0.5),
        "pages_ms_p99": percentile(pages, 0.99),
    }


def _escalations(due: dict[str, float], hit: list[City]) -> dict[str, float]:
    """How late after the minute of silence the next phone was reached."""
    late = [
        (helper.pushed_at - due.get(helper.made["party_id"], 0.0)) * 1000
        if helper.pushed_at
        else float("inf")
        for helper in (city.helpers["push"] for city in hit)
    ]
    return {
        "escalation_late_ms": max(late),
        "escalation_late_ms_p50": percentile(late, 0.5),
        "escalation_early_ms": max(0.0, -min(late)),
    }


def _ends(found: dict[str, Any], hit: list[City]) -> dict[str, float]:
    """What is in the database against what must be there."""
    parties = [city.made["party_id"] for city in hit]
    written = [
        (found["requests"].get(each, 0), found["incidents"].get(each, 0)) for each in parties
    ]
    wanted = len(hit) * len(HELPERS)
    tonight = hit[0].tonight
    forwarded_and_replayed = {"AnswerLinkRefused": 2 * len(hit)}
    return {
        "requests_lost": float(sum(1 for pair in written if min(pair) < 1)),
        "requests_doubled": float(sum(max(0, max(pair) - 1) for pair in written)),
        "answers_lost": float(max(0, wanted - found["coming"]) + found["not_coming"]),
        "hours_lost": float(max(0, wanted - found["deployments_with_hours"])),
        "hours_doubled": float(found["hours"] - found["deployments_with_hours"]),
        "attacks_that_succeeded": float(len(tonight.attacks) + found["not_coming"]),
        "alarms_missing": float(
            sum(
                max(0, forwarded_and_replayed.get(kind, len(hit)) - found["alarms"].get(kind, 0))
                for kind in ALARMS
            )
        ),
        "access_not_proved_removed": float(max(wanted, found["grants"]) - found["grants_proved"]),
        "missions_not_closed": float(wanted - found["missions"].get("closed", 0)),
        "steps_that_failed": float(len(tonight.faults)),
    }


def _letters(handsets: Handsets, hit: list[City]) -> dict[str, float]:
    """One question for each number, one for each push address: none missing, none twice."""
    lost = doubled = 0
    for helper in (each for city in hit for each in city.helpers.values()):
        asked = [len(handsets.questions_to(helper.made["number"]))]
        if "endpoint" in helper.made:
            asked.append(len(helper.pushes()))
        lost += sum(count < 1 for count in asked)
        doubled += sum(max(0, count - 1) for count in asked)
    return {"asks_lost": float(lost), "asks_doubled": float(doubled)}


def _mails(folder: Path, hit: list[City]) -> int:
    """Mails written to a director once the accounts were fenced."""
    fenced = {city.made["email"]: city.fenced_at for city in hit if city.fenced_at}
    count = 0
    for path in folder.rglob("*.eml"):
        for line in path.read_text(errors="replace").splitlines():
            if line.startswith("To: "):
                since = fenced.get(line[4:].strip(), float("inf"))
                count += path.stat().st_mtime > since + MAIL_GRACE_SECONDS
                break
    return count


@contextmanager
def _reading(place: Installation, sessions: list[str]) -> Iterator[list[float]]:
    """Somebody reads on while the block runs; the milliseconds of each page."""
    done, pages = threading.Event(), [0.0]
    if not sessions:
        yield pages
        return
    reader = threading.Thread(target=read_pages, args=(place, sessions, done, pages))
    reader.start()
    try:
        yield pages
    finally:
        done.set()
        reader.join()


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    return place.ask("muster.config.benchmarks._night_stage", *arguments, seconds=900)
