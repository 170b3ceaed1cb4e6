"""Where this room stands in the navigation, and what of it needs somebody now."""

from __future__ import annotations

from django.urls import reverse

from muster.claims import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.display import money_text
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Claims", "claims:claims", order=40)


def waiting_here(actor: Actor) -> list[Todo]:
    """Claims to compute and submit, to approve and to pay; questions and payments to answer."""
    if actor.party_id is None:
        return []
    todos = _to_claim(actor)
    if is_permitted(actor, "claim.answer"):
        for asked in queries.questions_to_answer(actor):
            url = reverse("claims:answer", args=[asked.id])
            todos.append(Todo(f"Answer a question on claim {asked.claim.reference}.", url))
    if is_permitted(actor, "claim.approve"):
        for claim in queries.claims_to_approve(actor):
            words = (
                f"Approve claim {claim.reference} of {claim.claimant_party.name}, "
                f"{money_text(claim.total_cents, claim.currency)}, or ask about it."
            )
            todos.append(Todo(words, reverse("claims:claim", args=[claim.id])))
    if is_permitted(actor, "claim.pay"):
        for claim in queries.claims_to_pay(actor):
            left = money_text(queries.balance_of(claim).owed_cents, claim.currency)
            words = f"Pay {left} of claim {claim.reference} to {claim.claimant_party.name}."
            todos.append(Todo(words, reverse("claims:claim", args=[claim.id])))
    if is_permitted(actor, "claim.confirm_payment"):
        for payment in queries.payments_to_confirm(actor):
            amount = money_text(payment.amount_cents, payment.claim.currency)
            words = f"Say whether {amount} of claim {payment.claim.reference} arrived."
            todos.append(Todo(words, reverse("claims:confirm", args=[payment.id])))
    return todos


def _to_claim(actor: Actor) -> list[Todo]:
    """What the own party may ask to be paid for."""
    todos = []
    if is_permitted(actor, "claim.draft"):
        for each in queries.previews_to_claim(actor):
            total = each.settlement.total
            words = (
                f"Compute the claim of mission {each.mission.reference} for "
                f"{each.mission.requesting_party.name}: {money_text(total.cents, total.currency)}."
            )
            url = reverse("claims:draft", args=[each.mission.id])
            todos.append(Todo(words, url, due=queries.due_at(each.mission, each.terms)["bill"]))
    if is_permitted(actor, "claim.submit"):
        for claim in queries.claims_to_submit(actor):
            amount = money_text(claim.total_cents, claim.currency)
            words = f"Submit claim {claim.reference} to {claim.owing_party.name}, {amount}."
            todos.append(Todo(words, reverse("claims:claim", args=[claim.id])))
    return todos


register_todos(waiting_here)
