"""Documents: a Typst template and plain values become a tagged, accessible PDF (PDF/UA-1).

The same values give the same bytes: no clock, no fonts of the machine, nothing fetched. Templates
read `#let data = json(bytes(sys.inputs.data))`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

# A date inside the file would change its bytes with every printing; the page carries its own.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
STANDARDS: Final = "ua-1"
NOT_IN_THE_FONTS: Final = "could not be displayed with font"

_lock = Lock()


def render_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF of a template with the values; about 10 to 40 ms a page.

    `data` holds JSON's own types. Text is set as text: nothing in it is read as markup. A
    character that no font here has, such as an emoji, prints as an empty box; PDF/UA-1 forbids
    that, so such a document is tagged like the others but does not claim the standard.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    # The compiler keeps its state between runs, which makes it quick and not shareable.
    with _lock:
        try:
            return _compiled(template, inputs, STANDARDS)
        except typst.TypstError as error:
            if NOT_IN_THE_FONTS not in str(error):
                raise
            # A page with a box in a name opens doors at 03:00; an error page does not.
            return _compiled(template, inputs, [])


def _compiled(template: Path, inputs: dict[str, str], standards: Any) -> bytes:
    made = _compiler(template).compile(
        format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=NO_DATE
    )
    if not isinstance(made, bytes):
        raise RuntimeError(f"{template.name} gave no document")
    return made


@lru_cache(maxsize=16)
def _compiler(template: Path) -> typst.Compiler:
    """A compiler for one template, with the fonts that come in the wheel and no others."""
    return typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
