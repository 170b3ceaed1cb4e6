"""The pages of the agreement room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from muster.agreements import commands, drafts, queries
from muster.agreements.forms import VersionForm
from muster.agreements.plain_words import holiday_words, parts_of
from muster.agreements.views.library import terms_file
from muster.journal.queries import timeline
from muster.members.queries import get_network
from muster.rules.actor import Actor
from muster.web.views import CommandView, PageView
from muster.web.views.pages import ActorView


class AgreementPage(PageView):
    """The version in force, clause by clause."""

    template_name = "agreements/agreement.html"

    def load(self, actor: Actor) -> None:
        self.version = queries.version_in_force(actor)

    def context(self) -> dict[str, Any]:
        if self.version is None:
            return {"version": None}
        other_zone = drafts.other_zone(self.actor, self.version.terms_text)
        return {**whole(self.version), "other_zone": other_zone and other_zone.values}


def whole(version: Any) -> dict[str, Any]:
    """A version with its terms in words."""
    terms = queries.terms_of(version)
    heading = terms.heading
    facts = [
        ("Jurisdiction", heading.jurisdiction),
        ("Edition", heading.version),
        ("Currency", heading.currency),
        ("Days begin and end in", heading.time_zone),
        ("Holidays", holiday_words(heading)),
        (
            "Digest of the terms (SHA-256)",
            format_html('<span class="m-digest">{}</span>', version.terms_sha256),
        ),
    ]
    parts = parts_of(terms)
    return {"version": version, "heading": heading, "heading_facts": facts, "parts": parts}


class VersionPage(AgreementPage):
    """Any one version; for a draft what can be done with it."""

    def load(self, actor: Actor) -> None:
        self.version = queries.get_version(actor, self.kwargs["version_id"])

    def context(self) -> dict[str, Any]:
        version_id = self.kwargs["version_id"]
        facts = timeline(self.actor, version_id)
        return {**super().context(), "is_one_of_many": True, "facts": facts}


class VersionsPage(PageView):
    template_name = "agreements/versions.html"

    def context(self) -> dict[str, Any]:
        return {"versions": queries.versions(self.actor)}


class TermsFile(ActorView):
    """The terms as the file that was read."""

    def get(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        version = queries.get_version(self.actor, version_id)
        return terms_file(version.terms_text, queries.terms_of(version).heading.key)


class DraftVersion(CommandView):
    commands: tuple[Callable[..., Any], ...] = (commands.draft_version,)
    permission = "agreement.draft"
    form_class = VersionForm
    template_name = "agreements/draft.html"
    title = "Draft a version"
    submit_label = "Check and save the draft"
    success_message = "Saved as a draft. It binds nobody until it is put in force."

    def initial(self) -> dict[str, Any]:
        return drafts.start_of_draft(self.actor, self.request.GET.get("from", "")[:100])

    def form_arguments(self) -> dict[str, Any]:
        return {"refusals_for": partial(drafts.refusals_for_draft, self.actor)}

    def context(self) -> dict[str, Any]:
        return {"zone": get_network(self.actor).time_zone}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.draft_version(actor, version_id=cleaned.pop("submission_id"), **cleaned)

    def success_url(self, result: Any) -> str:
        return reverse("agreements:version", args=[result.id])

    def back_url(self) -> str:
        return reverse("agreements:versions")


class AmendVersion(DraftVersion):
    commands = (commands.amend_version,)
    title = "Change the draft"

    def load(self, actor: Actor) -> None:
        self.version = queries.get_version(actor, self.kwargs["version_id"])

    def form_arguments(self) -> dict[str, Any]:
        own = partial(drafts.refusals_for_draft, self.actor, version_id=self.version.id)
        return {"refusals_for": own}

    def initial(self) -> dict[str, Any]:
        version = self.version
        return {
            "label": version.label,
            "title": version.title,
            "terms_text": version.terms_text,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned.pop("submission_id")
        return commands.amend_version(actor, version_id=self.version.id, **cleaned)

    def back_url(self) -> str:
        return reverse("agreements:version", args=[self.version.id])


class PutInForce(CommandView):
    commands = (commands.put_in_force,)
    permission = "agreement.put_in_force"
    submit_label = "Put in force"
    intro = (
        "From this moment new aid requests fall under this version, for every party of the network. "
        "What was opened under the former version stays under it. This cannot be undone; a later "
        "version can take its place."
    )
    success_message = "The version is in force. Every party can read it now."

    def load(self, actor: Actor) -> None:
        self.version = queries.get_version(actor, self.kwargs["version_id"])
        self.title = f"Put version “{self.version.label}” in force"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.put_in_force(actor, version_id=self.version.id)

    def success_url(self, result: Any) -> str:
        return reverse("agreements:agreement")

    def back_url(self) -> str:
        return reverse("agreements:version", args=[self.version.id])
