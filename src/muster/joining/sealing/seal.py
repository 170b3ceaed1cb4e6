"""The signed PDF: the exact document, a certificate page added to it, and the network's seal (PAdES).

The PDF library is loaded at first use: it would take a fifth of the start of every process.
"""

from __future__ import annotations

import io
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509

from muster.joining.sealing.network_key import NetworkKey

FIELD = "MusterSeal"
# What a page needs to be shown elsewhere; the tags of its own document would point nowhere.
KEPT_OF_A_PAGE = ("/Type", "/MediaBox", "/Resources", "/Contents", "/Rotate")


def sealed(document: bytes, certificate_page: bytes, key: NetworkKey, *, reason: str) -> bytes:
    """The document's own bytes, then the certificate's pages, then a signature over all of it.

    Nothing may be changed afterwards without the signature failing; the first bytes are the
    document as it was shown, so that its SHA-256 can be found again in the signed file.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    _append_pages(writer, PdfFileReader(io.BytesIO(certificate_page)))
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.private_key),
        cert_registry=SimpleCertificateStore(),
    )
    how = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    made = io.BytesIO()
    signers.sign_pdf(writer, how, signer=signer, output=made)
    return made.getvalue()


def _append_pages(writer: Any, source: Any) -> None:
    from pyhanko.pdf_utils import generic

    for number in range(int(source.root["/Pages"]["/Count"])):
        page = source.find_page_for_modification(number)[0].get_object()
        kept = {
            generic.pdf_name(name): writer.import_object(page.raw_get(name))
            for name in KEPT_OF_A_PAGE
            if name in page
        }
        writer.insert_page(generic.DictionaryObject(kept))
