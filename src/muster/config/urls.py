"""Root URLs: every room's pages, the JSON API, sign-in, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from muster.config import health
from muster.config.api import api
from muster.config.rooms import ROOMS, door

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("account/", include("muster.members.sign_in_urls")),
]
urlpatterns += [path("", include(f"muster.{room}.urls")) for room in ROOMS if door(room, "urls")]

handler400 = "muster.web.errors.bad_request"
handler403 = "muster.web.errors.forbidden"
handler404 = "muster.web.errors.not_found"
handler429 = "muster.web.errors.too_many"
handler500 = "muster.web.errors.server_error"
