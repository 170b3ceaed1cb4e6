"""How the installation's backups stand, for the network's coordinator and auditor."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from muster.backups import queries
from muster.web.views import PageView


class Backups(PageView):
    template_name = "backups/backups.html"

    def context(self) -> dict[str, Any]:
        return {
            "standings": queries.standings(self.actor),
            "shipments": queries.recent_shipments(self.actor),
            "minutes": settings.MUSTER_BACKUP_EVERY,
            "keep_last": settings.MUSTER_BACKUP_KEEP_LAST,
            "keep_days": settings.MUSTER_BACKUP_KEEP_DAYS,
        }
