"""Everything of one network in open formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from muster.backups.archive import ExactEncoder, archived_models, snapshot
from muster.journal import clock

SECRET = {
    "members.calendarfeed",
    "members.apitoken",
    "members.invitation",
    "members.recovery",
    "mfa.authenticator",
    "offline.device",
    "usersessions.usersession",
    "socialaccount.socialaccount",
    "socialaccount.socialtoken",
    "socialaccount.socialapp",
    "account.emailaddress",
    "account.emailconfirmation",
}
PERSON_FIELDS = ("name", "email", "phone", "is_active", "created_at")
DEEPEST_PATH = 3


def write(network_id: UUID, folder: Path, progress: Callable[[str], None]) -> dict[str, int]:
    """Write `<app>.<table>.jsonl` for each table with rows of the network, and a manifest."""
    counts = {}
    with snapshot():
        for model in archived_models():
            label = model._meta.label_lower
            path = path_to_network(model)
            if path is None or label in SECRET:
                continue
            rows = model._base_manager.filter(**{path: network_id}).distinct().order_by("pk")
            fields = PERSON_FIELDS if label == "members.person" else None
            with open(folder / f"{label}.jsonl", "w", encoding="utf-8") as file:
                serializers.serialize(
                    "jsonl", rows.iterator(2000), stream=file, fields=fields, cls=ExactEncoder
                )
            counts[label] = rows.count()
            progress(f"{label}: {counts[label]}")
    manifest = {
        "network_id": str(network_id),
        "made_at": clock.now().isoformat(),
        "version": settings.MUSTER_VERSION,
        "rows": counts,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return counts


def path_to_network(model: type[models.Model], depth: int = 0) -> str | None:
    """The look-up that leads from a table to its network (`aid_request__network_id`), if any does."""
    label = model._meta.label_lower
    if label == "members.network":
        return "id"
    if label == "members.person":
        return "party_role_grants__network_id"
    if label == "members.party":
        return "memberships__network_id"
    try:
        model._meta.get_field("network_id" if _is_plain(model) else "network")
        return "network_id"
    except FieldDoesNotExist:
        pass
    if depth == DEEPEST_PATH:
        return None
    for field in model._meta.fields:
        related = field.related_model
        if field.many_to_one and isinstance(related, type) and not field.null:
            onward = path_to_network(related, depth + 1)
            if onward and related._meta.label_lower not in ("members.person", "members.party"):
                return f"{field.name}__{onward}"
    return None


def _is_plain(model: type[models.Model]) -> bool:
    """Whether the table keeps the network's id without a foreign key."""
    return any(field.name == "network_id" for field in model._meta.fields)
