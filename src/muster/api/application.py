"""The JSON application: OpenAPI 3.1, problem documents, cursor pages, idempotency keys."""

from __future__ import annotations

from ninja import NinjaAPI

from muster import __version__


def make_api() -> NinjaAPI:
    """An empty API that the rooms add their routers to."""
    return NinjaAPI(
        title="Muster",
        version=__version__,
        urls_namespace="api-v1",
        docs_url=None,
        openapi_url="/openapi.json",
    )
