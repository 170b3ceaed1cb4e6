"""Notifications' refusals in sentences."""

from __future__ import annotations

from muster.web.wording import register_wording

register_wording({"notice.unknown_kind": "Choose among the kinds of notice that are listed."})
