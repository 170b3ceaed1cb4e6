"""Where backups go: each kind of place is one module, with the verbs of `kinds.Place`."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from muster.backups.places.folder import Folder
from muster.backups.places.kinds import Parcel, Place, PlaceError
from muster.backups.places.webdav import WebDav

__all__ = ["Parcel", "Place", "PlaceError", "known_places"]

LIKE = "/mnt/second-agency or https://user:password@backup.example.gov/muster/"


def known_places(texts: Sequence[str]) -> list[Place]:
    """The places that a setting names. Raises `ValueError` with what to write."""
    places = [_place(text) for text in texts]
    if len({place.label for place in places}) != len(places):
        raise ValueError("a place is named twice")
    return places


def _place(text: str) -> Place:
    if text.startswith("/"):
        return Folder(Path(text))
    parts = urlsplit(text)
    if parts.hostname and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))
    ):
        return WebDav(parts)
    raise ValueError(f"a place looks like {LIKE}")


def _is_here(host: str) -> bool:
    """Only this machine itself may be spoken to without TLS."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
