"""The reference does not lie about the terms: what rules read is read, what is for people is not."""

from __future__ import annotations

import re

from muster.rules.terms import TERM_KINDS
from tests.architecture.tree import ROOT, committed

SHOWING = ("src/muster/rules/terms/", "src/muster/agreements/documents/", "/migrations/")


def readers() -> str:
    """All code that could read a term, but that which only reads files and shows them."""
    paths = [str(path) for path in committed("src/muster/*.py")]
    return "\n".join(
        (ROOT / path).read_text() for path in paths if not any(part in path for part in SHOWING)
    )


def test_a_value_for_people_is_read_by_no_rule() -> None:
    text = readers()
    read = [
        f"{key}.{each.name}"
        for key, kind in TERM_KINDS.items()
        for each in kind.values()
        if each.metadata["for_people"]
        and re.search(rf"\bterms(_of\([^()]*\))?\.{key}\.{each.name}\b", text)
    ]
    assert not read, "take for_people away where a rule reads the value"


def test_a_value_for_rules_is_read_somewhere() -> None:
    text = readers()
    unread = [
        f"{key}.{each.name}"
        for key, kind in TERM_KINDS.items()
        for each in kind.values()
        if not each.metadata["for_people"]
        and not re.search(rf"\.{each.name}\b|[\"']{each.name}[\"']", text)
    ]
    assert not unread, "mark as for_people what no rule reads"
