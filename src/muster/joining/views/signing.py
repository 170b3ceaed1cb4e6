"""Signing here, and uploading what was signed elsewhere."""

from __future__ import annotations

from typing import Any

from muster.joining import commands, forms, queries
from muster.joining.views.papers import OfJoining, sent
from muster.rules.actor import Actor
from muster.rules.joining import SECOND_FACTORS
from muster.rules.refusal import Refusal
from muster.web import step_up

SECOND_FACTOR = "signature.second_factor"


class Sign(OfJoining):
    """The exact document with its digest, the declaration, and the code of a second factor."""

    commands = (commands.sign_agreement,)
    permission = "joining.sign"
    form_class = forms.SignForm
    template_name = "joining/sign.html"
    title, submit_label = "Sign the agreement", "Sign"
    success_message = "Signed. The signed PDF with its certificate page is kept with the papers."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.text = queries.get_text(actor, self.joining.version_id)

    def form_arguments(self) -> dict[str, Any]:
        is_other = self.actor.party_id == self.joining.other_party_id
        party = self.joining.other_party if is_other else self.joining.party
        return {"statement": commands.STATEMENT.format(party=party.name)}

    def initial(self) -> dict[str, Any]:
        way = queries.progress_of(self.joining).get(self.actor.party_id)
        return {
            "document_sha256": self.text.sha256,
            "title": (way.next_signer if way else "") or "",
        }

    def context(self) -> dict[str, Any]:
        return {"joining": self.joining, "text": self.text}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.sign_agreement(
            actor, joining_id=self.joining.id, signature_id=cleaned.pop("submission_id"), **cleaned
        )

    def _step_up_part(self, refusals: list[Refusal] | None) -> dict[str, Any] | None:
        """A password alone does not sign: only a code or a passkey is offered."""
        way = step_up.registered()
        if way is None or self.actor.factor in SECOND_FACTORS:
            return super()._step_up_part(refusals)
        part = super()._step_up_part(refusals) or {"error": "", "url": way.url(self.request)}
        has_code = step_up.CODE in way.methods(self.request)
        return {**part, "password": False, "code": has_code}


class Upload(OfJoining):
    commands = (commands.upload_signed,)
    permission = "joining.record"
    form_class = forms.UploadForm
    title, submit_label = "Upload a signed PDF", "Keep"
    intro = (
        "For an agreement that was signed on paper or with another tool. It is kept as it is, marked "
        "as made elsewhere, and Muster looks whether it holds electronic signatures."
    )
    success_message = "Kept, and marked as made elsewhere."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {**cleaned}
        name, content = sent(cleaned) or ("", b"")
        return commands.upload_signed(
            actor,
            joining_id=self.joining.id,
            name=name,
            content=content,
            party_id=self.side(),
            signature_id=cleaned.pop("submission_id"),
            **cleaned,
        )
