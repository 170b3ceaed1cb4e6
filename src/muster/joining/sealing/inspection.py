"""Looking into a PDF that somebody uploads: may it be used, and which signatures does it hold?

The PDF library is loaded at first use: it would take a fifth of the start of every process.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509 as asn1_x509

from muster.files.checking import LARGEST_BYTES
from muster.journal.storable import storable
from muster.rules.refusal import Refusal

MOST_PAGES = 500
MOST_SIGNATURES = 50
MOST_FIELDS = 5_000


@dataclass(frozen=True)
class Found:
    """One signature inside a PDF. `is_intact`: no byte that it covers was changed; `covers_all`:
    nothing was added after it; `is_trusted`: made with a certificate that the network knows."""

    signer: str
    is_intact: bool
    covers_all: bool
    is_trusted: bool
    certificate_sha256: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "signer": self.signer,
            "is_intact": self.is_intact,
            "covers_all": self.covers_all,
            "is_trusted": self.is_trusted,
            "certificate_sha256": self.certificate_sha256,
        }


@dataclass(frozen=True)
class Inspected:
    """A PDF that may be used."""

    page_count: int
    signatures: tuple[Found, ...]


def inspect(content: bytes, known: list[bytes], *, field: str = "file") -> Inspected | Refusal:
    """What a PDF holds, or why it cannot be used. `known`: certificates to trust, as DER.

    Refuses `file.too_large`, `pdf.not_pdf`, `pdf.encrypted`, `pdf.broken`, `pdf.too_many_pages`.
    """
    if len(content) > LARGEST_BYTES:
        limit = f"{LARGEST_BYTES // 1024 // 1024} MB"
        return Refusal("file.too_large", None, field, {"limit": limit})
    if not content.startswith(b"%PDF-"):
        return Refusal("pdf.not_pdf", None, field)
    from pyhanko.pdf_utils.reader import PdfFileReader

    # The reader walks structures that somebody else wrote: whatever trips it makes the file broken.
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=True)
        if reader.encrypted:
            return Refusal("pdf.encrypted", None, field)
        pages = int(reader.root["/Pages"]["/Count"])
        if not 1 <= pages <= MOST_PAGES:
            return Refusal("pdf.too_many_pages", None, field, {"most": MOST_PAGES})
        reader.find_page_for_modification(pages - 1)
        if _has_too_many_fields(reader):
            return Refusal("pdf.broken", None, field)
        embedded = reader.embedded_signatures[:MOST_SIGNATURES]
        roots = [asn1_x509.Certificate.load(each) for each in known]
        return Inspected(pages, tuple(_found(each, roots) for each in embedded))
    except Exception:
        return Refusal("pdf.broken", None, field)


def _has_too_many_fields(reader: Any) -> bool:
    """Fields that name the same few below them again and again would be walked for hours."""
    count, waiting = 0, [reader.root]
    while waiting and count <= MOST_FIELDS:
        count += 1
        one = waiting.pop().get_object()
        # By brackets: only these follow a reference to what it names.
        for name in ("/AcroForm", "/Fields", "/Kids"):
            if name in one:
                below = one[name]
                waiting += below if isinstance(below, list) else [below]
    return count > MOST_FIELDS


def _found(embedded: Any, roots: list[asn1_x509.Certificate]) -> Found:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = embedded.signer_cert
    fingerprint = certificate.sha256.hex() if certificate is not None else ""
    name = storable(certificate.subject.human_friendly)[:200] if certificate is not None else ""
    try:
        status = validate_pdf_signature(
            embedded, ValidationContext(trust_roots=roots, allow_fetching=False)
        )
    except Exception:
        # A signature too odd to check is shown as one that does not hold.
        return Found(name, False, False, False, fingerprint)
    return Found(
        signer=name,
        is_intact=bool(status.intact and status.valid),
        # Not the ranges' end alone: between them they might leave out more than the signature.
        covers_all=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        is_trusted=bool(status.trusted),
        certificate_sha256=fingerprint,
    )
