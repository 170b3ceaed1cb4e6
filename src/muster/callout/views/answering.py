"""Answering: by a link without signing in, signed in, and standing by what somebody answered."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from muster.callout import commands, links, queries
from muster.callout.commands.answering import refusal_of_link
from muster.callout.forms import AnswerForm
from muster.journal.once import digest_of, once
from muster.members.strangers import stranger
from muster.rules.actor import Actor
from muster.rules.callout import LinkRefusal
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.web import errors, wording
from muster.web.views import CommandView
from muster.web.views.pages import page

NOT_FOUND, UNPROCESSABLE = 404, 422


class AnswerByLink(View):
    """One screen for a phone at night. Opening it changes nothing: mail scanners open links too."""

    commands = (commands.answer_by_link,)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = links.find_link(request, token)
        except NotFound:
            return self._unknown(request)
        return self._show(request, link, AnswerForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            link = links.find_link(request, token)
        except NotFound:
            return self._unknown(request)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._show(request, link, form, status=UNPROCESSABLE)

        def write() -> str:
            links.use_link(request, token, **form.reply())
            return request.path

        try:
            key = str(form.cleaned_data["submission_id"] or "")
            # A slow network makes a phone send twice: the same submission is no replay.
            url, _ = once(f"link:{link.id}", key, digest_of(request.path, form.reply()), write)
        except Refused as refused:
            links.note_refusal(link, refused)
            form.add_refusals(
                each for each in refused.refusals if not each.code.startswith(links.PREFIX)
            )
            return self._show(
                request, queries.link_of_token(token), form, refused.refusals, UNPROCESSABLE
            )
        return redirect(url)

    def _show(
        self,
        request: HttpRequest,
        link: Any,
        form: AnswerForm,
        refusals: tuple[Refusal, ...] = (),
        status: int = 200,
    ) -> HttpResponse:
        because = refusal_of_link(link, stranger(request))
        is_replay = because is LinkRefusal.REPLAYED
        words = [Refusal(f"answer.link_{because}")] if because and not is_replay else []
        words += [each for each in refusals if each.code.startswith(links.PREFIX)]
        context = {
            "form": form,
            # Whoever may not answer by it is shown nothing of what it asks.
            "question": None if words else links.question_of(link.ask),
            "ask": link.ask,
            "token": self.kwargs["token"],
            "is_answered": link.ask.answered_at is not None and not words,
            "expires_at": link.expires_at,
            "refusals": list(dict.fromkeys(wording.sentences(words))),
        }
        # Nobody is signed in whose zone it could be: the network's own.
        with timezone.override(ZoneInfo(link.ask.call_out.network.time_zone)):
            return page(request, "callout/answer.html", context, status=status)

    def _unknown(self, request: HttpRequest) -> HttpResponse:
        if links.is_guessing(request):
            return errors.too_many(request)
        words = [wording.sentence(Refusal("answer.link_unknown"))]
        return page(request, "callout/answer.html", {"refusals": words}, status=NOT_FOUND)


class LinkSeen(View):
    """A browser with a person in front of it says that the page is shown; scanners do not."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = links.find_link(request, token)
        except NotFound:
            return HttpResponse(status=NOT_FOUND)
        if refusal_of_link(link, stranger(request)) is None:
            commands.note_seen(link.ask_id)
        return HttpResponse(status=204)


class AnswerCall(CommandView):
    """The same question, signed in: all of it is shown, and the answer can be changed."""

    permission = "call_out.answer"
    commands = (commands.answer_call,)
    form_class = AnswerForm
    template_name = "callout/answer_call.html"
    title = "You are asked"

    def load(self, actor: Actor) -> None:
        self.ask = queries.get_ask(actor, self.kwargs["ask_id"])
        if self.ask.person_id == actor.person_id:
            commands.note_seen(self.ask.id)

    def context(self) -> dict[str, Any]:
        return {
            "ask": self.ask,
            "question": links.question_of(self.ask, is_known=True),
            "is_mine": self.ask.person_id == self.actor.person_id,
            "is_answered": self.ask.answered_at is not None,
            "exercise": self.ask.call_out.exercise,
        }

    def initial(self) -> dict[str, Any]:
        ask = self.ask
        return {"people": ask.people or 1, "hours": 2 if ask.hours is None else ask.hours}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        form = AnswerForm({})
        form.cleaned_data = cleaned
        return commands.answer_call(actor, ask_id=self.ask.id, **form.reply())

    def success_url(self, result: Any) -> str:
        return reverse("callout:call", args=[self.ask.id])

    def message(self, result: Any) -> str:
        return "Thank you. Your answer is noted."

    def back_url(self) -> str:
        return reverse("web:home")


class ApproveAnswer(CommandView):
    """Somebody of the own party says that help is coming: whoever may offer stands by it."""

    permission = "call_out.approve"
    commands = (commands.approve_answer,)
    title = "Make it your party's offer"
    submit_label = "Offer it"

    def load(self, actor: Actor) -> None:
        self.ask = queries.get_ask(actor, self.kwargs["ask_id"])

    def context(self) -> dict[str, Any]:
        ask = self.ask
        reasons = wording.sentences(Refusal(code) for code in ask.stuck_because)
        return {
            "intro": f"Somebody of your party answered for {ask.call_out.aid_request.reference}: "
            f"{ask.people} coming, in {ask.hours} hours. An offer reserves nothing until it is "
            f"accepted. {' '.join(reasons)}",
            "exercise": ask.call_out.exercise,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.approve_answer(actor, ask_id=self.ask.id)

    def success_url(self, result: Any) -> str:
        return reverse("aid:offer", args=[result.offer_id])

    def message(self, result: Any) -> str:
        return "Offered. You can still withdraw it until it is accepted."

    def back_url(self) -> str:
        return reverse("aid:request", args=[self.ask.call_out.aid_request_id])
