"""What all cities of the night share, and one of the parties that come to help."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from muster.config.benchmarks._handsets import (
    REPLY_CODE,
    Handsets,
    link_in,
    read_push,
    reply,
    waited_for,
)
from muster.config.benchmarks._visitor import Answer, Step, Visitor
from muster.journal import clock

ARRIVED, WORKED = timedelta(hours=48), timedelta(hours=8)
ASKED_SECONDS, PUSHED_SECONDS, SETTLED_SECONDS = 120, 240, 300
LOOKS_EVERY_SECONDS = 3.0
"""Who waits for something on a page looks again after so long."""


@dataclass
class Tonight:
    """What all cities share: where Muster answers, the phones, the gateway's secret, what happened."""

    port: int
    handsets: Handsets
    gateway_secret: str
    steps: list[Step] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    attacks: list[str] = field(default_factory=list)
    """Those that succeeded."""

    def visitor(self, address: str, token: str = "", session: str = "") -> Visitor:
        cookies = {"sessionid": session} if session else {}
        return Visitor(self.port, self.steps, address, token, cookies)

    def expect(self, who: str, words: str, answer: Answer, status: int) -> None:
        """Note an answer that is not the one that must be."""
        if answer.status != status:
            self.fault(who, words, answer)

    def fault(self, who: str, words: str, answer: Answer | None = None) -> None:
        """Note what went wrong, for whom, and what the page said to it."""
        said = f" ({answer.status} {answer.path} {_said(answer)})" if answer else ""
        self.faults.append(f"{who}: {words}{said}")


def _said(answer: Answer) -> str:
    """A line of an answer's own words, for whoever looks for what went wrong."""
    return " ".join(answer.text.split())[-200:]


class HelpingParty:
    """One of a city's three parties: its officer, its engineer, and where one is pushed to, a director."""

    def __init__(self, tonight: Tonight, made: dict[str, Any], address: str) -> None:
        self.tonight, self.made, self.address = tonight, made, address
        self.officer = tonight.visitor(address, token=made["token"])
        self.engineer = tonight.visitor(address, session=made["session"])
        self.mission_id = self.deployment_id = ""
        self.pushed_at = 0.0

    # Being asked

    def question(self) -> str:
        """The text that asks its officer."""
        found = self.tonight.handsets.questions_to(self.made["number"])
        return found[0].words if found else ""

    def is_asked(self) -> bool:
        return bool(waited_for(self.question, ASKED_SECONDS))

    def link(self) -> str:
        return link_in(self.question())

    def reply_code(self) -> str:
        found = REPLY_CODE.search(self.question())
        return found[1] if found else ""

    def answer_by_text(self) -> None:
        words = f"{self.reply_code()} YES 1 2"
        posted = reply(self.made["number"], words, self.tonight.gateway_secret, str(uuid4()))
        phone = self.tonight.visitor(self.address)
        answer = phone.post("/inbound/gateway/", "answered by text", *posted)
        self._expect("the gateway was not heard", answer, HTTPStatus.OK)

    def answer_by_link(self, link: str = "") -> None:
        phone = self.tonight.visitor(self.address)
        page = phone.open(link or self.link(), "answer page")
        answer = phone.send(page, "answered by link", answer="coming", people=1, hours=2)
        self._expect("the link was not taken", answer, HTTPStatus.FOUND)
        phone.hang_up()

    def answer_by_push(self) -> None:
        """Its officer keeps silent: after a minute the director's phone is pushed to."""
        pushed = waited_for(self.pushes, PUSHED_SECONDS)
        if not pushed:
            self._fault("nobody was asked after the silent officer")
            return
        at, shown = pushed[0]
        self.pushed_at = at
        self.answer_by_link(link_in(shown["url"]))

    def pushes(self) -> list[tuple[float, dict[str, Any]]]:
        """What the director's phone shows that asks whether one can come."""
        keys = self.made["private_key"], self.made["secret"]
        came = self.tonight.handsets.letters_to(urlsplit(self.made["endpoint"]).path)
        shown = [(each.at, read_push(each.body, *keys)) for each in came]
        return [(at, each) for at, each in shown if "/a/" in each["url"]]

    # At work and home

    def check_in(self) -> None:
        self.deployment_id = (
            waited_for(self._deployment, SETTLED_SECONDS, LOOKS_EVERY_SECONDS) or ""
        )
        at = (clock.now() - ARRIVED).isoformat()
        self.engineer.call("GET", "/offline/standing", "standing read")
        answer = self._of_engineer("check-in", "checked in", {"at": at})
        self._expect("the check-in was not taken", answer, HTTPStatus.OK)

    def _deployment(self) -> str:
        """Its engineer's place on the mission, as soon as the worker has made it."""
        mine = json.loads(self.engineer.call("GET", "/my-deployments", "deployments read").text)
        found = (each["id"] for each in mine if each["mission_id"] == self.mission_id)
        return str(next(found, ""))

    def send_hours_late(self) -> None:
        """Written in a basement, sent when back; the answer is lost, so the phone sends them again."""
        begun, entry_id = clock.now() - ARRIVED + timedelta(hours=1), str(uuid4())
        entry = {
            "starts_at": begun.isoformat(),
            "ends_at": (begun + WORKED).isoformat(),
            "task": "Night in the basement",
            "time_entry_id": entry_id,
        }
        for _ in range(2):
            answer = self._of_engineer("time-entries", "hours sent", entry, entry_id)
            self._expect("the hours were not taken", answer, HTTPStatus.CREATED)

    def go_home(self) -> None:
        home = self._of_engineer("demobilize", "demobilized", {})
        self._expect("the engineer cannot go home", home, HTTPStatus.OK)

    def must_not_end(self, words: str) -> None:
        """The mission cannot be closed, and is not demobilized by itself."""
        path = f"/missions/{self.mission_id}/close"
        answer = self.officer.call("POST", path, "closing refused", {})
        self._expect(f"a mission was closed {words}", answer, HTTPStatus.CONFLICT)
        if self._is_demobilized():
            self._fault(f"a mission is demobilized {words}")

    def end(self) -> None:
        """With the last door shut the mission is demobilized by itself; then its party closes it."""
        if not waited_for(self._is_demobilized, SETTLED_SECONDS, LOOKS_EVERY_SECONDS):
            self._fault("a mission is not demobilized")
        closed = self.officer.call("POST", f"/missions/{self.mission_id}/close", "closed", {})
        self._expect("the mission cannot be closed", closed, HTTPStatus.OK)

    def _is_demobilized(self) -> bool:
        answer = self.officer.call("GET", f"/missions/{self.mission_id}", "mission read")
        return bool(json.loads(answer.text)["state"] == "demobilized")

    def _of_engineer(self, verb: str, door: str, content: Any, key: str = "") -> Answer:
        path = f"/deployments/{self.deployment_id}/{verb}"
        return self.engineer.call("POST", path, door, content, key or str(uuid4()))

    def _expect(self, words: str, answer: Answer, status: int) -> None:
        self.tonight.expect(self.made["number"], words, answer, status)

    def _fault(self, words: str) -> None:
        self.tonight.fault(self.made["number"], words)
