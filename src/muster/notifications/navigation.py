"""The inbox in the frame of every page, with its count; and where each thing has its page."""

from __future__ import annotations

from muster.notifications import queries, things
from muster.web.badges import register_badge
from muster.web.navigation import register_entry
from muster.web.subjects import register_finder

register_badge("inbox", queries.unread_count)
register_entry("Inbox", "notifications:inbox", order=70, badge="inbox")
register_finder(things.page_of)
