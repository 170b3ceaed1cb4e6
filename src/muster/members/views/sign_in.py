"""Pages that answer in the sign-in library's place."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.providers.openid_connect.views import login as provider_login
from allauth.socialaccount.views import connections as provider_connections
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from muster.web.views.pages import page


def not_by_mail(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """How to come back without mail; the same page for everyone and every address."""
    return page(request, "members/not_by_mail.html")


@login_required
def not_by_mail_for_members(request: HttpRequest) -> HttpResponse:
    return page(request, "members/not_by_mail.html")


@login_required
def to_account(request: HttpRequest) -> HttpResponse:
    """Addresses do not change by themselves; sessions and passwords have their own pages."""
    return redirect("members:account")


@login_required
@reauthentication_required
def connections(request: HttpRequest) -> HttpResponseBase:
    """Connected identity providers are a way to sign in: seen and changed after a confirmation."""
    return provider_connections(request)


def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Signing in is open; connecting a provider to an account needs a confirmation first."""
    if request.user.is_authenticated or request.GET.get("process") == "connect":
        return _connect(request, provider_id)
    return provider_login(request, provider_id)


@login_required
@reauthentication_required
def _connect(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return provider_login(request, provider_id)
