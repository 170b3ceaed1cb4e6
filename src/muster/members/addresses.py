"""Where a browser really is: counted tries must not blame the reverse proxy for everybody."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's network address, as the trusted proxy says it where one is configured."""
    try:
        return str(get_adapter().get_client_ip(request))[:60]
    except PermissionDenied:
        return str(request.META.get("REMOTE_ADDR", ""))[:60]
