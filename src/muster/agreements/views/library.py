"""The ready terms, any terms as a document, and two of them side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from muster.agreements import queries, side_by_side
from muster.agreements.documents.contents import document_of
from muster.agreements.documents.paper import count_words, document_pdf
from muster.agreements.plain_words import figures_of, parts_of
from muster.agreements.ready_terms import get_ready_terms, ready_terms
from muster.rules.actor import Actor
from muster.rules.terms import Terms
from muster.web.views import PageView
from muster.web.views.pages import ActorView

LONGEST_CHOICE = 100


class LibraryPage(PageView):
    """The terms files that Muster brings along."""

    template_name = "agreements/library.html"

    def context(self) -> dict[str, Any]:
        found = [(each, figures_of(each.terms)) for each in ready_terms()]
        in_force = queries.version_in_force(self.actor)
        return {"found": found, "in_force": in_force}


class ReadyPage(PageView):
    """One ready file, clause by clause."""

    template_name = "agreements/ready.html"

    def load(self, actor: Actor) -> None:
        self.ready = get_ready_terms(self.kwargs["terms_key"])

    def context(self) -> dict[str, Any]:
        in_force = queries.version_in_force(self.actor)
        parts = parts_of(self.ready.terms)
        return {"ready": self.ready, "parts": parts, "in_force": in_force}


class ReadyFile(ActorView):
    """One ready file as it is."""

    def get(self, request: HttpRequest, terms_key: str) -> HttpResponse:
        return terms_file(get_ready_terms(terms_key).text, terms_key)


class ReadyDocument(PageView):
    """A ready file as a document."""

    template_name = "agreements/document.html"

    def load(self, actor: Actor) -> None:
        self.ready = get_ready_terms(self.kwargs["terms_key"])

    def context(self) -> dict[str, Any]:
        # `version` is Muster's own where a page does not say otherwise.
        return {**written_out(self.ready.terms), "ready": self.ready, "version": None}


class ReadyPaper(ActorView):
    """The same on paper."""

    def get(self, request: HttpRequest, terms_key: str) -> HttpResponse:
        ready = get_ready_terms(terms_key)
        state = "Brought along with Muster; in force nowhere by itself."
        return paper(document_pdf(ready.terms, ready.text, state), terms_key)


class VersionDocument(PageView):
    """A version of the network's agreement as a document."""

    template_name = "agreements/document.html"

    def load(self, actor: Actor) -> None:
        self.version = queries.get_version(actor, self.kwargs["version_id"])

    def context(self) -> dict[str, Any]:
        return {**written_out(queries.terms_of(self.version)), "version": self.version}


class VersionPaper(ActorView):
    """The same on paper."""

    def get(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        version = queries.get_version(self.actor, version_id)
        state = f"Version {version.label}, {version.state.replace('_', ' ')}."
        terms = queries.terms_of(version)
        return paper(document_pdf(terms, version.terms_text, state), terms.heading.key)


class ComparePage(PageView):
    """Two agreements side by side: only what differs, or everything."""

    template_name = "agreements/compare.html"

    def load(self, actor: Actor) -> None:
        asked = self.request.GET
        first_left, first_right = side_by_side.first_choices(actor)
        left = asked.get("left", first_left)[:LONGEST_CHOICE]
        right = asked.get("right", first_right)[:LONGEST_CHOICE]
        self.everything = asked.get("all") == "1"
        self.compared = side_by_side.side_by_side(actor, left, right, self.everything)

    def context(self) -> dict[str, Any]:
        return {
            "compared": self.compared,
            "choices": side_by_side.choices(self.actor),
            "everything": self.everything,
        }


def written_out(terms: Terms) -> dict[str, Any]:
    """What the document's page shows."""
    document = document_of(terms)
    return {"document": document, "counts": count_words(document)}


def terms_file(text: str, key: str) -> HttpResponse:
    """A terms file to keep."""
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.toml"'
    return response


def paper(content: bytes, key: str) -> HttpResponse:
    """A document on paper, shown in the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{key}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
