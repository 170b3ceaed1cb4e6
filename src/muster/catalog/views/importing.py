"""Importing from CSV in two steps: look at what would be listed, then list it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.catalog import commands
from muster.catalog.details import SHAPES
from muster.catalog.forms import ImportForm
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, refuse_if
from muster.web.views import PreviewedView
from muster.web.views.pages import ActorView

SHOWN_ROWS = 20


class ImportResources(PreviewedView):
    commands = (commands.import_resources,)
    permission = "resource.import"
    form_class = ImportForm
    template_name = "catalog/import.html"

    def load(self, actor: Actor) -> None:
        self.kind = self.kwargs["kind"]
        if self.kind not in SHAPES:
            raise NotFound("kind")
        self.shape = SHAPES[self.kind]
        self.title = f"Import {self.shape.plural.lower()} from a file"
        self.preview: commands.ImportPreview | None = None

    def look(self, cleaned: dict[str, Any]) -> None:
        self.preview = commands.preview_import(self.actor, kind=self.kind, text=cleaned["text"])
        refuse_if(commands.as_refusal(each) for each in self.preview.errors)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.import_resources(actor, kind=self.kind, text=cleaned["text"])

    def message(self, result: Any) -> str:
        return f"{len(result):,} entries are listed now."

    def success_url(self, result: Any) -> str:
        return reverse("catalog:shares") + f"?kind={self.kind}"

    def back_url(self) -> str:
        return reverse("catalog:shares")

    def context(self) -> dict[str, Any]:
        rows = self.preview.rows[:SHOWN_ROWS] if self.preview and self.preview.is_clean else ()
        return {
            "kind": self.kind,
            "columns": commands.columns_of(self.kind),
            "shown_rows": rows,
            "count": len(self.preview.rows) if self.preview else 0,
            "is_ready": bool(rows),
        }


class ImportTemplate(ActorView):
    """A file to start from."""

    permission = "resource.import"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        response = HttpResponse(commands.template_of(kind), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
        return response
