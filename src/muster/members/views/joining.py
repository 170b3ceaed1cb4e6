"""For people who cannot sign in yet: an invitation's link, and a recovery's link with its code."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from muster.members import commands, forms, queries
from muster.members.strangers import stranger
from muster.rules.refusal import Refused
from muster.web import errors, wording
from muster.web.views.pages import page


class LinkView(View):
    """Counted per address, so that links and codes cannot be tried out."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not ratelimit.consume(request, action="signup"):
            return errors.too_many(request)
        # The house's referrer policy (same-origin) keeps the link here; "no-referrer" would make
        # browsers send `Origin: null`, and every answer would fail as a forged one.
        return super().dispatch(request, *args, **kwargs)


class Join(LinkView):
    """Shows what the invitation gives; takes a name and a password, or joins the signed-in account."""

    commands = (commands.accept_invitation,)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        offer = queries.invitation_offer(token, stranger(request))
        form = forms.JoinForm(initial={"name": offer.name})
        return self._show(request, offer, form)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        offer = queries.invitation_offer(token, stranger(request))
        form = (
            forms.JoinForm(request.POST) if offer.needs_account else forms.MusterForm(request.POST)
        )
        if not form.is_valid():
            return self._show(request, offer, form, status=422)
        given = {name: form.cleaned_data.get(name, "") for name in ("name", "phone", "password")}
        try:
            commands.accept_invitation(stranger(request), token=token, **given)
        except Refused as refused:
            form.add_refusals(refused.refusals)
            return self._show(request, offer, form, status=422)
        if request.user.is_authenticated:
            messages.success(request, "You have joined. Choose at the top for whom you act.")
            return redirect("web:home")
        messages.success(request, "Your account is made. Sign in with your e-mail and password.")
        return redirect("account_login")

    def _show(
        self, request: HttpRequest, offer: Any, form: forms.MusterForm, status: int = 200
    ) -> HttpResponse:
        words = [wording.sentence(offer.refusal)] if offer.refusal else []
        return page(
            request,
            "members/join.html",
            {"offer": offer, "form": form, "refusals": words},
            status=status,
        )


class UseRecovery(LinkView):
    """The link shows no name and no address: whoever holds it still needs the spoken code."""

    commands = (commands.use_recovery,)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        queries.recovery_of_token(token)
        return page(request, "members/recover.html", {"form": forms.UseRecoveryForm()})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        queries.recovery_of_token(token)
        form = forms.UseRecoveryForm(request.POST)
        if form.is_valid():
            try:
                commands.use_recovery(
                    stranger(request),
                    token=token,
                    code=form.cleaned_data["code"],
                    password=form.cleaned_data["password"],
                )
            except Refused as refused:
                form.add_refusals(refused.refusals)
            else:
                messages.success(request, "Your password is set. Sign in with it.")
                return redirect("account_login")
        return page(request, "members/recover.html", {"form": form}, status=422)
