"""Asking ClamAV, where one is configured, whether a file is clean."""

from __future__ import annotations

import socket
import struct
from contextlib import closing

from django.conf import settings

from muster.files.models import ScanState

CHUNK_BYTES = 64 * 1024
WAIT_SECONDS = 30


class ScannerUnreachable(Exception):
    """clamd is configured and does not answer."""


def scan(content: bytes) -> tuple[ScanState, str]:
    """(state, finding) by clamd's INSTREAM; `NOT_CONFIGURED` where MUSTER_CLAMAV is not set."""
    where = settings.MUSTER_CLAMAV
    if not where:
        return ScanState.NOT_CONFIGURED, ""
    try:
        answer = _ask(where, content)
    except OSError as error:
        raise ScannerUnreachable(str(error)) from error
    if answer.endswith("FOUND"):
        return ScanState.INFECTED, answer.removeprefix("stream:").removesuffix("FOUND").strip()
    if answer.endswith("OK"):
        return ScanState.CLEAN, ""
    raise ScannerUnreachable(answer or "no answer")


def _ask(where: str, content: bytes) -> str:
    with closing(_connect(where)) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK_BYTES):
            chunk = content[start : start + CHUNK_BYTES]
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := link.recv(4096)):
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connect(where: str) -> socket.socket:
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(WAIT_SECONDS)
        link.connect(where)
        return link
    host, _, port = where.rpartition(":")
    return socket.create_connection((host or where, int(port or 3310)), timeout=WAIT_SECONDS)
