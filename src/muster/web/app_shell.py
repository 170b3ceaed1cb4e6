"""The app shell: one page and its files, the same for everybody, kept by the service worker.

A room above registers the page; here it is rendered once, without any request, so that nothing of
a person can slip in, and given a version made of all that it consists of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

STYLES = ("vendor/uswds/css/uswds.min.css", "web/muster.css")
FONTS = tuple(
    f"vendor/uswds/fonts/source-sans-pro/sourcesanspro-{weight}-webfont.woff2"
    for weight in ("regular", "bold")
)
OWN = ("web/icons/icon.svg", "web/offline.js")
WORKER = "web/worker.js"
PUSH_WORKER = "web/push-worker.js"


@dataclass(frozen=True)
class Shell:
    """`entry` is linked by the template, by its dated name; modules import each other by theirs.

    `sending` is the module whose `sendWaiting()` sends what was written down without a network.
    """

    page_url_name: str
    template: str
    entry: str
    sending: str
    modules: tuple[str, ...]


_shells: list[Shell] = []


def register_shell(
    *, page_url_name: str, template: str, entry: str, sending: str, modules: Iterable[str]
) -> None:
    """Say which page stands in where there is no network; the last registration counts."""
    _shells[:] = [Shell(page_url_name, template, entry, sending, tuple(modules))]
    page.cache_clear()
    worker_source.cache_clear()


@cache
def page() -> str:
    """The page, rendered for nobody."""
    return render_to_string(_shells[0].template, {"product_version": settings.MUSTER_VERSION})


@cache
def worker_source() -> str:
    """The service worker with the list of what it keeps; another list is another worker."""
    parts = "\n".join(_content(name).decode() for name in (WORKER, PUSH_WORKER))
    return f"const SHELL = {json.dumps(_kept(), indent=1)};\n\n{parts}"


def sending_source() -> str:
    """What stands before the worker where browsers let it be a module: then it sends as well."""
    module = settings.STATIC_URL + _shells[0].sending if _shells else ""
    imported = f'import {{ sendWaiting }} from "{module}";\nself.sendWaiting = sendWaiting;\n'
    return imported if module else ""


def _kept() -> dict[str, Any]:
    """`fixed` files change their address with their content; `fresh` ones are asked for anew."""
    if not _shells:
        return {"version": settings.MUSTER_VERSION, "page": "/", "styles": [], "files": []}
    shell = _shells[0]
    styles = [static(name) for name in STYLES]
    once = [*styles, *(static(name) for name in (*FONTS, *OWN, shell.entry))]
    modules = [settings.STATIC_URL + name for name in shell.modules]
    digest = hashlib.sha256(page().encode())
    for name in (*STYLES, *FONTS, *OWN, *shell.modules, WORKER, PUSH_WORKER):
        digest.update(_content(name))
    return {
        "version": digest.hexdigest()[:16],
        "page": reverse(shell.page_url_name),
        "styles": styles,
        "files": sorted({*once, *modules}),
    }


def _content(name: str) -> bytes:
    found = finders.find(name)
    collected = Path(settings.STATIC_ROOT) / name
    path = Path(found) if isinstance(found, str) else collected
    return path.read_bytes() if path.exists() else b""
