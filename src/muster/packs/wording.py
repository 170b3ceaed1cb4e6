"""The sentences of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words

KINDS = {"pdf": "to print"}


def _made(fact: Mapping[str, Any]) -> str:
    kind = KINDS.get(str(fact.get("kind")), "")
    return f"Made the party's pack {kind}".rstrip() + "."


register_fact_words({"PackMade": _made})
