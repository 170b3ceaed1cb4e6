"""The document on paper: a tagged PDF of the same sentences."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from muster.agreements.documents.contents import Document, document_of
from muster.rules.terms import Terms
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("agreement.typ")


def document_pdf(terms: Terms, terms_text: str, state: str) -> bytes:
    """The document as a PDF; the same terms give the same bytes."""
    return render_pdf(TEMPLATE, contents(document_of(terms), terms_text, state))


def contents(document: Document, terms_text: str, state: str) -> dict[str, Any]:
    """Everything on the paper, in JSON's own types."""
    parts = [
        {
            "title": f"{part.number}. {part.title}",
            "sections": [
                {
                    "title": f"{section.number} {section.title}",
                    "sentences": [
                        {"text": each.text, "ground": each.ground} for each in section.sentences
                    ],
                    "note": section.note,
                }
                for section in part.sections
            ],
        }
        for part in document.parts
    ]
    whole = asdict(document)
    return {
        **{name: whole[name] for name in ("name", "edition", "summary", "sources")},
        "parts": parts,
        "state": state,
        "counts": count_words(document),
        "digest": hashlib.sha256(terms_text.encode()).hexdigest(),
    }


def count_words(document: Document) -> str:
    """How many of the sentences were read somewhere, in a sentence."""
    read = document.sentences - document.readings - document.defaults
    return (
        f"Of {document.sentences} sentences, {read} rest on a source, {document.readings} are the "
        f"network's reading of an open question, and {document.defaults} are chosen defaults."
    )
