"""The inbox in the frame of every page, with its count."""

from __future__ import annotations

from muster.notifications import queries
from muster.web.badges import register_badge
from muster.web.navigation import register_entry

register_badge("inbox", queries.unread_count)
register_entry("Inbox", "notifications:inbox", order=70, badge="inbox")
