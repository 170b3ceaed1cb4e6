"""Evidence is checked by what it is, kept once, read by its audience alone."""

from __future__ import annotations

import hashlib
import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from muster.files import queries
from muster.files.checking import LARGEST_BYTES, safe_name
from muster.files.commands import store_file
from muster.files.models import ScanState, StoredFile
from muster.journal.models import Fact
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db

NETWORK, HERE, THERE, ELSEWHERE = (UUID(int=number) for number in range(1, 5))
RESPONDER = Actor(NETWORK, UUID(int=11), HERE, frozenset({"responder"}), "Responder")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\0" * 17


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.MUSTER_CLAMAV = ""
    return tmp_path


def of(party: UUID, network: UUID = NETWORK) -> Actor:
    """Somebody else, for a party."""
    return replace(RESPONDER, network_id=network, person_id=UUID(int=12), party_id=party)


def codes(name: str, content: bytes) -> list[str]:
    """Why a file is refused."""
    with pytest.raises(Refused) as refused:
        store_file(RESPONDER, name=name, content=content)
    assert not StoredFile.objects.exists()
    assert not Fact.objects.exists()
    return [refusal.code for refusal in refused.value.refusals]


def test_a_file_is_kept_under_its_digest_with_a_fact(folder: Path) -> None:
    stored = store_file(RESPONDER, name="receipt.pdf", content=PDF)
    assert queries.path_of(stored).read_bytes() == PDF
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.media_type, stored.scan_state) == ("application/pdf", ScanState.NOT_CONFIGURED)
    assert not any(part.name == "receipt.pdf" for part in folder.rglob("*"))
    fact = Fact.objects.get()
    assert (fact.kind, fact.audience) == ("FileStored", [str(HERE)])


def test_the_audience_may_read_it_and_nobody_else() -> None:
    stored = store_file(RESPONDER, name="receipt.pdf", content=PDF, audience=[THERE])
    for reader in (RESPONDER, of(HERE), of(THERE)):
        assert queries.get_file(reader, stored.id) == stored
        assert queries.files(reader, [stored.id]) == {stored.id: stored}
    for stranger in (of(ELSEWHERE), of(THERE, network=UUID(int=9))):
        with pytest.raises(NotFound):
            queries.get_file(stranger, stored.id)
        assert queries.files(stranger, [stored.id]) == {}


def test_the_same_content_twice_lies_there_once(folder: Path) -> None:
    store_file(RESPONDER, name="one.pdf", content=PDF)
    store_file(RESPONDER, name="two.pdf", content=PDF)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    assert StoredFile.objects.count() == 2


def test_a_reader_may_not_send_files() -> None:
    with pytest.raises(Refused) as refused:
        reader = replace(RESPONDER, roles=frozenset({"read_only"}))
        store_file(reader, name="receipt.pdf", content=PDF)
    assert refused.value.refusals[0].code == "permission.denied"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("receipt.pdf", b"", "file.empty"),
        ("receipt.pdf", b"0" * (LARGEST_BYTES + 1), "file.too_large"),
        ("run.exe", b"MZ", "file.type_not_allowed"),
        ("page.html", b"<script>", "file.type_not_allowed"),
        ("drawing.svg", b"<svg onload=alert(1)>", "file.type_not_allowed"),
        ("no-ending", PDF, "file.type_not_allowed"),
        ("receipt.pdf", b"<html><script>", "file.not_what_it_says"),
        ("photo.png", PDF, "file.not_what_it_says"),
        ("notes.txt", b"a\0b", "file.not_what_it_says"),
        ("notes.csv", b"\xff\xfe\x00", "file.not_what_it_says"),
        ("sheet.xlsx", b"PK\x03\x04nothing", "file.not_what_it_says"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, code: str) -> None:
    assert codes(name, content) == [code]


def test_the_usual_kinds_of_evidence_are_kept() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
    kept = {"a.pdf": PDF, "b.png": PNG, "c.txt": "Grüße\n".encode(), "d.xlsx": archive.getvalue()}
    for name, content in kept.items():
        assert store_file(RESPONDER, name=name, content=content).name == name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\receipt.pdf", "receipt.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("bad\r\nname\0.pdf", "badname.pdf"),
        ('quote".pdf', "quote_.pdf"),
        ("...", "file"),
    ],
)
def test_a_name_can_do_no_harm(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert len(safe_name("x" * 500 + ".pdf")) == 120
    assert safe_name("x" * 500 + ".pdf").endswith(".pdf")


@contextmanager
def scanner(answer: bytes) -> Iterator[str]:
    """A clamd that gives one answer after it took the whole stream."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            link, _ = listening.accept()
            with link:
                taken = b""
                while not taken.endswith(b"\0\0\0\0"):
                    taken += link.recv(65536)
                link.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(timeout=5)


def test_a_clean_file_is_kept_as_clean(settings: Any) -> None:
    with scanner(b"stream: OK\0") as settings.MUSTER_CLAMAV:
        stored = store_file(RESPONDER, name="receipt.pdf", content=PDF)
    assert stored.scan_state == ScanState.CLEAN


def test_an_infected_file_is_refused_with_its_finding(settings: Any) -> None:
    with scanner(b"stream: Eicar-Signature FOUND\0") as settings.MUSTER_CLAMAV:
        assert codes("receipt.pdf", PDF) == ["file.infected"]


def test_without_its_scanner_nothing_is_kept(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.MUSTER_CLAMAV = f"127.0.0.1:{closed.getsockname()[1]}"
    assert codes("receipt.pdf", PDF) == ["file.scanner_unreachable"]
