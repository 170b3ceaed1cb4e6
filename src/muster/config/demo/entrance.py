"""On the demo's sign-in page: the accounts by role, each one press away."""

from __future__ import annotations

from typing import Any

from muster.config.demo import accounts
from muster.web.panels import register_panel


def offered(actor: Any, subject_id: Any) -> dict[str, Any]:
    """Who may be tried, and the password that all share."""
    return {"accounts": accounts.accounts(), "password": accounts.shared_password()}


register_panel("entrance.login", "entrance", offered, "config/_demo_accounts.html")
