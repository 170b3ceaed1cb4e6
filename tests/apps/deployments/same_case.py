"""What a case file comes to, to hold beside the record's own settlement."""

from __future__ import annotations

import json
from typing import Any

from muster.rules.cases import read_case
from muster.rules.cases.gathering import facts_of
from muster.rules.settlement import Settlement, settle
from muster.rules.terms import Terms


def settled_case(
    terms: Terms, rates: tuple[dict[str, Any], ...] = (), **mission: Any
) -> Settlement:
    """A mission of a case by which the county helped the city, settled by itself."""
    given = {"id": "m", "requesting": "city", "responding": "county", **mission}
    given.setdefault("asked_at", "2026-01-01T08:00")
    parties = [{"id": "city"}, {"id": "county"}]
    case = read_case(json.dumps({"parties": parties, "rates": rates, "missions": [given]}))
    facts, _ = facts_of(case, case.missions[0], terms)
    return settle(facts, terms)
