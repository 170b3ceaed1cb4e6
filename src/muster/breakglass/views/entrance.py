"""`/break-glass/`: in with a passkey, a printed code, a code to a phone, or the word of two."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from muster.breakglass import commands, sessions
from muster.breakglass.forms import CodeForm, PhoneForm, WhoForm
from muster.members.strangers import stranger
from muster.rules.refusal import Refused
from muster.web import errors
from muster.web.navigation import entries_for
from muster.web.views.pages import page

UNPROCESSABLE = 422


class Entrance(View):
    """Open to everybody: whoever needs it has nothing. One code signs in one registered person."""

    commands = (commands.sign_in_with_code,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return entrance(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return entrance(request, form, status=UNPROCESSABLE)
        try:
            return _go_on(request, form.cleaned_data["code"])
        except Refused as refused:
            form.add_refusals(refused.refusals)
            return entrance(request, form, status=UNPROCESSABLE)


def _go_on(request: HttpRequest, code: str) -> HttpResponse:
    """First who it is, unless the code is one person's; with a name chosen, in."""
    proved = commands.prove_code(stranger(request), code=code)
    if proved.person_id is not None:
        return _enter(request, code, proved.person_id)
    if "person_id" not in request.POST:
        return _ask_who(request, WhoForm(initial={"code": code}, people=proved.people), proved)
    who = WhoForm(request.POST, people=proved.people)
    if not who.is_valid():
        return _ask_who(request, who, proved, status=UNPROCESSABLE)
    return _enter(request, code, who.cleaned_data["person_id"])


def entrance(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "phone_form": PhoneForm(auto_id="id_phone_%s")}
    return page(request, "breakglass/entrance.html", context, status=status)


def _ask_who(request: HttpRequest, form: WhoForm, proved: Any, status: int = 200) -> HttpResponse:
    return page(request, "breakglass/who.html", {"form": form, "proved": proved}, status=status)


def _enter(request: HttpRequest, code: str, person_id: Any) -> HttpResponse:
    entered = commands.sign_in_with_code(stranger(request), code=code, person_id=person_id)
    sessions.open_session(request, entered)
    return redirect("breakglass:next")


def next_page(request: HttpRequest) -> HttpResponse:
    """Whoever broke the glass came to ask: straight to the button of the header, where they may."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return redirect("breakglass:entrance")
    actions = [url for _, url in entries_for(actor, "action")]
    return redirect(actions[0] if actions else reverse("web:home"))


class PhoneCode(View):
    """Always the same answer: nobody learns who has an account or a number."""

    commands = (commands.send_phone_code,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not ratelimit.consume(request, action="signup"):
            return errors.too_many(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("breakglass:entrance")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PhoneForm(request.POST, auto_id="id_phone_%s")
        if not form.is_valid():
            context = {"form": CodeForm(), "phone_form": form}
            return page(request, "breakglass/entrance.html", context, status=UNPROCESSABLE)
        commands.send_phone_code(stranger(request), email=form.cleaned_data["email"])
        return page(request, "breakglass/sent.html", {"form": CodeForm()})
