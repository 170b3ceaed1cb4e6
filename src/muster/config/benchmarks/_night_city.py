"""One stricken city's night, as its director and its attacker live through it.

Each step goes through a public door: pages with a session, the API with a token or a session, the
gateway's signed posts. A step that does not end as it must is noted as a fault of the night.
"""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from muster.config.benchmarks._handsets import reply, waited_for
from muster.config.benchmarks._night_helper import (
    LOOKS_EVERY_SECONDS,
    SETTLED_SECONDS,
    HelpingParty,
    Tonight,
)
from muster.config.benchmarks._night_stage import PASSWORD, PCS
from muster.config.benchmarks._visitor import Answer, Visitor

NO = {"answer": "no", "reason": "Nobody comes.", "people": 1, "hours": 1}


class City:
    """A city of the stage. Addresses of its own tell its people and its attacker from the others'."""

    def __init__(self, tonight: Tonight, made: dict[str, Any], number: int) -> None:
        self.tonight, self.made = tonight, made
        block, place = divmod(number, 200)
        self.director = tonight.visitor(f"127.1.{block}.{place + 1}")
        self.attacker = tonight.visitor(f"127.2.{block}.{place + 1}")
        self.outside = f"127.3.{block}.{place + 1}"
        self.cut_whole = number % 2 == 0
        self.helpers = {
            each["way"]: HelpingParty(tonight, each, self.outside) for each in made["helpers"]
        }
        self.aid_request_id = ""
        self.fenced_at = 0.0

    # Asking

    def sign_in(self) -> Answer:
        """With the printed code alone."""
        page = self.director.open("/break-glass/", "break-glass page")
        typed = {"code": self.made["code"].lower()}
        who = self.director.send(page, "code sent", "code", **typed)
        chosen = {"person_id": self.made["person_id"]}
        entered = self.director.send(who, "signed in", "person_id", **chosen)
        return self.director.follow(entered, "ask page")

    def ask(self, form: Answer) -> None:
        """Three questions; the line breaks while they are sent, and the same is sent again."""
        typed = {
            "kind": "ransomware",
            "tick_reimage_pcs": "on",
            "count_reimage_pcs": PCS,
            "calls_out": None,
            "note": f"From {self.made['email']}",
        }
        body, headers = self.director.written(form, **typed)
        self.director.cut_off(form.path, body, headers, is_whole=self.cut_whole)
        answer = self.director.post(form.path, "asked for help", body, headers)
        if not answer.leads_to.startswith("/requests/"):
            self._fault("the request was not taken", answer)
            return
        self.aid_request_id = answer.leads_to.split("/")[2]
        self.director.follow(answer, "request page")

    def call(self) -> None:
        """Fence the accounts, then have the three parties asked."""
        party = f"/parties/{self.made['party_id']}/break-glass/"
        page = self.director.open(f"{party}fence/", "fence page")
        fenced = self.director.send(page, "fenced")
        self.fenced_at = time.time()
        self._expect("not fenced", fenced, HTTPStatus.FOUND)
        page = self.director.open(f"/requests/{self.aid_request_id}/call-out/", "call-out page")
        named = [each.made["party_id"] for each in self.helpers.values()]
        called = self.director.send(page, "called out", pace="named", party_ids=named)
        self._expect("nobody was called", called, HTTPStatus.FOUND)

    # Answers

    def answer_first(self) -> None:
        """Two parties answer at once, by a text and by the link in a text; the third is silent."""
        self.helpers["text"].answer_by_text()
        self.helpers["link"].answer_by_link()

    def offers(self) -> list[dict[str, Any]]:
        """What was offered so far."""
        path = f"/offers?aid_request_id={self.aid_request_id}"
        return list(json.loads(self.director.call("GET", path, "offers read").text)["items"])

    def wait_for_offers(self) -> None:
        """Answers become offers in the worker."""
        if not waited_for(self._is_offered_all, SETTLED_SECONDS, LOOKS_EVERY_SECONDS):
            self._fault("an answer became no offer")

    def _is_offered_all(self) -> bool:
        return len(self.offers()) == len(self.helpers)

    # Helpers come and go home

    def accept(self) -> None:
        """Each offer becomes a mission."""
        for offer in self.offers():
            page = self.director.open(f"/offers/{offer['id']}/accept/", "offer page")
            answer = self.director.send(page, "offer accepted", access_note="Workstations.")
            if not answer.leads_to.startswith("/missions/"):
                self._fault("the offer was not accepted", answer)
                continue
            mission_id = answer.leads_to.split("/")[2]
            for helper in self.helpers.values():
                if helper.made["party_id"] == offer["responding_party_id"]:
                    helper.mission_id = mission_id

    def work(self) -> None:
        for helper in self.helpers.values():
            if helper.mission_id:
                helper.check_in()
                self.give_access(helper)
                helper.send_hours_late()

    def give_access(self, helper: HelpingParty) -> None:
        path = f"/missions/{helper.mission_id}/access/give/"
        page = self.director.open(path, "access page")
        typed = {"helper_name": "Engineer", "system": "Domain controllers", "account": "helper-1"}
        given = self.director.send(page, "access given", **typed, proof="Seen by the director.")
        self._expect("no access was given", given, HTTPStatus.FOUND)

    def come_home(self) -> None:
        """No mission ends while its engineer is out, nor while a door stands open."""
        for helper in self.helpers.values():
            if helper.mission_id:
                helper.must_not_end("while somebody is out")
                helper.go_home()
                helper.must_not_end("while access is not proved removed")
                self.prove_removed(helper)
                helper.end()

    def prove_removed(self, helper: HelpingParty) -> None:
        """Say of each access on a mission that it is gone, and how that is known."""
        path = f"/missions/{helper.mission_id}/access-grants"
        for grant in json.loads(self.director.call("GET", path, "access read").text):
            page = self.director.open(f"/access/{grant['id']}/remove/", "removal page")
            typed = {"proof": "Disabled and deleted; the director looked."}
            removed = self.director.send(page, "access removed", **typed)
            self._expect("the removal was not taken", removed, HTTPStatus.FOUND)

    # Whoever owns the mailbox

    def attack(self) -> None:
        """Everything that a mailbox, a password, a used code and other people's links allow."""
        self._sign_in_with_password()
        self._reset_by_mail()
        self._use_the_code_again()
        self._use_links()
        self._forge_texts()

    def _sign_in_with_password(self) -> None:
        page = self.attacker.open("/account/login/", "sign-in page")
        typed = {"login": self.made["email"], "password": PASSWORD}
        self.attacker.send(page, "attack: password", "login", **typed)
        self._refuse_board("a password opened the account")

    def _reset_by_mail(self) -> None:
        """By the form of the sign-in page; what would be mailed is looked for at the end."""
        page = self.attacker.open("/account/login/", "sign-in page")
        body, headers = self.attacker.written(page, "login", email=self.made["email"])
        self.attacker.post("/account/password/reset/", "attack: reset", body, headers)
        self.attacker.post("/account/login/code/", "attack: mailed code", body, headers)
        self._refuse_board("a reset opened the account")

    def _use_the_code_again(self) -> None:
        page = self.attacker.open("/break-glass/", "break-glass page")
        answer = self.attacker.send(page, "attack: used code", "code", code=self.made["code"])
        self._must_refuse("a used code was taken", answer)
        self._refuse_board("a used code opened the account")

    def _use_links(self) -> None:
        """One that was answered by, as a stranger; one of somebody else, signed in."""
        link = self.helpers["link"].link()
        answer = self._say_no(self.attacker, link, "attack: replayed link")
        self._must_refuse("a link was replayed", answer)
        other = self.tonight.visitor(self.outside, session=self.helpers["text"].made["session"])
        link = self.helpers["push"].link()
        answer = self._say_no(other, link, "attack: forwarded link")
        self._must_refuse("a forwarded link was taken", answer)

    def _say_no(self, somebody: Visitor, link: str, door: str) -> Answer:
        """The page of the link shows no form to them: they send one that they saw elsewhere."""
        page = somebody.open("/break-glass/", "break-glass page")
        body, headers = somebody.written(page, "code", code=None, submission_id=str(uuid4()), **NO)
        return somebody.post(link, door, body, headers)

    def _forge_texts(self) -> None:
        """In the name of the officer who is silent: unsigned, and from another number."""
        helper = self.helpers["push"]
        code, number = helper.reply_code(), helper.made["number"]
        forged = reply(number, f"{code} NO", "guessed", f"forged-{uuid4()}")
        answer = self.attacker.post("/inbound/gateway/", "attack: forged text", *forged)
        if answer.status != HTTPStatus.FORBIDDEN:
            self.tonight.attacks.append("a forged text was taken")
        strange = reply("+18015559999", f"{code} NO", self.tonight.gateway_secret, f"s-{uuid4()}")
        self.attacker.post("/inbound/gateway/", "attack: strange number", *strange)

    def _refuse_board(self, words: str) -> None:
        board = self.attacker.open("/board/", "attack: board")
        if not board.leads_to.startswith("/account/login/"):
            self.tonight.attacks.append(words)

    def _must_refuse(self, words: str, answer: Answer) -> None:
        if answer.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            self.tonight.attacks.append(f"{words} ({answer.status})")

    def _expect(self, words: str, answer: Answer, status: int) -> None:
        self.tonight.expect(self.made["email"], words, answer, status)

    def _fault(self, words: str, answer: Answer | None = None) -> None:
        self.tonight.fault(self.made["email"], words, answer)
