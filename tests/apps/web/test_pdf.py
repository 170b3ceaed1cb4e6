"""Documents: tagged, the same every time, and text is only text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from muster.web.pdf import render_pdf

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "en", font: "Libertinus Serif")
= #data.title
#data.words
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def test_the_same_values_give_the_same_bytes(template: Path) -> None:
    values = {"title": "Authority", "words": "Server room"}

    first, other, again = (
        render_pdf(template, each) for each in (values, {**values, "words": "Hall"}, values)
    )

    assert first == again != other


def test_a_document_is_tagged_and_says_its_language_and_title(template: Path) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(template, {"title": "Authority", "words": "x"})))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "Authority"


@pytest.mark.parametrize(
    "words", ["#panic()", "*b* _i_ $x$ [y] @z <l>", "Zoë Ñandú", "\\ \" '", "x" * 5000, ""]
)
def test_text_is_set_as_text(template: Path, words: str) -> None:
    made = render_pdf(template, {"title": "T", "words": words})

    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert words[:8].strip() in shown


@pytest.mark.parametrize("odd", ["\N{FIRE ENGINE}", "\u4e2d\u6587", "\x07", "\U0010ffff"])
def test_a_character_that_no_font_has_does_not_stop_the_document(template: Path, odd: str) -> None:
    made = render_pdf(template, {"title": "T", "words": f"Led by Zoë {odd} Núñez"})

    reader = PdfReader(io.BytesIO(made))
    shown = "".join(page.extract_text() for page in reader.pages)
    assert "Led by Zoë" in shown
    assert "Núñez" in shown
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
