"""The cast: the same few parties, people and accounts in every test, in the demo and in pictures.

They are the demo network's fictional parties, read from its own tables, so that a test and
the demo cannot drift apart. Plain values but for `load`, which puts them into a database.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from muster.config.demo import accounts, shares
from muster.config.demo.accounts import Account
from muster.config.demo.shares import PartyRow, ReadyPackage, Share

if TYPE_CHECKING:
    from muster.config.demo.stage import Stage

__all__ = [
    "ACCOUNTS",
    "AGENCY_ROLES",
    "PARTIES",
    "PASSWORD",
    "READY_PACKAGES",
    "SHARES",
    "Account",
    "account_with",
    "load",
]


PASSWORD = accounts.shared_password()

PARTIES: MappingProxyType[str, PartyRow] = MappingProxyType(
    {party.key: party for party in shares.fictional_parties()}
)
"""juniper_flats is stricken; sagebrush_county, cottonwood_bend and red_mesa_schools help."""

ACCOUNTS: MappingProxyType[str, Account] = MappingProxyType(
    {account.key: account for account in accounts.accounts()}
)

SHARES: MappingProxyType[str, Share] = MappingProxyType(
    {share.key: share for party in PARTIES.values() for share in shares.shares_of(party)}
)

READY_PACKAGES: MappingProxyType[str, ReadyPackage] = MappingProxyType(
    {each.key: each for party in PARTIES.values() for each in shares.ready_packages_of(party)}
)

AGENCY_ROLES = (
    "authorized_representative",
    "duty_officer",
    "responder",
    "finance",
    "clerk",
    "read_only",
)


def account_with(role: str, party: str | None = None) -> Account:
    """The first account that holds `role`, for `party` where one is named."""
    for account in ACCOUNTS.values():
        if party is None and role in account.network_roles:
            return account
        for held_for, held in account.party_roles:
            if held == role and party in (None, held_for):
                return account
    raise LookupError(f"nobody in the cast is {role} of {party or 'any party'}")


def load() -> Stage:
    """Put the cast into an empty, migrated database, by the product's own commands.

    The stage that comes back knows the ids by key, and gives an actor for each account:
    `stage.actor("city_director")`.
    """
    from muster.config.demo.load import load_cast

    return load_cast()
