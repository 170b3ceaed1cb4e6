"""The JSON application: OpenAPI 3.1, problem documents, cursor pages, idempotency keys."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from muster import __version__
from muster.api import problems
from muster.api.parsing import StorableParser

DESCRIPTION = """Everything that a page of Muster can do.

Sign in with a personal token (`Authorization: Bearer …`). Lists answer `items` and `next`; pass
`next` as `cursor`. Every write takes an `Idempotency-Key`. Refusals are problem documents
(`application/problem+json`) whose `reasons` name a stable code, a sentence and the input to mend.
Amounts are text with a currency; moments are RFC 3339 in UTC.
"""


class MusterAPI(NinjaAPI):
    """Writes its document once: that takes seconds, and every later answer is the same."""

    _written: OpenAPISchema | None = None

    def get_openapi_schema(self, **place: Any) -> OpenAPISchema:
        if self._written is None:
            self._written = super().get_openapi_schema(**place)
        return self._written


def make_api() -> NinjaAPI:
    """An empty API that the rooms add their routers to."""
    api = MusterAPI(
        title="Muster",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace="api-v1",
        parser=StorableParser(),
        docs_url=None,
        openapi_url="/openapi.json",
    )
    problems.install(api)
    return api
