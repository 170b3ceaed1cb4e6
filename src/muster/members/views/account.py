"""One's own account: profile, sessions, tokens, posts; and the network's own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from muster.journal.queries import timeline
from muster.members import commands, forms, queries
from muster.members.middleware import SESSION_KEY
from muster.members.queries.account import token_scopes
from muster.members.strangers import without_a_post
from muster.members.views.people import SHOWN_ONCE
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView


@require_POST
def switch_post(request: HttpRequest) -> HttpResponseBase:
    """Act from another of one's own posts; the session remembers it."""
    wanted = request.POST.get("post", "")
    posts = getattr(request, "posts", None) or []
    if not request.user.is_authenticated:
        return redirect("account_login")
    if wanted not in {post.key for post in posts}:
        raise NotFound("post")
    request.session[SESSION_KEY] = wanted
    onward = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(onward if is_own else "web:home")


class OwnAccount:
    """The account is one's own also while no post is held: to change a password, to sign out."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            request.actor = without_a_post(request)  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Account(OwnAccount, PageView):
    template_name = "members/account.html"

    def context(self) -> dict[str, Any]:
        person = queries.account(self.actor)
        return {
            "person": person,
            "factors": queries.factors(self.actor),
            "sessions": queries.sessions(self.actor),
            "current_session": self.request.session.session_key,
            "tokens": queries.api_tokens(self.actor),
            "facts": timeline(self.actor, person.id, limit=20),
        }


class OfAccount(OwnAccount, CommandView):
    def success_url(self, result: Any) -> str:
        return reverse("members:account")

    def back_url(self) -> str:
        return reverse("members:account")


class EditProfile(OfAccount):
    commands = (commands.edit_profile,)
    form_class = forms.ProfileForm
    title, success_message = "Change your profile", "Your profile is changed."

    def initial(self) -> dict[str, Any]:
        person = queries.account(self.actor)
        return {"name": person.name, "phone": person.phone, "time_zone": person.time_zone}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        changes = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.edit_profile(actor, **changes)


class EndSession(OfAccount):
    commands = (commands.end_session,)
    title, submit_label, is_danger = "Sign a session out", "Sign out there", True
    success_message = "That session is signed out."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.end_session(actor, session_id=self.kwargs["session_id"])


class EndOtherSessions(OfAccount):
    commands = (commands.end_other_sessions,)
    title, submit_label, is_danger = "Sign all other sessions out", "Sign out elsewhere", True

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.end_other_sessions(actor, keep=self.request.session.session_key or "")

    def message(self, result: Any) -> str:
        return f"{result} other session{'' if result == 1 else 's'} signed out."


class CreateToken(OfAccount):
    commands = (commands.create_token,)
    form_class = forms.TokenForm
    title, submit_label = "Make an API token", "Make the token"
    intro = "It acts for you, from the post that you hold now, and is shown once."

    def initial(self) -> dict[str, Any]:
        return {"days": 90}

    def form_arguments(self) -> dict[str, Any]:
        return {"scopes": token_scopes()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        made = commands.create_token(
            actor,
            name=cleaned["name"],
            scopes=cleaned["scopes"],
            days=cleaned["days"],
            carries_authority=cleaned["carries_authority"],
            token_id=cleaned.get("submission_id"),
        )
        self.request.session[SHOWN_ONCE] = {
            "kind": "token",
            "name": made.token.name,
            "secret": made.secret,
            "until": made.token.expires_at.isoformat(),
            "back": reverse("members:account"),
        }
        return made

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")


class RevokeToken(OfAccount):
    commands = (commands.revoke_token,)
    title, submit_label, is_danger = "Revoke the token", "Revoke", True
    success_message = "The token opens nothing any more."

    def load(self, actor: Actor) -> None:
        self.token = queries.get_api_token(actor, self.kwargs["token_id"])
        self.intro = f"{self.token.name} …{self.token.hint}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_token(actor, token_id=self.token.id)


class Networks(PageView):
    """The posts that one holds, over all networks, and the network acted in."""

    template_name = "members/networks.html"

    def context(self) -> dict[str, Any]:
        return {
            "posts": queries.networks_of(self.actor),
            "network": queries.get_network(self.actor),
        }


class EditNetwork(CommandView):
    commands = (commands.edit_network,)
    permission = "network.edit"
    form_class = forms.NetworkForm
    title, success_message = "The network's settings", "The settings are changed."

    def initial(self) -> dict[str, Any]:
        network = queries.get_network(self.actor)
        names = ("name", "time_zone", "currency", "state_code")
        return {name: getattr(network, name) for name in names}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        changes = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.edit_network(actor, **changes)

    def success_url(self, result: Any) -> str:
        return reverse("members:networks")

    def back_url(self) -> str:
        return reverse("members:networks")


class Exercises(PageView):
    template_name = "members/exercises.html"

    def context(self) -> dict[str, Any]:
        return {"exercises": queries.exercises(self.actor)}


class OfExercise(CommandView):
    def success_url(self, result: Any) -> str:
        return reverse("members:exercises")

    def back_url(self) -> str:
        return reverse("members:exercises")


class OpenExercise(OfExercise):
    commands = (commands.open_exercise,)
    permission = "exercise.open"
    form_class = forms.ExerciseForm
    title, submit_label = "Open an exercise", "Open"
    success_message = "The exercise is open."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.open_exercise(
            actor, name=cleaned["name"], exercise_id=cleaned.get("submission_id")
        )


class CloseExercise(OfExercise):
    commands = (commands.close_exercise,)
    permission = "exercise.close"
    title, submit_label, is_danger = "Close the exercise", "Close", True
    success_message = "The exercise is closed."

    def load(self, actor: Actor) -> None:
        self.intro = queries.get_exercise(actor, self.kwargs["exercise_id"]).name

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.close_exercise(actor, exercise_id=self.kwargs["exercise_id"])
