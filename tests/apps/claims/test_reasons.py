"""Every reason that a settlement can give has a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import muster.rules.settlement
from muster.claims.reasons import REASONS, reason_sentence


def test_every_reason_of_a_settlement_has_its_sentence() -> None:
    rules = Path(muster.rules.settlement.__file__).parents[1]
    files = [*rules.glob("settlement/*.py"), *rules.glob("cases/*.py")]
    text = "".join(path.read_text() for path in files)
    given = set(re.findall(r'Reason\(\s*"([a-z_]+\.[a-z_]+)"', text))
    given |= set(re.findall(r'"(time\.not_declared|time\.no_arrival)"', text))
    assert given
    assert not given - REASONS.keys()


def test_a_kept_reason_names_its_day() -> None:
    kept = {
        "code": "attestation.lapsed",
        "values": {"title": "Recovery plan", "valid_until": "2025-08-31"},
    }
    assert "“Recovery plan” ended on Aug 31, 2025" in reason_sentence(kept)
