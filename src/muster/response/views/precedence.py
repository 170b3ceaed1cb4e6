"""Which of the competing requests is helped first: the order, its weights, a place by hand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.aid import queries as aid
from muster.response import commands, queries
from muster.response.forms import PlaceForm, WeightsForm
from muster.response.views.board import Live
from muster.response.wording import FACTORS, MEANINGS
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.views import CommandView


class PrecedencePage(Live):
    template_name = fragment_name = "response/precedence.html"

    def context(self) -> dict[str, Any]:
        found = queries.precedence(self.actor, self.exercise_id)
        return {
            "precedence": found,
            "weights": [
                (label, found.weights[factor], MEANINGS[factor])
                for factor, label in FACTORS.items()
            ],
            "exercise": self.exercise,
            "may_place": is_permitted(self.actor, "precedence.place"),
            "may_set": is_permitted(self.actor, "precedence.set"),
        }


class SetWeights(CommandView):
    permission = "precedence.set"
    commands = (commands.set_precedence_weights,)
    form_class = WeightsForm
    title = "How much each factor counts"
    intro = "From 0, which does not count, to 10. Everyone sees the weights beside the order."
    success_message = "Saved. The order follows the new weights."

    def initial(self) -> dict[str, Any]:
        return {factor.value: weight for factor, weight in queries.weights(self.actor).items()}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        weights = {factor.value: cleaned[factor.value] for factor in FACTORS}
        return commands.set_precedence_weights(actor, weights=weights)

    def success_url(self, result: Any) -> str:
        return reverse("response:precedence")

    def back_url(self) -> str:
        return reverse("response:precedence")


class OneRequest(CommandView):
    """A page about the place of one request."""

    permission = "precedence.place"

    def load(self, actor: Actor) -> None:
        self.aid_request = aid.get_aid_request(actor, self.kwargs["aid_request_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.aid_request.exercise}

    def success_url(self, result: Any) -> str:
        of = f"?exercise={self.aid_request.exercise_id}" if self.aid_request.exercise_id else ""
        return reverse("response:precedence") + of

    def back_url(self) -> str:
        return self.success_url(None)


class PlaceRequest(OneRequest):
    commands = (commands.place_request,)
    form_class = PlaceForm
    title = "Give this request a place"
    success_message = "Placed. It keeps this place until you end it."

    def context(self) -> dict[str, Any]:
        row = self.aid_request
        words = f"{row.reference} of {row.requesting_party.name}: {row.title}."
        return {**super().context(), "intro": words}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.place_request(
            actor,
            aid_request_id=self.aid_request.id,
            place=cleaned["place"],
            reason=cleaned["reason"],
        )


class EndPlace(OneRequest):
    commands = (commands.end_place,)
    title = submit_label = "Let it stand by its score"
    success_message = "It stands by its score again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.end_place(actor, aid_request_id=self.aid_request.id)
