"""Somebody at a browser, over plain HTTP: cookies, forms as they were shown, and what each step took."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlencode

FORM_TYPE = "application/x-www-form-urlencoded"
PATIENCE_SECONDS = 120
FOUND, SERVER_ERROR = 302, 500
BROKEN_LINE = (http.client.RemoteDisconnected, ConnectionError)
NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


class Step(NamedTuple):
    """One call at a door: how long its answer took, and what it was."""

    door: str
    ms: float
    status: int


class Answer(NamedTuple):
    """What came back; `path` is where a form on it is sent to."""

    status: int
    path: str
    text: str
    leads_to: str

    def form(self, holding: str) -> dict[str, str]:
        """The values of the first form with a field of that name, as the page shows them."""
        reader = _Forms()
        reader.feed(self.text)
        for values in reader.forms:
            if holding in values:
                return {name: value for name, value in values.items() if value is not None}
        raise LookupError(f"{self.path} ({self.status}) shows no form with {holding}")


@dataclass
class Visitor:
    """One browser with one kept connection. `address`: its own, so that it is told from others."""

    port: int
    steps: list[Step]
    address: str = "127.0.0.1"
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def open(self, path: str, door: str) -> Answer:
        """Read a page."""
        return self._ask(door, "GET", path, b"", {})

    def follow(self, answer: Answer, door: str) -> Answer:
        """Read the pages that an answer leads on to."""
        while answer.leads_to:
            answer = self.open(answer.leads_to, door)
        return answer

    def send(self, page: Answer, door: str, holding: str = "submission_id", **typed: Any) -> Answer:
        """Send the page's form with what is typed; None takes a field away, a list sends several."""
        return self._ask(door, "POST", page.path, *self.written(page, holding, **typed))

    def written(
        self, page: Answer, holding: str = "submission_id", **typed: Any
    ) -> tuple[bytes, dict[str, str]]:
        """The form as it leaves: body and headers."""
        values: dict[str, Any] = {**page.form(holding), **typed}
        kept = {name: value for name, value in values.items() if value is not None}
        body = urlencode(kept, doseq=True).encode()
        return body, {"Content-Type": FORM_TYPE, "Origin": f"http://127.0.0.1:{self.port}"}

    def cut_off(self, path: str, body: bytes, headers: dict[str, str], *, is_whole: bool) -> None:
        """Send a form, or half of it, and hang up without waiting for the answer."""
        connection = self._connected()
        connection.putrequest("POST", path)
        for name, value in (*self._headers(headers).items(), ("Content-Length", str(len(body)))):
            connection.putheader(name, value)
        connection.endheaders(body if is_whole else body[: len(body) // 2])
        self.hang_up()

    def call(self, method: str, path: str, door: str, content: Any = None, key: str = "") -> Answer:
        """Ask the API; a browser with its cross-site token, a program with its own."""
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
        }
        if key:
            headers["Idempotency-Key"] = key
        body = b"" if content is None else json.dumps(content).encode()
        return self._ask(door, method, f"/api/v1{path}", body, headers)

    def post(self, path: str, door: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Send a body as it is."""
        return self._ask(door, "POST", path, body, headers)

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(
        self, door: str, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        begun = time.perf_counter()
        try:
            answer, content = self._said(method, path, body, headers)
        except BROKEN_LINE:  # a kept connection that the server has given up
            self.hang_up()
            answer, content = self._said(method, path, body, headers)
        self.steps.append(Step(door, (time.perf_counter() - begun) * 1000, answer.status))
        self._keep_cookies(answer)
        leads_to = answer.headers.get("Location", "") if answer.status == FOUND else ""
        return Answer(answer.status, path, content.decode(errors="replace"), leads_to.split("#")[0])

    def _said(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = self._connected()
        connection.request(method, path, body or None, self._headers(headers))
        answer = connection.getresponse()
        return answer, answer.read()

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1",
                self.port,
                timeout=PATIENCE_SECONDS,
                source_address=(self.address, 0),
            )
        return self._connection

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        kept = dict(headers)
        if self.token:
            kept["Authorization"] = f"Bearer {self.token}"
        if self.cookies:
            kept["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return kept

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.split(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name.strip()] = value
            else:
                self.cookies.pop(name.strip(), None)


class _Forms(HTMLParser):
    """The forms of a page with the values that a browser would send; None where nothing is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "option" and self._select:
            if "selected" in given or self.forms[-1][self._select] is None:
                self.forms[-1][self._select] = given.get("value")
        elif name and self.forms:
            self._field(tag, name, given)

    def _field(self, tag: str, name: str, given: dict[str, str | None]) -> None:
        values, kind = self.forms[-1], given.get("type") or "text"
        if tag == "select":
            self._select = name
            values.setdefault(name, None)
        elif tag == "textarea":
            self._text = name
            values[name] = ""
        elif tag == "input" and kind in ("radio", "checkbox"):
            values.setdefault(name, None)
            if "checked" in given:
                values[name] = given.get("value") or "on"
        elif tag == "input" and kind not in NOT_SENT:
            values[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1][self._text] = (self.forms[-1][self._text] or "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._select = ""
