"""What is read to a caller before a request is filed for them: in words, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from muster.web.display import when_text


def read_back_text(
    party_name: str, kind_label: str, packages: Iterable[Any], cleaned: dict[str, Any]
) -> str:
    """The request as sentences that can be spoken and agreed to."""
    asked = {package.id: package for package in packages}
    needs = [
        f"{asked[package_id].label}, {count} {asked[package_id].unit_label}"
        for package_id, count in cleaned["work_packages"]
        if package_id in asked
    ]
    parts = [
        f"{party_name} asks for help. What happened: {kind_label}.",
        f"You need: {'; '.join(needs)}.",
        "Your own means are used up, or will be." if cleaned.get("own_means_used") else "",
        _optional("Helpers report to {}", cleaned.get("reporting_contact")),
        _optional("at {}", cleaned.get("reporting_phone")),
        _optional("They come to {}", cleaned.get("place")),
        _moment("From {}", cleaned.get("needed_from")),
        _moment("Until {}", cleaned.get("needed_until")),
        _optional("They must know: {}", cleaned.get("note")),
    ]
    return " ".join(part for part in parts if part)


def _optional(words: str, value: Any) -> str:
    return f"{words.format(value)}." if value else ""


def _moment(words: str, value: Any) -> str:
    return f"{words.format(when_text(value))}." if value else ""
