#!/usr/bin/env python3
"""Write the reference pages from the code, so that they cannot be wrong.

usage: docs.py [--check]

With --check nothing is written: the exit code is 1 when a page is stale, and its name is printed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make docs` from the code. Change the code, not this page. -->\n"


def main(arguments: list[str]) -> int:
    """Write or compare every generated page."""
    check = arguments == ["--check"]
    if arguments and not check:
        print(__doc__, file=sys.stderr)
        return 2
    stale = []
    for name, text in pages().items():
        path = REFERENCE / name
        wanted = tidy(text) if path.suffix == ".md" else text
        if path.exists() and path.read_text() == wanted:
            continue
        stale.append(name)
        if not check:
            REFERENCE.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted)
    words = "stale, run `make docs`:" if check else "written:"
    print(f"docs/reference: {words} {', '.join(stale)}" if stale else "docs/reference: fresh")
    return 1 if check and stale else 0


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    start_django()
    from scripts import case_reference, reference, terms_reference

    written = {f"{name}.md": write() for name, write in reference.PAGES.items()}
    return {
        **written,
        "terms.md": terms_reference.terms(),
        "terms.schema.json": terms_reference.schema(),
        "case.md": case_reference.case(),
        "case.schema.json": case_reference.schema(),
        **{name: write() for name, write in reference.SCHEMAS.items()},
    }


def start_django() -> None:
    """Load all apps with plain settings, whatever the caller's own are; nothing is left behind."""
    for name in [name for name in os.environ if name.startswith("MUSTER_")]:
        del os.environ[name]
    os.environ["MUSTER_SECRET_KEY"] = "only-for-the-reference-pages-" + "0" * 8
    os.environ["MUSTER_DATA_DIR"] = tempfile.gettempdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "muster.config.settings"
    import django

    django.setup()


def tidy(text: str) -> str:
    """The page with its mark, no spaces at line ends and one line end at the end."""
    title, _, rest = text.strip().partition("\n")
    lines = [line.rstrip() for line in f"{title}\n\n{MADE}{rest}".splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
