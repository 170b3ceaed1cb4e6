"""Pages that gather papers: begin, review, resolution, filing, put away, renew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from muster.agreements import queries as agreements
from muster.joining import commands, forms, queries
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.terms import JoiningKind
from muster.web.display import label_text
from muster.web.views import CommandView


def sent(cleaned: dict[str, Any]) -> tuple[str, bytes] | None:
    """The file that came with a form."""
    upload = cleaned.pop("paper", None)
    return (upload.name, upload.read()) if upload else None


class Begin(CommandView):
    """The coordinator invites a party; a representative begins for its own."""

    commands = (commands.begin_joining,)
    permission = "joining.begin"
    form_class = forms.BeginForm
    title, submit_label = "Join the agreement", "Begin"
    success_message = "Begun. The list shows what comes next and who does it."

    def load(self, actor: Actor) -> None:
        version = agreements.get_version_in_force(actor)
        self.is_bilateral = agreements.terms_of(version).joining.kind is JoiningKind.BILATERAL
        self.intro = (
            f"Version “{version.label}”: {version.title}. Muster gathers what the agreement asks "
            "for, step by step. Nothing binds until the last step is done."
        )
        self.version_id = version.id
        if actor.party_id is None:
            self.title, self.submit_label = "Invite a party", "Invite"
            self.intro += (
                " A party that is missing here is bound by this version already, or is not on the "
                "register: add it under Parties."
            )
        elif members.get_party(actor, actor.party_id).membership.standing == "in_force":
            self.title = "Adopt the version"

    def form_arguments(self) -> dict[str, Any]:
        everybody = [
            (str(party.id), party.name)
            for party in members.parties(self.actor, limit=200).items
            if party.id != self.actor.party_id
        ]
        return {
            "parties": self._to_invite(everybody) if self.actor.party_id is None else [],
            "others": everybody if self.is_bilateral else [],
        }

    def _to_invite(self, everybody: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those whom the version does not bind yet; everybody where it binds all, or two at a time."""
        if self.is_bilateral:
            return everybody
        adopted = queries.adopted_by(self.actor, [UUID(party_id) for party_id, _name in everybody])
        waiting = [
            (party_id, name)
            for party_id, name in everybody
            if self.version_id not in adopted[UUID(party_id)].version_ids
        ]
        return waiting or everybody

    def initial(self) -> dict[str, Any]:
        return {"party_id": self.request.GET.get("party", "")[:36]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.begin_joining(actor, joining_id=cleaned.pop("submission_id"), **cleaned)

    def success_url(self, result: Any) -> str:
        return reverse("joining:joining", args=[result.id])

    def back_url(self) -> str:
        return reverse("joining:joinings")


class OfJoining(CommandView):
    """A writing page about one joining; `?party=` names a side where there are two."""

    def load(self, actor: Actor) -> None:
        self.joining = queries.get_joining(actor, self.kwargs["joining_id"])

    def side(self) -> Any:
        """The side that the address names; the command chooses where it names none."""
        said = self.request.GET.get("party", "")[:36]
        return next((side for side in queries.sides_of(self.joining) if str(side) == said), None)

    def success_url(self, result: Any) -> str:
        return reverse("joining:joining", args=[self.joining.id])

    def back_url(self) -> str:
        return reverse("joining:joining", args=[self.joining.id])


class RecordReview(OfJoining):
    commands = (commands.record_review,)
    permission = "joining.record"
    form_class = forms.ReviewForm
    title, submit_label = "Attorney's review", "Record"
    intro = (
        "Before an agreement between governments has effect, an attorney of the party reviews it."
    )
    success_message = "The review is recorded."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {**cleaned}
        cleaned.pop("submission_id", None)
        upload = sent(cleaned)
        return commands.record_review(
            actor, joining_id=self.joining.id, party_id=self.side(), upload=upload, **cleaned
        )


class RecordResolution(OfJoining):
    commands = (commands.record_resolution,)
    permission = "joining.record"
    form_class = forms.ResolutionForm
    title, submit_label = "Resolution or ordinance", "Record"
    success_message = "The resolution is recorded."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {**cleaned}
        cleaned.pop("submission_id", None)
        upload = sent(cleaned)
        return commands.record_resolution(
            actor, joining_id=self.joining.id, party_id=self.side(), upload=upload, **cleaned
        )


class File(OfJoining):
    commands = (commands.file_joining,)
    permission = "joining.file"
    form_class = forms.FilingForm
    submit_label, success_message = "Record", "It is recorded."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.step = self.kwargs["step"]
        if self.step not in {each.value for each in queries.BY_COORDINATOR}:
            raise NotFound("step")
        self.title = label_text(self.step)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        cleaned = {**cleaned}
        cleaned.pop("submission_id", None)
        upload = sent(cleaned)
        return commands.file_joining(
            actor,
            joining_id=self.joining.id,
            step=self.step,
            party_id=self.side(),
            upload=upload,
            **cleaned,
        )


class Abandon(OfJoining):
    commands = (commands.abandon_joining,)
    permission = "joining.abandon"
    form_class = forms.ReasonForm
    title, submit_label, is_danger = "Put the papers away", "Put away", True
    intro = "What is recorded stays readable. The party can begin anew."
    success_message = "The papers are put away."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.abandon_joining(actor, joining_id=self.joining.id, reason=cleaned["reason"])


class Renew(OfJoining):
    commands = (commands.renew_joining,)
    permission = "joining.renew"
    title, submit_label = "Renew for another term", "Renew"
    intro = "The party stays bound for another term of the same length."
    success_message = "Renewed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.renew_joining(actor, joining_id=self.joining.id)


class AttachText(CommandView):
    """The text of the agreement as the PDF that parties sign."""

    commands = (commands.attach_text,)
    permission = "agreement_text.attach"
    form_class = forms.TextForm
    title, submit_label = "Text of the agreement", "Keep"
    intro = (
        "Parties sign exactly this file. Without it they sign the terms in plain words, as Muster "
        "writes them. It can be replaced until the first party has signed."
    )
    success_message = "Kept. Parties sign this file."

    def load(self, actor: Actor) -> None:
        self.version = agreements.get_version(actor, self.kwargs["version_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        name, content = sent(cleaned) or ("", b"")
        return commands.attach_text(actor, version_id=self.version.id, name=name, content=content)

    def success_url(self, result: Any) -> str:
        return reverse("agreements:version", args=[self.version.id])

    def back_url(self) -> str:
        return reverse("agreements:version", args=[self.version.id])
