"""From a form to a look, and from the look to a command: imports show first what they would do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from muster.rules.refusal import Refused
from muster.web.views.commands import UNPROCESSABLE, CommandView


class PreviewedView(CommandView):
    """The first press shows what would happen and writes nothing; the button `confirm` does it.

    A subclass gives `look(cleaned)`, which keeps what was found for `context` and raises `Refused`
    where nothing of it can be done.
    """

    def look(self, cleaned: dict[str, Any]) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "confirm" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            self.look(form.cleaned_data)
        except Refused as refused:
            refused.after_undone()
            return self.refuse(form, refused.refusals)
        return self.show(form)
