"""Asking for help from a phone: `/ask/`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.agreements import queries as agreements
from muster.aid import commands, queries
from muster.aid.forms import AskForm
from muster.catalog import queries as catalog
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.terms import TriggerKind
from muster.web.views import CommandView


def own_phone(actor: Actor) -> str:
    """The signed-in person's own number, so that nobody types it at two in the morning."""
    try:
        return members.account(actor).phone
    except NotFound:
        return ""


def party_choices(actor: Actor) -> list[tuple[str, str]]:
    """Parties for which a coordinator without a party of its own may file."""
    if actor.party_id is not None or not actor.is_coordinator:
        return []
    return [(str(party.id), party.name) for party in members.in_force(actor)]


def exercise_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in members.open_exercises(actor)]


class Ask(CommandView):
    """One page, one button, one transaction."""

    permission = "aid_request.open"
    commands = (commands.ask_for_help,)
    form_class = AskForm
    template_name = "aid/ask.html"
    title = "Ask for help"
    submit_label = "Ask for help now"

    def load(self, actor: Actor) -> None:
        self.packages = catalog.work_packages(actor)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "packages": self.packages,
            "parties": party_choices(self.actor),
            "exercises": exercise_choices(self.actor),
            "asks_declaration": asks_declaration(self.actor),
            "asks_own_means": queries.asks_own_means(self.actor, self.actor.party_id),
        }

    def initial(self) -> dict[str, Any]:
        is_proxy = self.actor.party_id is None
        return {"reporting_phone": "" if is_proxy else own_phone(self.actor)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.ask_for_help(actor, **answers(cleaned))

    def success_url(self, result: Any) -> str:
        return reverse("aid:request", args=[result.id])

    def message(self, result: Any) -> str:
        if result.state == "awaiting_sign_off":
            return (
                f"Your request {result.reference} is written. Nobody is asked before a second person "
                "has signed; whoever can is told now."
            )
        return f"Your request {result.reference} is open. The network sees it now."

    def back_url(self) -> str:
        return reverse("web:home")


def asks_declaration(actor: Actor) -> bool:
    """Whether a declared emergency is among what allows a request under the version in force."""
    version = agreements.version_in_force(actor)
    kinds = agreements.terms_of(version).trigger.any_of if version else ()
    return TriggerKind.DECLARED_EMERGENCY in kinds


def answers(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The form's answers as the command takes them; what is empty is left to its defaults."""
    return {
        "kind": cleaned["kind"],
        "work_packages": cleaned["work_packages"],
        "reporting_phone": cleaned["reporting_phone"],
        "reporting_contact": cleaned["reporting_contact"],
        "place": cleaned["place"] or None,
        "needed_from": cleaned["needed_from"],
        "needed_until": cleaned["needed_until"],
        "note": cleaned["note"],
        "emergency_declared_at": cleaned.get("emergency_declared_at"),
        "declaration_reference": cleaned.get("declaration_reference", ""),
        "sharing_label": cleaned["sharing_label"] or "TLP:AMBER",
        "party_id": cleaned.get("party_id") or None,
        "exercise_id": cleaned.get("exercise_id") or None,
        "calls_out": cleaned["calls_out"],
        "own_means_used": bool(cleaned.get("own_means_used")),
        "aid_request_id": cleaned["submission_id"],
    }
