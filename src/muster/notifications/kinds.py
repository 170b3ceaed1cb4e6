"""What kinds of notice there are, as people choose among them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`by_email` is how it starts; `is_fixed` kinds are always mailed, for the account's safety."""

    key: str
    label: str
    hint: str
    by_email: bool = True
    is_fixed: bool = False


KINDS = {
    kind.key: kind
    for kind in (
        Kind("calls", "Calls for help", "An agency asks, changes its request, or closes it."),
        Kind("offers", "Offers", "Help is offered, accepted, declined or withdrawn."),
        Kind("missions", "Missions", "Who arrives, stays longer, is recalled, comes home."),
        Kind("costs", "Costs and claims", "Shares proposed, claims submitted, questioned, paid."),
        Kind(
            "deadlines", "Deadlines", "What is due soon, what is over, and a digest each morning."
        ),
        Kind("duty", "Duty", "You go on duty, take a span, or nobody of your agency is on duty."),
        Kind("notes", "Notes", "Somebody wrote to your agency.", by_email=False),
        Kind("reviews", "After-action reviews", "Findings that you own and their due dates."),
        Kind("membership", "Agreement and roles", "Standing of your agency, roles that you hold."),
        Kind(
            "security",
            "Your account",
            "Password, passkeys, codes and tokens. Always mailed, so that nobody changes them "
            "behind your back.",
            is_fixed=True,
        ),
        Kind("deliveries", "Deliveries", "A message could not be delivered.", by_email=False),
    )
}
