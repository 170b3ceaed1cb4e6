"""What may be chosen: kinds of party and contact, standings, roles, with their words."""

from muster.members.models import Contact, PartyKind
from muster.rules.actor import NetworkRole, PartyRole
from muster.rules.lifecycle import StandingState


def _words(value: str) -> str:
    return value.replace("_", " ").capitalize()


PARTY_KINDS = [(value, str(label).capitalize()) for value, label in PartyKind.choices]
CONTACT_KINDS = [(value, str(label).capitalize()) for value, label in Contact.Kind.choices]
STANDINGS = [(each.value, _words(each.value)) for each in StandingState]
FIRST_STANDINGS = [
    choice for choice in STANDINGS if choice[0] in {"invited", "pending", "in_force"}
]
PARTY_ROLES = [(each.value, _words(each.value)) for each in PartyRole]
NETWORK_ROLES = [(each.value, _words(each.value)) for each in NetworkRole]
