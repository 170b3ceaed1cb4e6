"""Answering a request, and answering the answer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from muster.aid import commands, queries
from muster.aid.forms import AcceptForm, Fit, OfferForm, OptionalReasonForm, ReasonForm
from muster.aid.matches import line_matches
from muster.aid.views.amending import RequestCommand
from muster.aid.views.asking import own_phone
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.lifecycle import OFFER, allowed_actions
from muster.web.views import CommandView, PageView

QUARTER = timedelta(minutes=15)
MOST_FITS = 8
MOST_LINES = 30


def next_quarter(at: datetime) -> datetime:
    """The next full quarter of an hour: what somebody would type."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at - past + QUARTER


class OfferHelp(RequestCommand):
    """What of ours fits, filled in; sent with one tap."""

    permission = "offer.submit"
    commands = (commands.submit_offer,)
    form_class = OfferForm
    template_name = "aid/offer_help.html"
    title = "Offer help"
    submit_label = "Send the offer"

    def load(self, actor: Actor) -> None:
        super().load(actor)
        lines = [line for line in queries.lines_of(self.aid_request.id) if line.state == "open"]
        self.matches = line_matches(
            actor,
            self.aid_request,
            lines[:MOST_LINES],
            party_id=actor.party_id or self.aid_request.requesting_party_id,
            # What was on the page when it was filled in must be found again when it comes back.
            most=MOST_FITS if self.request.method == "GET" else MOST_FITS * 8,
        )
        self.fits = self._fits(queries.own_waiting_lines(actor, self.aid_request.id))

    def form_arguments(self) -> dict[str, Any]:
        return {"fits": self.fits}

    def _fits(self, waiting: list[Any]) -> list[Fit]:
        """Propose the best first, nothing twice, no more than is needed beside what waits already."""
        already = {each.resource_id or each.package_id for each in waiting}
        offered: Counter[Any] = Counter()
        for each in waiting:
            offered[each.line_id] += each.quantity - each.accepted_quantity
        used = set(already)
        seen: set[Any] = set()
        fits = []
        for line, match in self.matches:
            left = max(0, line.quantity - line.filled_quantity - offered[line.id])
            for row in match.chosen:
                # A package brings several kinds: it stands once, and is there to be chosen.
                if row.kind == "package" and row.candidate_id in seen:
                    continue
                seen.add(row.candidate_id)
                can = row.kind == "resource" and row.candidate_id not in used
                proposed = min(row.quantity, left) if can else 0
                if proposed:
                    used.add(row.candidate_id)
                    left -= proposed
                fits.append(Fit(line, row, proposed, row.candidate_id in already))
        return fits

    def initial(self) -> dict[str, Any]:
        coming = [fit.row.arrives_at for fit in self.fits if fit.proposed and fit.row.arrives_at]
        arrives = next_quarter(max([clock.now(), *coming]))
        return {
            "arrives_at": arrives,
            "duration_hours": commands.usual_duration(self.aid_request, arrives),
            "supervisor_name": self.actor.name,
            "supervisor_phone": own_phone(self.actor),
        }

    def context(self) -> dict[str, Any]:
        return {
            "aid_request": self.aid_request,
            "exercise": self.aid_request.exercise,
            "lapses": queries.lapses_of_request(self.actor, self.aid_request),
            "own_lapses": queries.own_lapses_beside(self.actor, self.aid_request),
            "matches": self.matches,
            "nothing_fits": not any(match.chosen for _, match in self.matches),
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.submit_offer(
            actor,
            aid_request_id=self.aid_request.id,
            lines=cleaned["lines"],
            arrives_at=cleaned["arrives_at"],
            duration_hours=cleaned["duration_hours"],
            supervisor_name=cleaned["supervisor_name"],
            supervisor_phone=cleaned["supervisor_phone"],
            note=cleaned["note"],
            offer_id=cleaned["submission_id"],
        )

    def message(self, result: Any) -> str:
        if result.state == "awaiting_sign_off":
            return "Written. It is sent once a second person has agreed, who is told now."
        return "Your offer is sent. Nothing is reserved until it is accepted."

    def success_url(self, result: Any) -> str:
        return reverse("aid:offer", args=[result.id])


class Offers(PageView):
    template_name = "aid/offers.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        state = given.get("state", "")
        return {
            "page": queries.offer_list(
                self.actor,
                state=state if state in set(OFFER.states) else None,
                cursor=given.get("cursor"),
                limit=25,
            ),
            "states": [("", "All states"), *((each.value, each.value) for each in OFFER.states)],
            "state": state,
        }


class OfferPage(PageView):
    template_name = "aid/offer.html"

    def load(self, actor: Actor) -> None:
        self.offer = queries.get_offer(actor, self.kwargs["offer_id"])

    def context(self) -> dict[str, Any]:
        offer = self.offer
        return {
            "offer": offer,
            "aid_request": offer.aid_request,
            "exercise": offer.exercise,
            "is_responder": self.actor.party_id == offer.responding_party_id,
            "is_requester": self.actor.party_id == offer.aid_request.requesting_party_id,
            "actions": allowed_actions(OFFER, offer.state),
            "waiting": queries.sign_off_of(self.actor, offer),
            "expires_soon": offer.expires_at - clock.now() < timedelta(hours=6),
            "mission": getattr(offer, "mission", None),
            "facts": queries.timeline(self.actor, offer.id),
        }


class OfferCommand(CommandView):
    """What the writing pages of one offer share."""

    def load(self, actor: Actor) -> None:
        self.offer: Any = queries.get_offer(actor, self.kwargs["offer_id"])

    def context(self) -> dict[str, Any]:
        return {"offer": self.offer, "exercise": self.offer.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("aid:offer", args=[self.offer.id])

    def back_url(self) -> str:
        return reverse("aid:offer", args=[self.offer.id])


class AcceptOffer(OfferCommand):
    permission = "offer.accept"
    commands = (commands.accept_offer,)
    form_class = AcceptForm
    template_name = "aid/accept.html"
    title = "Accept the offer"
    submit_label = "Accept and authorize the mission"

    def form_arguments(self) -> dict[str, Any]:
        left = [each for each in self.offer.line_list if each.quantity > each.accepted_quantity]
        return {"lines": left}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.accept_offer(
            actor,
            offer_id=self.offer.id,
            quantities=cleaned["quantities"],
            access_note=cleaned["access_note"],
        )

    def message(self, result: Any) -> str:
        return f"Mission {result.reference} is authorized. The authority can be printed now."

    def success_url(self, result: Any) -> str:
        return reverse("aid:mission", args=[result.id])


class DeclineOffer(OfferCommand):
    permission = "offer.decline"
    commands = (commands.decline_offer,)
    form_class = ReasonForm
    title = submit_label = "Decline the offer"
    success_message = "Declined. The party sees your reason."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.decline_offer(actor, offer_id=self.offer.id, reason=cleaned["reason"])


class WithdrawOffer(OfferCommand):
    permission = "offer.withdraw"
    commands = (commands.withdraw_offer,)
    form_class = OptionalReasonForm
    title = submit_label = "Take the offer back"
    success_message = "Taken back."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_offer(actor, offer_id=self.offer.id, reason=cleaned["reason"])
