"""Under which terms a mission runs."""

from __future__ import annotations

from typing import Any

from muster.agreements import queries as agreements
from muster.rules.terms import Terms


def terms_of_mission(mission: Any) -> Terms:
    """The terms as they stood when help was asked for."""
    return agreements.terms_of(mission.agreement_version)
