"""The pages of the agreement room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from muster.agreements import commands, queries
from muster.agreements.forms import AttestationForm, VersionForm, WithdrawForm
from muster.agreements.plain_words import parts_of
from muster.journal import clock
from muster.journal.queries import timeline
from muster.rules.actor import Actor
from muster.rules.attesting import longest_validity
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
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
        return whole(self.version)


def whole(version: Any) -> dict[str, Any]:
    """A version with its terms in words."""
    terms = queries.terms_of(version)
    heading = terms.heading
    facts = [
        ("Jurisdiction", heading.jurisdiction),
        ("Edition", heading.version),
        ("Currency", heading.currency),
        ("Days begin and end in", heading.time_zone),
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
        return {**whole(self.version), "is_one_of_many": True, "facts": facts}


class VersionsPage(PageView):
    template_name = "agreements/versions.html"

    def context(self) -> dict[str, Any]:
        return {"versions": queries.versions(self.actor)}


class TermsFile(ActorView):
    """The terms as the file that was read."""

    def get(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        version = queries.get_version(self.actor, version_id)
        response = HttpResponse(version.terms_text, content_type="text/plain; charset=utf-8")
        name = queries.terms_of(version).heading.key
        response["Content-Disposition"] = f'attachment; filename="{name}.toml"'
        return response


class DraftVersion(CommandView):
    commands: tuple[Callable[..., Any], ...] = (commands.draft_version,)
    permission = "agreement.draft"
    form_class = VersionForm
    template_name = "agreements/draft.html"
    title = "Draft a version"
    submit_label = "Check and save the draft"
    success_message = "Saved as a draft. It binds nobody until it is put in force."

    def initial(self) -> dict[str, Any]:
        return queries.start_of_draft(self.actor)

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


class BaselinePage(PageView):
    """Which parties meet the baseline; the items behind it only for those who may look."""

    template_name = "agreements/baseline.html"

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        page = queries.baseline_overview(self.actor, clock.now(), cursor)
        return {
            "page": page,
            "items": queries.baseline_items(self.actor),
            "sees_items": self.actor.is_network_officer,
        }


class OwnAttestations(ActorView):
    """To one's own party's attestations; officers without a party see everybody's baseline."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.actor.party_id is None:
            return redirect("agreements:baseline")
        return redirect("agreements:attestations_of", self.actor.party_id)


class AttestationsPage(PageView):
    template_name = "agreements/attestations.html"

    def load(self, actor: Actor) -> None:
        party_id = self.kwargs["party_id"]
        self.attestations = queries.attestations(actor, party_id)
        self.party_name = queries.party_name(actor, party_id)

    def context(self) -> dict[str, Any]:
        party_id = self.kwargs["party_id"]
        titles = {item.id: item.title for item in queries.baseline_items(self.actor)}
        may_withdraw = self.actor.is_coordinator or self.actor.party_id == party_id
        may_withdraw = may_withdraw and is_permitted(self.actor, "attestation.withdraw")
        attested = [
            (each, titles.get(each.item_key, each.item_key.replace("_", " ")))
            for each in self.attestations
        ]
        return {
            "party_id": party_id,
            "party_name": self.party_name,
            "is_own": self.actor.party_id == party_id,
            "baseline": queries.baseline(self.actor, party_id, clock.now()),
            "free_hours": queries.free_hours(self.actor),
            "attested": attested,
            "may_withdraw": may_withdraw,
        }


class Attest(CommandView):
    commands = (commands.make_attestation,)
    permission = "attestation.make"
    form_class = AttestationForm
    submit_label = "Attest"
    success_message = "Attested. You are reminded before it lapses."

    def load(self, actor: Actor) -> None:
        self.item = queries.get_baseline_item(actor, self.kwargs["item_key"])
        self.title = f"Attest: {self.item.title}"
        self.intro = (
            "You give your party's word, under your name. The agreement lets it hold for "
            f"{self.item.valid_days} days at most."
        )

    def initial(self) -> dict[str, Any]:
        day = queries.network_day(self.actor, clock.now())
        return {"valid_until": longest_validity(self.item, day)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        upload = cleaned["evidence"]
        return commands.make_attestation(
            actor,
            item_key=self.item.id,
            statement=cleaned["statement"],
            valid_until=cleaned["valid_until"],
            evidence=(upload.name, upload.read()) if upload else None,
            attestation_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("agreements:attestations_of", args=[result.party_id])

    def back_url(self) -> str:
        return reverse("agreements:attestations")


class WithdrawAttestation(CommandView):
    commands = (commands.withdraw_attestation,)
    permission = "attestation.withdraw"
    form_class = WithdrawForm
    title = "Withdraw the attestation"
    intro = "Aid requests that are open already keep what was frozen into them."
    submit_label = "Withdraw"
    success_message = "Withdrawn. The baseline counts without it from now on."
    is_danger = True

    def load(self, actor: Actor) -> None:
        self.attestation = queries.get_attestation(actor, self.kwargs["attestation_id"])
        if self.attestation.party_id != actor.party_id and not actor.is_coordinator:
            raise NotFound("attestation")

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_attestation(
            actor, attestation_id=self.attestation.id, reason=cleaned["reason"]
        )

    def success_url(self, result: Any) -> str:
        return reverse("agreements:attestations_of", args=[result.party_id])

    def back_url(self) -> str:
        return reverse("agreements:attestations_of", args=[self.attestation.party_id])
