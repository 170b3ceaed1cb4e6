"""Claims as pages and files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from muster.claims import queries
from muster.claims.documents import exports, packet
from muster.claims.present import claim_out
from muster.claims.reasons import reason_sentences
from muster.claims.views.grant import grant_context
from muster.claims.working import shown_steps
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import CLAIM
from muster.web.given import as_uuid
from muster.web.views import PageView
from muster.web.views.pages import ActorView

SIDES = (("", "Made and owed"), ("made", "We claim"), ("owed", "We owe"))


class Claims(PageView):
    template_name = "claims/claims.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        state, side = given.get("state", ""), given.get("side", "")
        exercise_id = as_uuid(given.get("exercise"))
        return {
            "page": queries.claims(
                self.actor,
                state=state if state in set(CLAIM.states) else None,
                side=side if side in dict(SIDES) else None,
                exercise_id=exercise_id,
                cursor=given.get("cursor", "")[:500] or None,
                limit=25,
            ),
            "states": [("", "All states"), *((each.value, each.value) for each in CLAIM.states)],
            "sides": SIDES,
            "state": state,
            "side": side,
            "exercises": members.open_exercises(self.actor),
            "exercise_id": exercise_id,
            "is_outside": not queries.may_see_claims(self.actor),
        }


class ClaimPage(PageView):
    template_name = "claims/claim.html"

    def load(self, actor: Actor) -> None:
        self.claim = queries.get_claim(actor, self.kwargs["claim_id"])

    def context(self) -> dict[str, Any]:
        actor, claim = self.actor, self.claim
        lines = queries.lines(actor, claim.id)
        for line in lines:
            line.sentences = reason_sentences(line.reasons)
            line.steps = shown_steps(line.working)
        signers = (claim.submitted_by_id, claim.approved_by_id)
        people = members.person_names({each for each in signers if each is not None})
        return {
            "claim": claim,
            "exercise": claim.exercise,
            "mission": claim.mission,
            "lines": lines,
            "balance": queries.balance_of(claim),
            "due": queries.due_at(claim.mission, queries.terms_of_claim(claim), claim),
            "reasons": reason_sentences(claim.settlement.get("reasons", ())),
            "warnings": reason_sentences(queries.doubts_of(claim)),
            "questions": queries.questions(actor, claim.id),
            "payments": queries.payments(actor, claim.id),
            "waivers": queries.waivers(actor, claim.id),
            "credit_notes": queries.credit_notes(actor, claim.id),
            "actions": queries.actions_for(actor, claim),
            "is_claimant": actor.party_id == claim.claimant_party_id,
            "is_submitter": claim.submitted_by_id is not None
            and claim.submitted_by_id == actor.person_id,
            "submitted_by": people.get(claim.submitted_by_id, ""),
            "approved_by": people.get(claim.approved_by_id, ""),
            "facts": queries.timeline(actor, claim.id),
            **grant_context(self.request, actor, claim.id),
        }


class ClaimFile(ActorView):
    """A download of the claim; `form` is csv, json, pdf or zip: the packet."""

    form = "pdf"

    def load(self, actor: Actor) -> None:
        self.claim = queries.get_claim(actor, self.kwargs["claim_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        whole = exports.WholeClaim.of(self.actor, self.claim)
        if self.form == "zip":
            return packet.as_zip(self.actor, self.claim)
        if self.form == "csv":
            return exports.as_csv(whole)
        if self.form == "json":
            return exports.as_json(whole, claim_out(self.actor, self.claim).model_dump(mode="json"))
        return exports.as_pdf(whole)
