"""People of a party, roles and offices, invitations, accounts switched off and recovered, review."""

from __future__ import annotations

import csv
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.members import commands, forms, queries
from muster.members.queries import choices
from muster.members.views.register import OfParty
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView

SHOWN_ONCE = "members.shown_once"


def link_to(request: HttpRequest, name: str, token: str) -> str:
    """A link that works outside: with the address that people type."""
    return settings.MUSTER_BASE_URL + reverse(name, args=[token])


class People(PageView):
    template_name = "members/people.html"

    def load(self, actor: Actor) -> None:
        self.party = queries.get_party(actor, self.kwargs["party_id"])

    def context(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "people": queries.role_holders(self.actor, self.party.id),
            "invitations": queries.invitations(self.actor, self.party.id),
            "may_manage": queries.may_act_for(self.actor, self.party.id),
        }


class Officers(PageView):
    template_name = "members/officers.html"

    def context(self) -> dict[str, Any]:
        open_ones = queries.invitations(self.actor)
        return {
            "network": queries.get_network(self.actor),
            "people": queries.network_officers(self.actor),
            "invitations": [each for each in open_ones if each.party_id is None],
        }


class InvitePerson(OfParty):
    commands = (commands.invite_person,)
    permission = "person.invite"
    form_class = forms.InviteForm
    title, submit_label = "Invite a person", "Make the link"
    intro = "You get a link, once, to give to them. It opens an account with the roles chosen here."

    def form_arguments(self) -> dict[str, Any]:
        return {"roles": choices.PARTY_ROLES}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        invited = commands.invite_person(
            actor,
            email=cleaned["email"],
            name=cleaned["name"],
            party_id=self.party.id,
            party_roles=cleaned["roles"],
            invitation_id=cleaned.get("submission_id"),
        )
        return remember_link(self.request, invited)

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")

    def back_url(self) -> str:
        return reverse("members:people", args=[self.party.id])


def remember_link(request: HttpRequest, invited: Any) -> Any:
    """Keep the link for the one page that shows it."""
    invitation = invited.invitation
    back = (
        reverse("members:people", args=[invitation.party_id])
        if invitation.party_id
        else reverse("members:officers")
    )
    request.session[SHOWN_ONCE] = {
        "kind": "invitation",
        "name": invitation.name,
        "secret": link_to(request, "members:join", invited.token),
        "until": invitation.expires_at.isoformat(),
        "back": back,
    }
    return invited


class InviteOfficer(CommandView):
    commands = (commands.invite_person,)
    permission = "network_role.grant"
    form_class = forms.InviteForm
    title, submit_label = "Invite an officer of the network", "Make the link"

    def form_arguments(self) -> dict[str, Any]:
        return {"roles": choices.NETWORK_ROLES}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        invited = commands.invite_person(
            actor,
            email=cleaned["email"],
            name=cleaned["name"],
            network_roles=cleaned["roles"],
            invitation_id=cleaned.get("submission_id"),
        )
        return remember_link(self.request, invited)

    def success_url(self, result: Any) -> str:
        return reverse("members:shown_once")

    def back_url(self) -> str:
        return reverse("members:officers")


class WithdrawInvitation(CommandView):
    commands = (commands.withdraw_invitation,)
    permission = "person.withdraw_invitation"
    title, submit_label, is_danger = "Withdraw the invitation", "Withdraw", True
    success_message = "The link opens nothing any more."

    def load(self, actor: Actor) -> None:
        self.invitation = queries.get_invitation(actor, self.kwargs["invitation_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_invitation(actor, invitation_id=self.invitation.id)

    def success_url(self, result: Any) -> str:
        if self.invitation.party_id is None:
            return reverse("members:officers")
        return reverse("members:people", args=[self.invitation.party_id])

    def back_url(self) -> str:
        return self.success_url(None)


class GrantRole(OfParty):
    commands = (commands.grant_party_role,)
    permission = "role.grant"
    form_class = forms.GrantForm
    title, submit_label = "Give a role", "Give the role"
    intro = "To people who already have an account here. Others are invited."
    success_message = "The role counts from now."

    def form_arguments(self) -> dict[str, Any]:
        people = queries.grantable_people(self.actor)
        return {
            "people": [(str(each.id), each.name) for each in people],
            "roles": choices.PARTY_ROLES,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.grant_party_role(
            actor,
            party_id=self.party.id,
            person_id=UUID(cleaned["person_id"]),
            role=cleaned["role"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("members:people", args=[self.party.id])

    def back_url(self) -> str:
        return self.success_url(None)


class RevokeRole(OfParty):
    commands = (commands.revoke_party_role,)
    permission = "role.revoke"
    title, submit_label, is_danger = "Take a role back", "Take it back", True
    success_message = "The role ended at once."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        holders = queries.role_holders(actor, self.party.id)
        wanted, role = self.kwargs["person_id"], self.kwargs["role"]
        found = [each for each in holders if each.person_id == wanted and role in each.roles]
        if not found:
            raise NotFound("role")
        self.intro = f"{found[0].name} will no longer be {role.replace('_', ' ')}."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_party_role(
            actor,
            party_id=self.party.id,
            person_id=self.kwargs["person_id"],
            role=self.kwargs["role"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("members:people", args=[self.party.id])

    def back_url(self) -> str:
        return self.success_url(None)


class OfOffice(CommandView):
    def success_url(self, result: Any) -> str:
        return reverse("members:officers")

    def back_url(self) -> str:
        return reverse("members:officers")


class GrantOffice(OfOffice):
    commands = (commands.grant_network_role,)
    permission = "network_role.grant"
    form_class = forms.GrantForm
    title, submit_label = "Give an office of the network", "Give the office"
    success_message = "The office counts from now."

    def form_arguments(self) -> dict[str, Any]:
        people = queries.grantable_people(self.actor)
        return {
            "people": [(str(each.id), each.name) for each in people],
            "roles": choices.NETWORK_ROLES,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.grant_network_role(
            actor, person_id=UUID(cleaned["person_id"]), role=cleaned["role"]
        )


class RevokeOffice(OfOffice):
    commands = (commands.revoke_network_role,)
    permission = "network_role.revoke"
    title, submit_label, is_danger = "Take an office back", "Take it back", True
    success_message = "The office ended at once."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_network_role(
            actor, person_id=self.kwargs["person_id"], role=self.kwargs["role"]
        )


class PersonPage(PageView):
    """An account as its own party and the officers see it."""

    template_name = "members/person.html"

    def load(self, actor: Actor) -> None:
        self.person = queries.get_person(actor, self.kwargs["person_id"])

    def context(self) -> dict[str, Any]:
        return {
            "person": self.person,
            "rows": queries.access_of(self.actor, self.person.id),
            "recovery": queries.open_recovery(self.actor, self.person.id),
        }


class OfPerson(CommandView):
    def load(self, actor: Actor) -> None:
        self.person = queries.get_person(actor, self.kwargs["person_id"])

    def success_url(self, result: Any) -> str:
        return reverse("members:person", args=[self.person.id])

    def back_url(self) -> str:
        return reverse("members:person", args=[self.person.id])


class DeactivatePerson(OfPerson):
    commands = (commands.deactivate_person,)
    permission = "person.deactivate"
    form_class = forms.ReasonForm
    title, submit_label, is_danger = "Switch the account off", "Switch off", True
    intro = (
        "Every session and token of this person ends at once. Roles stay listed until taken back."
    )
    success_message = "The account is off and signed out everywhere."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.deactivate_person(actor, person_id=self.person.id, reason=cleaned["reason"])


class ReactivatePerson(OfPerson):
    commands = (commands.reactivate_person,)
    permission = "person.reactivate"
    title, submit_label = "Switch the account on again", "Switch on"
    success_message = "The account is on again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.reactivate_person(actor, person_id=self.person.id)


class ShownOnce(PageView):
    """A link, a code or a token, this one time: what is shown is forgotten."""

    template_name = "members/shown_once.html"

    def context(self) -> dict[str, Any]:
        return {"shown": self.request.session.pop(SHOWN_ONCE, None)}


class AccessReview(PageView):
    template_name = "members/access_review.html"
    permission = "access.review"

    def context(self) -> dict[str, Any]:
        return {"rows": queries.access_review(self.actor)}


class AccessReviewFile(PageView):
    permission = "access.review"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="access-review.csv"'
        response["Cache-Control"] = "private, no-store"
        writer = csv.writer(response)
        writer.writerow(
            [
                "person",
                "email",
                "active",
                "party",
                "role",
                "since",
                "last sign-in",
                "factors",
                "tokens",
            ]
        )
        for row in queries.access_review(self.actor):
            writer.writerow(
                [
                    as_text(row.name),
                    as_text(row.email),
                    "yes" if row.is_active else "no",
                    as_text(row.party_name or "(network)"),
                    row.role,
                    row.since.isoformat(),
                    row.last_sign_in.isoformat() if row.last_sign_in else "never",
                    " ".join(row.factors) or "password only",
                    row.live_tokens,
                ]
            )
        return response


def as_text(words: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
