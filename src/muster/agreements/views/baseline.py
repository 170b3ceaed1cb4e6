"""The security baseline: who meets it, what was attested, attesting and withdrawing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from muster.agreements import commands, queries
from muster.agreements.forms import AttestationForm, ReviewForm, WithdrawForm
from muster.files.downloads import download
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.attesting import longest_validity
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.rules.terms.frameworks import IDENTIFIERS
from muster.web.views import CommandView, PageView
from muster.web.views.pages import ActorView

PEOPLE_NAMED = {
    "coordinator": "the coordinator",
    "auditor": "the auditor",
    "parties": "every party that is bound",
}
UNNAMED = "An item of an earlier agreement"


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


class Identifiers(PageView):
    """What a baseline item may cite, and which items of the agreement in force cite it."""

    template_name = "agreements/identifiers.html"

    def context(self) -> dict[str, Any]:
        cited: dict[str, list[str]] = {}
        for item in queries.baseline_items(self.actor):
            for reference in item.references:
                cited.setdefault(reference, []).append(item.title)
        return {
            "rows": [(each, about, cited.get(each, [])) for each, about in IDENTIFIERS.items()],
            "own": [(each, cited[each]) for each in cited if each not in IDENTIFIERS],
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
        titles = queries.item_titles(self.actor)
        in_force = {item.id for item in queries.baseline_items(self.actor)}
        may_withdraw = self.actor.is_coordinator or self.actor.party_id == party_id
        may_withdraw = may_withdraw and is_permitted(self.actor, "attestation.withdraw")
        attested = [
            (each, titles.get(each.item_key, UNNAMED), each.item_key in in_force)
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
            "may_review": queries.may_review(self.actor, party_id),
            **self._named(),
            "opens_evidence": queries.may_open_evidence(self.actor, party_id),
        }

    def _named(self) -> dict[str, Any]:
        """Whom the agreement names to review, and to read the evidence beside its owner."""
        version = queries.version_in_force(self.actor)
        if version is None:
            return {}
        term = queries.terms_of(version).baseline
        return {
            "needs_review": term.reviewed,
            "reviewers": [PEOPLE_NAMED[each.value] for each in term.reviewed_by],
            "readers": [PEOPLE_NAMED[each.value] for each in term.evidence_seen_by],
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


class ReviewAttestation(CommandView):
    """A reviewer reads the statement and the evidence, and accepts or returns it."""

    commands = (commands.review_attestation,)
    permission = "attestation.review"
    form_class = ReviewForm
    title, submit_label = "Review the attestation", "Save"
    success_message = "The party is told."

    def load(self, actor: Actor) -> None:
        self.attestation = queries.get_attestation(actor, self.kwargs["attestation_id"])
        name = queries.party_name(actor, self.attestation.party_id)
        self.intro = f"{name} attests: {self.attestation.statement}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.review_attestation(
            actor,
            attestation_id=self.attestation.id,
            accepts=cleaned["answer"] == "accept",
            reason=cleaned["reason"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("agreements:attestations_of", args=[result.party_id])

    def back_url(self) -> str:
        return reverse("agreements:attestations_of", args=[self.attestation.party_id])


class Evidence(ActorView):
    """The evidence, for its owner and those whom the agreement names."""

    def get(self, request: HttpRequest, attestation_id: UUID) -> HttpResponse:
        return download(*queries.evidence(self.actor, attestation_id))


class LapsingPage(PageView):
    """What lapses within thirty, sixty and ninety days."""

    template_name = "agreements/lapsing.html"

    def context(self) -> dict[str, Any]:
        lines = queries.lapsing(self.actor, clock.now())
        groups = [(days, [each for each in lines if each.within == days]) for days in (30, 60, 90)]
        return {"groups": groups, "is_empty": not lines}
