"""From a form to a command: the one shape of every writing page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from muster.journal.acknowledging import note_acknowledged
from muster.journal.once import digest_of, once
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.web import step_up, wording
from muster.web.forms import MusterForm
from muster.web.views.pages import ActorView, page

STEP_UP_CODES = frozenset(
    {"step_up.required", "step_up.wrong", "step_up.too_many", "step_up.empty"}
)
KEY_REUSED = "idempotency.key_reused"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "submission_id", "step_up_password", "step_up_code"})
UNPROCESSABLE = 422


class CommandView(ActorView):
    """GET shows the form; POST runs the command and leads on, or shows again what was typed.

    The same submission sent twice, by a double press or a lost answer, runs once.
    A subclass names its `commands`, gives `run(actor, cleaned)` and `success_url(result)`. With no
    fields of its own the page is a confirmation with one button.
    """

    commands: tuple[Callable[..., Any], ...] = ()
    form_class: type[MusterForm] = MusterForm
    template_name = "web/form.html"
    title = ""
    intro = ""
    submit_label = "Save"
    success_message = ""
    back_label = "Back"
    is_danger = False
    is_download = False  # the answer is a file, and the page stays

    # What a subclass fills in

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        """Call the command with the cleaned values; its answer goes to `success_url`."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        raise NotImplementedError

    def message(self, result: Any) -> str:
        """What the reader is told after success."""
        return self.success_message

    def form_arguments(self) -> dict[str, Any]:
        """Extra arguments of the form, such as its choices."""
        return {}

    def initial(self) -> dict[str, Any]:
        return {}

    def back_url(self) -> str:
        """Where Cancel leads; empty for no such link."""
        return ""

    def context(self) -> dict[str, Any]:
        return {}

    # How it works

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form_class(initial=self.initial(), **self.form_arguments()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(
            request.POST, request.FILES, initial=self.initial(), **self.form_arguments()
        )
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            outcome, is_repeated = self._once(self.confirmed_actor(), form)
        except Refused as refused:
            refused.after_undone()
            return self.refuse(form, refused.refusals)
        if outcome["message"] and not is_repeated:
            messages.success(request, outcome["message"])
        return redirect(outcome["url"])

    def _once(self, actor: Actor, form: MusterForm) -> tuple[dict[str, str], bool]:
        """Run the command once for the form's submission id; a repetition leads to the same page."""

        def write() -> dict[str, str]:
            result = self.run(actor, form.cleaned_data)
            note_acknowledged(actor, self.request.path, form.acknowledged)
            return {"url": str(self.success_url(result)), "message": str(self.message(result))}

        typed = {
            name: values for name, values in self.request.POST.lists() if name not in NOT_TYPED
        }
        files = [
            (name, file.name, file.size)
            for name in self.request.FILES
            for file in self.request.FILES.getlist(name)
        ]
        digest = digest_of(self.request.path, actor.party_id, typed, files)
        key = self.request.POST.get("submission_id", "")[:100]
        return once(f"page:{actor.person_id}", key, digest, write)

    def confirmed_actor(self) -> Actor:
        """The actor, having confirmed presence when the form carried a password or a code."""
        password = self.request.POST.get("step_up_password", "")[:1000]
        code = self.request.POST.get("step_up_code", "").strip()[:40]
        way = step_up.registered()
        if way is None or not (password or code):
            return self.actor
        self.actor = way.check(self.request, password=password, code=code)
        return self.actor

    def refuse(self, form: MusterForm, refusals: Iterable[Refusal]) -> HttpResponse:
        refusals = tuple(refusals)
        about_presence = [each for each in refusals if each.code in STEP_UP_CODES]
        if any(each.code == KEY_REUSED for each in refusals):
            # Sent before and edited since, by way of the Back button: it may go as a new one.
            form.data["submission_id"] = str(uuid.uuid4())
            refusals = (Refusal("submission.changed"),)
        form.add_refusals(each for each in refusals if each.code not in STEP_UP_CODES)
        return self.show(form, status=UNPROCESSABLE, step_up_refusals=about_presence)

    def show(
        self, form: MusterForm, *, status: int = 200, step_up_refusals: list[Refusal] | None = None
    ) -> HttpResponse:
        context = {
            "title": self.title,
            "intro": self.intro,
            "submit_label": self.submit_label,
            "back_url": self.back_url(),
            "back_label": self.back_label,
            "is_danger": self.is_danger,
            "is_download": self.is_download,
            "form": form,
            "step_up": self._step_up_part(step_up_refusals),
            **self.context(),
        }
        return page(self.request, self.template_name, context, status=status)

    def _step_up_part(self, refusals: list[Refusal] | None) -> dict[str, Any] | None:
        """The inline "confirm it is you", at once where a command is known to ask for it."""
        way = step_up.registered()
        if way is None or not (refusals or self._will_ask()):
            return None
        methods = way.methods(self.request)
        wrong = [each for each in refusals or () if each.code != "step_up.required"]
        return {
            "password": step_up.PASSWORD in methods,
            "code": step_up.CODE in methods,
            "url": way.url(self.request),
            "error": " ".join(wording.sentences(wrong)),
        }

    def _will_ask(self) -> bool:
        entries = [getattr(command, "command", None) for command in self.commands]
        return not self.actor.stepped_up and any(entry and entry.step_up for entry in entries)
