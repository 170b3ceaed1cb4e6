"""From a form to a file: the one shape of every page that makes something to save."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from muster.rules.refusal import Refused
from muster.web.views.commands import UNPROCESSABLE, CommandView


class DownloadView(CommandView):
    """Answers with the file itself, so it leads nowhere afterwards.

    A subclass gives `run`, which makes the file, and `saved(made)`, its answer. A second press
    makes it again: files are kept nowhere.
    """

    is_download = True

    def saved(self, made: Any) -> HttpResponseBase:
        """The answer that the browser saves."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(
            request.POST, request.FILES, initial=self.initial(), **self.form_arguments()
        )
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            return self.saved(self.run(self.confirmed_actor(), form.cleaned_data))
        except Refused as refused:
            refused.after_undone()
            return self.refuse(form, refused.refusals)
