"""Forms as pages: the list of blank ones, and each as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from muster.exchange import answers, queries
from muster.web.views import PageView
from muster.web.views.pages import ActorView


class BlankForms(PageView):
    template_name = "exchange/forms.html"

    def context(self) -> dict[str, Any]:
        return {"forms": queries.forms()}


class BlankSet(ActorView):
    """Every form, blank, in one PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answers.pdf(queries.blank_set(self.actor), "blank-forms")


class FormPdf(ActorView):
    """One form on paper, filled where the address names a thing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, subject_id = self.kwargs["form_key"], self.kwargs.get("subject_id")
        return answers.pdf(queries.form_pdf(self.actor, key, subject_id), key)


class FormJson(ActorView):
    """One form as data, filled where the address names a thing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, subject_id = self.kwargs["form_key"], self.kwargs.get("subject_id")
        return answers.json_file(queries.form_json(self.actor, key, subject_id), key)
