"""Files as answers to a browser or a program: named, and never kept by caches in between."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse, JsonResponse


def pdf(content: bytes, name: str) -> HttpResponse:
    return _named(HttpResponse(content, content_type="application/pdf"), f"{name}.pdf", "inline")


def json_file(content: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    return _named(response, f"{name}.json", "attachment")


def _named(response: HttpResponse, name: str, how: str) -> HttpResponse:
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    response["Content-Disposition"] = f'{how}; filename="{safe}"'
    response["Cache-Control"] = "private, no-store"
    return response
