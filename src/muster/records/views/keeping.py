"""The record of the record as pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse
from django.urls import reverse

from muster.journal import clock
from muster.records import answers, commands, queries
from muster.records.forms import HoldReasonForm, ReasonForm, RetentionForm
from muster.records.kinds import kind_of, kinds, titles
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, DownloadView, PageView

VIEW = "record.view"
A_CENTURY = timedelta(days=36_525)


class Records(PageView):
    permission = VIEW
    template_name = "records/records.html"

    def context(self) -> dict[str, Any]:
        return {
            "schedule": queries.schedule(self.actor),
            "open_disposals": queries.open_disposals(self.actor),
            "holds": queries.holds(self.actor, standing=True),
            "titles": titles(),
        }


class SetRetention(CommandView):
    permission = "retention.set"
    commands = (commands.set_retention,)
    form_class = RetentionForm
    intro = "The network's own choice goes before the agreement's. Nothing is disposed of by this alone."
    success_message = "Saved."

    def load(self, actor: Actor) -> None:
        self.kind = self.kwargs["kind"]
        if self.kind not in kinds():
            raise NotFound("kind")
        self.row = next(row for row in queries.schedule(actor) if row.key == self.kind)

    def context(self) -> dict[str, Any]:
        return {"title": f"How long to keep: {kind_of(self.kind).TITLE}"}

    def initial(self) -> dict[str, Any]:
        return {"years": self.row.years}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.set_retention(
            actor, kind=self.kind, years=cleaned["years"], source=cleaned["source"]
        )

    def success_url(self, result: Any) -> str:
        return reverse("records:records")

    def back_url(self) -> str:
        return reverse("records:records")


class Holds(PageView):
    permission = VIEW
    template_name = "records/holds.html"

    def context(self) -> dict[str, Any]:
        return {"holds": queries.holds(self.actor)}


class HoldPage(PageView):
    permission = VIEW
    template_name = "records/hold.html"

    def load(self, actor: Actor) -> None:
        self.hold = queries.get_hold(actor, self.kwargs["hold_id"])

    def context(self) -> dict[str, Any]:
        until = clock.now() + A_CENTURY
        return {"hold": self.hold, "held": queries.things_held(self.actor, self.hold, until)}


class PlaceHold(CommandView):
    permission = "hold.place"
    commands = (commands.place_hold,)
    form_class = HoldReasonForm
    title = "Place a legal hold"
    submit_label = "Place the hold"
    intro = "Nothing about this is disposed of until the hold is released."
    success_message = "Placed."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.place_hold(
            actor,
            subject_kind=self.kwargs["subject_kind"],
            subject_id=self.kwargs["subject_id"],
            reason=cleaned["reason"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("records:hold", args=[result.id])

    def back_url(self) -> str:
        return reverse("records:records")


class ReleaseHold(CommandView):
    permission = "hold.release"
    commands = (commands.release_hold,)
    form_class = HoldReasonForm
    title = submit_label = "Release the hold"
    intro = "What it kept follows the retention schedule again."
    success_message = "Released."

    def load(self, actor: Actor) -> None:
        self.hold = queries.get_hold(actor, self.kwargs["hold_id"])

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.release_hold(actor, hold_id=self.hold.id, reason=cleaned["reason"])

    def success_url(self, result: Any) -> str:
        return reverse("records:hold", args=[self.hold.id])

    def back_url(self) -> str:
        return reverse("records:hold", args=[self.hold.id])


class Disposals(PageView):
    permission = VIEW
    template_name = "records/disposals.html"

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        return {
            "page": queries.disposals(self.actor, cursor=cursor, limit=25),
            "titles": titles(),
        }


class ProposeDisposals(CommandView):
    permission = "disposal.propose"
    commands = (commands.propose_disposals,)
    title = "Look for what is due"
    submit_label = "Look now"
    intro = "This happens every night. Nothing is disposed of until two people have approved it."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.propose_disposals(actor)

    def message(self, result: Any) -> str:
        return f"{len(result)} proposed." if result else "Nothing new is due."

    def success_url(self, result: Any) -> str:
        return reverse("records:disposals")

    def back_url(self) -> str:
        return reverse("records:records")


class DisposalPage(PageView):
    permission = VIEW
    template_name = "records/disposal.html"

    def load(self, actor: Actor) -> None:
        self.disposal = queries.get_disposal(actor, self.kwargs["disposal_id"])

    def context(self) -> dict[str, Any]:
        return {
            "disposal": self.disposal,
            "kind": kind_of(self.disposal.kind),
            "items": queries.items_of(self.actor, self.disposal.id),
            "is_own_approval": self.disposal.approved_by_id == self.actor.person_id,
        }


class DisposalCommand(CommandView):
    """What the writing pages of one disposal share."""

    permission = "disposal.approve"

    def load(self, actor: Actor) -> None:
        self.disposal = queries.get_disposal(actor, self.kwargs["disposal_id"])

    def success_url(self, result: Any) -> str:
        return reverse("records:disposal", args=[self.disposal.id])

    def back_url(self) -> str:
        return reverse("records:disposal", args=[self.disposal.id])


class ApproveDisposal(DisposalCommand):
    commands = (commands.approve_disposal,)
    title = "Approve the disposal"
    submit_label = "Approve"
    intro = "A second person then carries it out."
    success_message = "Approved. Somebody else carries it out."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.approve_disposal(actor, disposal_id=self.disposal.id)


class CarryOutDisposal(DisposalCommand):
    commands = (commands.carry_out_disposal,)
    title = "Carry out the disposal"
    submit_label = "Dispose of these records"
    intro = "What the records say is taken out for good. What a hold keeps by now stays."
    success_message = "Done."
    is_danger = True

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.carry_out_disposal(actor, disposal_id=self.disposal.id)


class DeclineDisposal(DisposalCommand):
    commands = (commands.decline_disposal,)
    form_class = ReasonForm
    title = submit_label = "Keep these records"
    success_message = "They stay."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.decline_disposal(
            actor, disposal_id=self.disposal.id, reason=cleaned["reason"]
        )


class PackingView(DownloadView):
    """A packed ZIP to take along; `run` packs it."""

    def saved(self, made: Any) -> FileResponse:
        return answers.zip_file(made)


class TakeRecordsAlong(PackingView):
    """Everything of the own party in one file."""

    permission = "party_export.make"
    commands = (commands.take_party_data,)
    template_name = "records/own.html"
    title = "Take our data along"
    submit_label = "Download"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.take_party_data(actor)
