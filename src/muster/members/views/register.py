"""The register of parties, a party's page, its contacts and standing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from muster.journal.queries import timeline
from muster.members import commands, forms, queries
from muster.rules.actor import Actor
from muster.rules.lifecycle import STANDING, allowed_actions
from muster.rules.permissions import is_permitted
from muster.web.display import label_text
from muster.web.forms import MusterForm
from muster.web.views import CommandView, PageView, page


class Parties(PageView):
    template_name = "members/parties.html"

    def context(self) -> dict[str, Any]:
        counties = queries.counties(self.actor)
        form = forms.FilterForm(self.request.GET, counties=counties)
        form.is_valid()
        chosen = {
            name: form.cleaned_data.get(name, "")
            for name in ("search", "kind", "county", "standing")
        }
        found = queries.parties(
            self.actor, cursor=self.request.GET.get("after", "")[:500] or None, **chosen
        )
        return {
            "page": found,
            "form": form,
            "is_filtered": any(chosen.values()),
        }


class PartyPage(PageView):
    template_name = "members/party.html"

    def load(self, actor: Actor) -> None:
        self.party = queries.get_party(actor, self.kwargs["party_id"])

    def context(self) -> dict[str, Any]:
        party, actor = self.party, self.actor
        may_act = queries.may_act_for(actor, party.id)
        return {
            "party": party,
            "membership": party.membership,  # type: ignore[attr-defined]
            "contacts": queries.contacts(actor, party.id),
            "sees_contacts": queries.may_see_contacts(actor, party.id),
            "people": queries.role_holders(actor, party.id),
            "may_edit": may_act and is_permitted(actor, "party.edit"),
            "may_edit_contacts": may_act and is_permitted(actor, "contact.edit"),
            "may_manage_people": may_act and is_permitted(actor, "role.grant"),
            "facts": timeline(actor, party.id, limit=30),
        }


def party_url(party_id: UUID) -> str:
    return reverse("members:party", args=[party_id])


class OfParty(CommandView):
    """A writing page about one party."""

    def load(self, actor: Actor) -> None:
        self.party = queries.get_party(actor, self.kwargs["party_id"])

    def back_url(self) -> str:
        return party_url(self.party.id)

    def success_url(self, result: Any) -> str:
        return party_url(self.party.id)


class AddParty(CommandView):
    commands = (commands.add_party,)
    permission = "party.add"
    form_class: type[MusterForm] = forms.AddPartyForm
    title, submit_label = "Add a party", "Add"
    success_message = "The party is on the register."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = dict(cleaned)
        party_id = cleaned.pop("submission_id", None)
        return commands.add_party(actor, new_party_id=party_id, **cleaned)

    def success_url(self, result: Any) -> str:
        return party_url(result.id)

    def back_url(self) -> str:
        return reverse("members:parties")


class AddKnownParty(AddParty):
    form_class = forms.AddKnownPartyForm
    title = "Add a party of another network"
    intro = "For a party of a network in which you hold a post too."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_party(actor, party_id=cleaned["party_id"], standing=cleaned["standing"])


class EditParty(OfParty):
    commands = (commands.edit_party,)
    permission = "party.edit"
    title, success_message = "Correct the party's facts", "The facts are corrected."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        is_officer = is_permitted(actor, "party.change_standing")
        self.form_class = forms.MembershipForm if is_officer else forms.PartyForm

    def initial(self) -> dict[str, Any]:
        membership = self.party.membership  # type: ignore[attr-defined]
        return {
            name: getattr(self.party, name, None)
            if hasattr(self.party, name)
            else getattr(membership, name)
            for name in self.form_class.base_fields
            if name != "submission_id"
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        # What stays as it is must not be refused to somebody who may not change it.
        before = self.initial()
        changes = {
            name: value
            for name, value in cleaned.items()
            if name in before and (value if value != "" else "") != before[name]
        }
        return commands.edit_party(actor, party_id=self.party.id, **changes)


class ChangeStanding(OfParty):
    commands = (commands.change_standing,)
    permission = "party.change_standing"
    form_class = forms.StandingForm
    title, success_message = "Change the standing", "The standing is changed."

    def form_arguments(self) -> dict[str, Any]:
        standing = self.party.membership.standing  # type: ignore[attr-defined]
        actions = [
            action
            for action in allowed_actions(STANDING, standing)
            if STANDING.step(standing, action).permission  # type: ignore[union-attr]
        ]
        return {"actions": [(action, label_text(action)) for action in actions]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.change_standing(
            actor, party_id=self.party.id, action=cleaned["action"], reason=cleaned["reason"]
        )


class ImportParties(CommandView):
    """First shows what the file would add; only the second press adds it."""

    commands = (commands.import_parties,)
    permission = "party.import"
    form_class = forms.ImportForm
    template_name = "members/import.html"
    title, submit_label = "Import parties", "Check the file"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = forms.ImportForm(request.POST, request.FILES, initial=self.initial())
        if not form.is_valid():
            return self.show(form, status=422)
        upload = form.cleaned_data["file"]
        content = upload.read(1_000_001) if upload else form.cleaned_data["content"]
        preview = queries.preview_import(self.actor, content)
        if preview.refusals:
            form.add_refusals(preview.refusals[:20])
            return self.show(form, status=422)
        if "save" in request.POST:
            return super().post(request, *args, **kwargs)
        words = content if isinstance(content, str) else content.decode("utf-8-sig")
        return page(
            request,
            "members/import_preview.html",
            {
                "rows": preview.rows,
                "content": words,
                "submission_id": form["submission_id"].value(),
            },
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.import_parties(actor, content=cleaned["content"])

    def message(self, result: Any) -> str:
        return f"{len(result)} parties are on the register."

    def success_url(self, result: Any) -> str:
        return reverse("members:parties")

    def back_url(self) -> str:
        return reverse("members:parties")


class AddContact(OfParty):
    commands = (commands.add_contact,)
    permission = "contact.edit"
    form_class = forms.ContactForm
    title, submit_label = "Add a contact", "Add"
    success_message = "The contact is added, last in call order."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = dict(cleaned)
        contact_id = cleaned.pop("submission_id", None)
        return commands.add_contact(actor, party_id=self.party.id, contact_id=contact_id, **cleaned)


class OfContact(CommandView):
    """A writing page about one contact."""

    permission = "contact.edit"

    def load(self, actor: Actor) -> None:
        self.contact = queries.get_contact(actor, self.kwargs["contact_id"])

    def success_url(self, result: Any) -> str:
        return party_url(self.contact.party_id)

    def back_url(self) -> str:
        return party_url(self.contact.party_id)


class EditContact(OfContact):
    commands = (commands.edit_contact,)
    form_class = forms.ContactForm
    title, success_message = "Correct the contact", "The contact is corrected."

    def initial(self) -> dict[str, Any]:
        names = ("kind", "name", "position_title", "phone", "email", "note")
        return {name: getattr(self.contact, name) for name in names}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        changes = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.edit_contact(actor, contact_id=self.contact.id, **changes)


class RemoveContact(OfContact):
    commands = (commands.remove_contact,)
    title, submit_label, is_danger = "Remove the contact", "Remove", True
    success_message = "The contact is removed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.remove_contact(actor, contact_id=self.contact.id)


class OrderContacts(OfParty):
    commands = (commands.reorder_contacts,)
    permission = "contact.edit"
    form_class = forms.OrderForm
    title, success_message = "Set the call order", "The call order is set."
    intro = "Whom to call first gets the smallest number."

    def form_arguments(self) -> dict[str, Any]:
        contacts = queries.contacts(self.actor, self.party.id)
        return {"people": [(str(each.id), each.name, n) for n, each in enumerate(contacts, 1)]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        places = {
            UUID(name.removeprefix("place_")): place
            for name, place in cleaned.items()
            if name.startswith("place_")
        }
        wanted = sorted(places, key=lambda contact_id: places[contact_id])
        return commands.reorder_contacts(actor, party_id=self.party.id, contact_ids=wanted)


class VerifyContacts(OfParty):
    commands = (commands.verify_contacts,)
    permission = "contact.edit"
    title, submit_label = "State that all numbers were tried", "They answer"
    intro = "Do this after calling each number. The register then shows when it was last checked."
    success_message = "Noted on every contact."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.verify_contacts(actor, party_id=self.party.id)


def own_party(request: HttpRequest) -> HttpResponseBase:
    """The page of the party acted for; an officer without one gets the register."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return redirect_to_login(request.get_full_path())
    if actor.party_id is None:
        return redirect("members:parties")
    return redirect("members:party", party_id=actor.party_id)
