"""The pages of the frame itself: home, robots, the manifest, the worker, the icon."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from muster.web import app_shell, todo
from muster.web.views.pages import page


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """For a stranger what Muster is; for the signed-in what needs them now."""
    actor = getattr(request, "actor", None)
    if actor is None:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return page(request, "web/no_post.html")
        return page(request, "web/welcome.html")
    return page(request, "web/home.html", {"todos": todo.todos_for(actor)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How Muster works, in the order in which things happen; the same for everyone."""
    return page(request, "web/help.html")


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    return redirect(static("web/favicon.svg"))


@require_safe
@cache_control(public=True, max_age=3_600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install Muster."""
    content = {
        "id": "/",
        "name": "Muster",
        "short_name": "Muster",
        "description": "Ask for help, send it, bring it home, settle.",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#162e51",
        "icons": [
            _icon("icon.svg", "any", "image/svg+xml"),
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("maskable-512.png", "512x512", purpose="maskable"),
        ],
        "shortcuts": [{"name": "Without a network", "url": "/offline/"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icon(name: str, sizes: str, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    source = static(f"web/icons/{name}")
    return {"src": source, "sizes": sizes, "type": kind, "purpose": purpose}


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: from the root, so that it stands behind every page; always asked anew."""
    source = app_shell.worker_source()
    if "sends" in request.GET:
        source = app_shell.sending_source() + source
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
