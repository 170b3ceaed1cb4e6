"""The sentences of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

KINDS = {"pdf": "to print", "bundle": "as a file with a passphrase"}


def _made(fact: Mapping[str, Any]) -> str:
    kind = KINDS.get(str(fact.get("kind")), "")
    return f"Made the party's pack {kind}".rstrip() + "."


register_wording(
    {
        "pack.weak_passphrase": (
            "Take at least {fewest} characters, {different} of them different: four or five words are good."
        ),
    }
)
register_fact_words({"PackMade": _made})
