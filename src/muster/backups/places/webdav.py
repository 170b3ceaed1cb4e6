"""A WebDAV address (RFC 4918) of the second party's web server: PUT, GET, MOVE, DELETE over HTTPS."""

from __future__ import annotations

import base64
import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO
from urllib.parse import SplitResult, quote, unquote

from muster.backups.places.kinds import CHUNK_BYTES, PART, Parcel, PlaceError, is_the_same

TIMEOUT_SECONDS = 60
NOT_FOR_READING = {401, 403, 405, 501}
GONE = {404, 410}
DONE = {200, 201, 204}


class WebDav:
    """User and password of the address go with each request, and into no label, log or error."""

    def __init__(self, parts: SplitResult):
        self._parts, self._timeout = parts, TIMEOUT_SECONDS
        self._folder = parts.path.rstrip("/") + "/"
        port = f":{parts.port}" if parts.port else ""
        self._origin = f"{parts.scheme}://{parts.hostname}{port}"

    @property
    def label(self) -> str:
        return f"{self._origin}{self._folder}"

    def take(self, parcel: Parcel) -> str:
        part = f"{parcel.name}{PART}"
        try:
            with open(parcel.path, "rb") as content:
                self._do("PUT", part, content=content, size=parcel.size_bytes)
            checked = self._check(part, parcel)
            self._do("MOVE", part, Destination=self._address(parcel.name), Overwrite="F")
        except PlaceError:
            with suppress(PlaceError):
                self._do("DELETE", part, also=GONE)
            raise
        return checked

    def remove(self, name: str) -> None:
        for each in (name, f"{name}{PART}"):
            self._do("DELETE", each, also=GONE)

    def _check(self, part: str, parcel: Parcel) -> str:
        """Read it back and compare; the size alone where it may not be read."""
        with self._asked("GET", part) as answer:
            if answer.status == 200:
                if not is_the_same(answer.read, parcel):
                    raise PlaceError("what was read back is not what was sent")
                return "sha256"
            if answer.status not in NOT_FOR_READING:
                raise PlaceError(_said("GET", answer.status))
        with self._asked("HEAD", part) as answer:
            length = answer.getheader("Content-Length", "")
            if answer.status != 200 or not length.isdecimal():
                return ""
            if int(length) != parcel.size_bytes:
                raise PlaceError("what lies there is not as long as what was sent")
            return "size"

    def _do(
        self,
        method: str,
        name: str,
        *,
        content: IO[bytes] | None = None,
        size: int = 0,
        also: set[int] | frozenset[int] = frozenset(),
        **headers: str,
    ) -> None:
        """One request that must be done. Raises `PlaceError`."""
        if content is not None:
            headers["Content-Length"] = str(size)
        with self._asked(method, name, content, headers) as answer:
            if answer.status not in DONE | also:
                raise PlaceError(_said(method, answer.status))
            answer.read(CHUNK_BYTES)

    @contextmanager
    def _asked(
        self,
        method: str,
        name: str,
        content: IO[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer to one request; redirects are not followed. Raises `PlaceError`."""
        link = self._link()
        try:
            # A server that has refused may close before all is sent: what it said still counts.
            with suppress(BrokenPipeError, ConnectionResetError):
                link.request(
                    method,
                    f"{self._folder}{quote(name)}",
                    body=content,
                    headers={**self._authority(), **(headers or {})},
                )
            yield link.getresponse()
        except TimeoutError as error:
            raise PlaceError(f"no answer to {method} within {self._timeout:g} s") from error
        except http.client.HTTPException as error:
            raise PlaceError(f"{method} was cut off: {type(error).__name__}") from error
        except OSError as error:
            reason = getattr(error, "verify_message", "") or error.strerror or type(error).__name__
            raise PlaceError(f"{method} did not get through: {reason}") from error
        finally:
            link.close()

    def _link(self) -> http.client.HTTPConnection:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=trusted)

    def _authority(self) -> dict[str, str]:
        if self._parts.username is None:
            return {}
        pair = f"{unquote(self._parts.username)}:{unquote(self._parts.password or '')}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def _address(self, name: str) -> str:
        return f"{self._origin}{self._folder}{quote(name)}"


def _said(method: str, status: int) -> str:
    """What a server's refusal most often means."""
    meanings = {
        401: "user or password is wrong",
        403: "it is not allowed there",
        404: "there is no such folder",
        405: "the server does not offer it: turn WebDAV on",
        409: "there is no such folder",
        412: "there is one of this name already",
        413: "the server takes no file of this size",
        501: "the server does not offer it: turn WebDAV on",
        507: "the disk there is full",
    }
    meaning = meanings.get(status, "")
    return f"the server answered {status} to {method}" + (f": {meaning}" if meaning else "")
