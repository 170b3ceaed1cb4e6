"""The signed PDF: the exact document, a certificate page, and a seal that other tools check."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import shutil
import stat
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
import time_machine
from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from muster.files import queries as files
from muster.joining import commands, queries
from muster.joining.sealing.inspection import Inspected, inspect
from muster.joining.sealing.network_key import (
    KeyLocked,
    NetworkKey,
    _certificate,
    certificates,
    network_key,
)
from muster.joining.sealing.seal import sealed
from muster.journal import keys
from muster.rules.refusal import Refusal, Refused
from tests.apps.joining.papers import DAY, JOINING, NOW, Papers, refused, terms

pytestmark = pytest.mark.django_db
ONLY_SIGNATURE = 'kind = "opt_in"\nsteps = ["signature"]\neffective_on = "own_signature"'


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def papers() -> Papers:
    return Papers(terms(ONLY_SIGNATURE))


@pytest.fixture
def joining(papers):
    return papers.begin()


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def signed_pdf(papers, joining) -> bytes:
    return files.content_of(papers.system, papers.sign(joining).file_id)


def document(papers) -> bytes:
    return queries.text_content(papers.director, papers.version.id)


def pdf_of(words: str = "") -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = words or "Text"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_signed_pdf_begins_with_the_very_document_and_says_who_signed(papers, joining):
    content, before = signed_pdf(papers, joining), document(papers)
    assert content.startswith(before)
    assert hashlib.sha256(before).hexdigest() == queries.text_of(papers.version.id).sha256
    pages = PdfReader(io.BytesIO(content)).pages
    words = " ".join(pages[-1].extract_text().split())
    assert len(pages) == queries.text_of(papers.version.id).page_count + 1
    for said in ("director-of-newcomer", "City manager", "Newcomer City", "authenticator app"):
        assert said in words
    assert hashlib.sha256(before).hexdigest() in words.replace(" ", "")


def test_the_seal_holds_and_any_changed_byte_breaks_it(papers, joining):
    content = signed_pdf(papers, joining)
    known = certificates(papers.network.id)
    assert inspect(content, known).signatures[0].is_intact
    assert inspect(content, known).signatures[0].covers_all
    assert inspect(content, known).signatures[0].is_trusted
    assert not inspect(content, []).signatures[0].is_trusted
    for at in range(20, len(document(papers)), len(document(papers)) // 12):
        tampered = bytearray(content)
        tampered[at] ^= 1
        found = inspect(bytes(tampered), known)
        assert isinstance(found, Refusal) or not found.signatures[0].is_intact, at
    added = inspect(content + b"\n% more\n", known)
    assert isinstance(added, Inspected) and not added.signatures[0].covers_all


def test_the_seal_verifies_without_the_library_that_made_it(papers, joining):
    """The CMS read anew: its digest is that of the signed bytes, its signature that of the key."""
    content = signed_pdf(papers, joining)
    signed_bytes, blob = signed_parts(content)
    signed_data = cms.ContentInfo.load(blob)["content"]
    signer = signed_data["signer_infos"][0]
    claimed = next(
        each["values"][0].native
        for each in signer["signed_attrs"]
        if each["type"].native == "message_digest"
    )
    assert claimed == hashlib.sha256(signed_bytes).digest()
    certificate = x509.load_der_x509_certificate(signed_data["certificates"][0].chosen.dump())
    attributes = signer["signed_attrs"].untag().dump()
    certificate.public_key().verify(
        signer["signature"].native, attributes, padding.PKCS1v15(), hashes.SHA256()
    )
    tampered = bytearray(signed_bytes)
    tampered[100] ^= 1
    assert claimed != hashlib.sha256(bytes(tampered)).digest()


def test_the_seal_verifies_in_another_tool(papers, joining, tmp_path):
    """poppler's pdfsig where it is installed, else openssl on the CMS inside."""
    content = signed_pdf(papers, joining)
    if tool := shutil.which("pdfsig"):
        (tmp_path / "signed.pdf").write_bytes(content)
        said = run(tool, str(tmp_path / "signed.pdf"))
        assert "Signature is Valid" in said.stdout and "Total document signed" in said.stdout
        return
    tool = shutil.which("openssl")
    if tool is None:
        pytest.skip("neither pdfsig nor openssl is installed")
    assert openssl(tool, tmp_path, *signed_parts(content)).returncode == 0
    signed_bytes, blob = signed_parts(content)
    tampered = signed_bytes.replace(b"Newcomer", b"Newcomes", 1)
    tampered = tampered if tampered != signed_bytes else signed_bytes[:-1] + b"x"
    assert openssl(tool, tmp_path, tampered, blob).returncode != 0


def openssl(tool: str, folder: Path, signed_bytes: bytes, blob: bytes):
    (folder / "content").write_bytes(signed_bytes)
    (folder / "cms").write_bytes(blob)
    inputs = ("-in", f"{folder}/cms", "-content", f"{folder}/content", "-out", "/dev/null")
    return run(tool, "cms", "-verify", "-binary", "-noverify", "-inform", "DER", *inputs)


def run(*command: str):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def signed_parts(content: bytes) -> tuple[bytes, bytes]:
    """The bytes that the signature covers, and the CMS blob, found by hand."""
    start = content.rindex(b"/ByteRange")
    numbers = content[content.index(b"[", start) + 1 : content.index(b"]", start)].split()
    a, b, c, d = (int(number) for number in numbers)
    blob = bytes.fromhex(content[a + b : c].strip(b"<>").decode())
    return content[a : a + b] + content[c : c + d], cms.ContentInfo.load(blob).dump()


def test_it_is_signed_with_consent_the_shown_document_a_title_and_a_second_factor(papers, joining):
    with pytest.raises(Refused) as refused:
        papers.sign(
            joining,
            replace(papers.director, factor=""),
            consents=False,
            document_sha256="0" * 64,
            title=" ",
        )
    assert codes(refused) == [
        "signature.no_consent",
        "signature.other_document",
        "signature.no_title",
        "signature.second_factor",
    ]
    with pytest.raises(Refused) as refused:
        papers.sign(joining, replace(papers.director, stepped_up=False))
    assert codes(refused) == ["step_up.required"]
    with pytest.raises(Refused) as refused:
        papers.sign(joining, replace(papers.coordinator, factor="totp"))
    assert codes(refused) == ["permission.denied"]


def test_the_same_submission_signs_once(papers, joining):
    first = papers.sign(joining, signature_id=papers.version.id)
    assert papers.sign(joining, signature_id=papers.version.id).id == first.id
    assert joining.signatures.count() == 1


def test_the_networks_key_is_made_once_encrypted_and_kept_with_the_backup(papers, settings):
    made = network_key(papers.network.id, papers.network.name)
    assert network_key(papers.network.id, "another name") == made
    (path,) = keys.folder().glob(f"agreement-{papers.network.id}-*.pem")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"ENCRYPTED PRIVATE KEY" in path.read_bytes()
    certificate = x509.load_der_x509_certificate(made.certificate)
    assert papers.network.name in certificate.subject.rfc4514_string()
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key" * 4
    with pytest.raises(KeyLocked):
        network_key(papers.network.id, "")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert network_key(papers.network.id, "") == made


def test_before_a_key_ends_a_new_one_is_made_and_the_old_seals_still_hold(papers, joining, moment):
    content = signed_pdf(papers, joining)
    moment.move_to(NOW + timedelta(days=3650))
    network_key(papers.network.id, papers.network.name)
    known = certificates(papers.network.id)
    assert len(known) == 2
    moment.move_to(NOW)
    assert inspect(content, known).signatures[0].is_trusted
    assert all(
        x509.load_der_x509_certificate(each).public_bytes(serialization.Encoding.PEM)
        for each in known
    )


def upload(papers, joining, content: bytes, **given):
    said = {
        "name": "signed.pdf",
        "signer_name": "M. Mayor",
        "title": "Mayor",
        "signed_on": date(2026, 3, 18),
        **given,
    }
    return commands.upload_signed(papers.director, joining_id=joining.id, content=content, **said)


def test_a_pdf_signed_elsewhere_is_kept_and_marked_with_what_it_holds(papers, joining):
    made = upload(papers, joining, pdf_of())
    assert made.is_made_elsewhere and made.findings["signatures"] == []
    assert made.file_sha256 == hashlib.sha256(pdf_of_kept(papers, made)).hexdigest()
    assert papers.again(joining).effective_on == date(2026, 3, 18)


def pdf_of_kept(papers, made) -> bytes:
    return files.content_of(papers.system, made.file_id)


def test_signatures_in_an_uploaded_file_are_checked(papers, joining):
    other = Papers(terms(ONLY_SIGNATURE), "other")
    content = signed_pdf(other, other.begin())
    (found,) = upload(papers, joining, content).findings["signatures"]
    assert found["is_intact"] and not found["is_trusted"]


@pytest.mark.parametrize("make", ["text", "broken", "encrypted", "empty"])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(papers, joining, make):
    contents = {
        "text": b"I am no PDF",
        "broken": pdf_of()[:-200],
        "encrypted": encrypted(),
        "empty": b"",
    }
    wanted = {"text": "pdf.not_pdf", "empty": "pdf.not_pdf"}.get(make, f"pdf.{make}")
    with pytest.raises(Refused) as refused:
        upload(papers, joining, contents[make])
    assert codes(refused) == [wanted]
    with pytest.raises(Refused) as refused:
        upload(papers, joining, pdf_of(), signer_name=" ", title="", signed_on=DAY)
    assert codes(refused) == ["signature.no_name", "signature.no_title"]


def encrypted() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def test_a_file_that_is_too_large_is_refused(papers, joining):
    with pytest.raises(Refused) as refused:
        upload(papers, joining, pdf_of() + b" " * (10 * 1024 * 1024))
    assert codes(refused) == ["file.too_large"]


def test_an_agreement_that_is_signed_as_it_is_takes_only_the_very_document():
    papers = Papers(
        terms('kind = "sign_as_is"\nsteps = ["signature"]\neffective_on = "own_signature"')
    )
    joining = papers.begin()
    with pytest.raises(Refused) as refused:
        upload(papers, joining, pdf_of())
    assert codes(refused) == ["signature.not_as_is"]
    assert upload(papers, joining, document(papers)).findings["holds_document"]


def test_the_coordinator_brings_the_text_and_it_stays_once_somebody_has_signed(papers):
    content = pdf_of("The text of the council")
    text = attach(papers, content)
    assert (text.sha256, text.page_count) == (hashlib.sha256(content).hexdigest(), 1)
    joining = papers.begin()
    assert signed_pdf(papers, joining).startswith(content)
    with pytest.raises(Refused) as refused:
        attach(papers, pdf_of("Another text"))
    assert codes(refused) == ["agreement_text.signed"]


def test_a_text_that_is_signed_already_or_unreadable_is_refused(papers, joining):
    content = signed_pdf(papers, joining)
    other = Papers(terms(ONLY_SIGNATURE), "other")
    for given, code in (
        (content, "agreement_text.holds_signatures"),
        (encrypted(), "pdf.encrypted"),
        (b"%PDF-1.7 nothing", "pdf.broken"),
    ):
        with pytest.raises(Refused) as refused:
            attach(other, given)
        assert codes(refused) == [code]
    with pytest.raises(Refused):
        commands.attach_text(
            other.director, version_id=other.version.id, name="a.pdf", content=pdf_of()
        )


def attach(papers, content: bytes):
    return commands.attach_text(
        papers.coordinator, version_id=papers.version.id, name="text.pdf", content=content
    )


def test_an_agreement_that_is_signed_by_hand_only_is_not_signed_here():
    papers = Papers(terms(JOINING + "\nelectronic = false"))
    joining = papers.begin()
    papers.review(joining)
    papers.resolve(joining)
    assert refused(papers.sign, joining) == ["signature.by_hand_only"]


def with_a_wider_hole(content: bytes, key) -> bytes:
    """The same file, signed again with the same key but leaving out bytes after the signature too."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    _, first, then, rest = (int(each) for each in found.groups())
    more = 8
    words = f"/ByteRange [0 {first} {then + more} {rest - more}".encode()
    whole = bytearray(content)
    whole[found.start() : found.end()] = words.ljust(found.end() - found.start() - 1) + b"]"
    digest = hashlib.sha256(bytes(whole[:first] + whole[then + more :])).digest()
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.private_key),
        cert_registry=SimpleCertificateStore(),
    )
    signed = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True))
    made = signed.dump().hex().encode()
    whole[first + 1 : then - 1] = made.ljust(then - first - 2, b"0")
    return bytes(whole)


def test_a_signature_that_leaves_bytes_out_does_not_cover_the_whole_file(papers, joining):
    network = papers.network
    content = signed_pdf(papers, joining)
    forged = with_a_wider_hole(content, network_key(network.id, network.name))
    found = inspect(forged, certificates(network.id))
    assert isinstance(found, Inspected), found
    (one,) = found.signatures
    assert not one.covers_all


def test_a_certificate_whose_name_no_database_takes_is_read(papers):
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    certificate = _certificate(key, "Mayor \x00Opal")
    made = NetworkKey(
        certificate.public_bytes(serialization.Encoding.DER),
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    found = inspect(sealed(pdf_of(), pdf_of(), made, reason="Signed"), [])
    assert isinstance(found, Inspected), found
    assert found.signatures[0].is_intact and "\x00" not in found.signatures[0].signer


def test_a_small_file_whose_fields_unfold_without_end_is_refused_at_once():
    """Each of twenty fields names the next one three times: three thousand million to walk."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        *(b"<</T(a)/Kids[%d 0 R %d 0 R %d 0 R]>>" % (n, n, n) for n in range(5, 25)),
        b"<</T(z)/FT/Sig>>",
    ]
    content, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    count, start = len(objects) + 1, len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, b"".join(places))
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    found = inspect(content, [])
    assert isinstance(found, Refusal) and found.code == "pdf.broken"
